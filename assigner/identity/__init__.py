"""Cards into comparable forms: tax ids, phones, e-mails, names."""

from __future__ import annotations

from assigner.identity.identify import identify
from assigner.identity.model import Identity, Validity

__all__ = ["Identity", "Validity", "identify"]
