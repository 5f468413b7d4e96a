"""Long charts in parts that fit on a printed page."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TypeVar

Item = TypeVar("Item")


def slices(items: Sequence[Item], most: int) -> list[Sequence[Item]]:
    """The items in order, in as few parts of nearly equal length as hold at most `most` each."""
    count = max(math.ceil(len(items) / most), 1)
    size = math.ceil(len(items) / count)
    return [items[n * size : (n + 1) * size] for n in range(count)]
