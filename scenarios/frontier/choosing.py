"""Where to look next: in the cell between two caps tried already where the curve can do most.

The area of a cell is its width times the fall of the imbalance across it: large where the curve falls or
bends, nothing where it is flat.
"""

from __future__ import annotations

import heapq
from collections.abc import Sequence
from itertools import pairwise

NARROWEST = 1e-4
"""A cell narrower than this share of the whole range is not divided any more."""

EMPTIEST = 1e-6
"""Nor is one whose area is below this share of the whole."""

QUARTER = 0.25
"""What half of a cell is expected to hold: half of the width, and half of the fall."""


def next_caps(found: Sequence[tuple[float, float]], count: int) -> list[float]:
    """Up to `count` caps that tell most, by growing cap.

    `found` are (cap, least imbalance found within it), by growing cap. Deterministic: equal areas go from
    the left. Where several are asked for at once, half a cell is expected to have a quarter of its area.
    """
    width, fall = found[-1][0] - found[0][0], found[0][1] - found[-1][1]
    if width <= 0 or fall <= 0:
        return []
    pairs = pairwise(found)
    heap = [(-(right - left) * (high - low), left, right) for (left, high), (right, low) in pairs]
    heapq.heapify(heap)
    chosen: list[float] = []
    while heap and len(chosen) < count:
        area, left, right = heapq.heappop(heap)
        if right - left < NARROWEST * width or -area < EMPTIEST * width * fall:
            continue
        middle = (left + right) / 2
        chosen.append(middle)
        heapq.heappush(heap, (area * QUARTER, left, middle))
        heapq.heappush(heap, (area * QUARTER, middle, right))
    return sorted(chosen)
