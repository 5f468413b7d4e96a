"""Cards that may be the same client: found, scored, and merged on confirmation."""

from __future__ import annotations

from assigner.duplicates.find import find_duplicates
from assigner.duplicates.model import Duplicates, Match, Pair

__all__ = ["Duplicates", "Match", "Pair", "find_duplicates"]
