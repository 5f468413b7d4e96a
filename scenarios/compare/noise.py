"""What several seeds say: the median, the range, and whether a difference is more than their noise."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from statistics import median

from scenarios.compare.model import Entry, Noise

NEGLIGIBLE = 1e-9
"""Differences below this part of the figure come from the order of sums."""


def entry(values: Sequence[float | None]) -> Entry | None:
    """One figure over the seeds that have it."""
    found = [value for value in values if value is not None]
    return Entry(median(found), min(found), max(found)) if found else None


def against(one: Entry | None, reference: Entry | None, seeds: tuple[int, int]) -> Entry | None:
    """An entry with its difference from the reference's; `seeds` are how many each of both has.

    It is noise where the two ranges overlap: with other seeds the sign could turn round.
    """
    if one is None or reference is None:
        return one
    difference = one.median - reference.median
    return replace(one, difference=difference, noise=_judge(one, reference, difference, seeds))


def _judge(one: Entry, reference: Entry, difference: float, seeds: tuple[int, int]) -> Noise:
    alone = min(seeds) < 2
    equal = (one.low, one.high) == (reference.low, reference.high)
    if (alone or equal) and abs(difference) <= NEGLIGIBLE * max(abs(reference.median), 1.0):
        return Noise.SAME
    if alone:
        return Noise.UNKNOWN
    apart = one.low > reference.high or one.high < reference.low
    return Noise.REAL if apart else Noise.NOISE
