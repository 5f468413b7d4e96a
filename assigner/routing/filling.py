"""Attainable targets of several cells at once: the rule of model §4, as fast as routing needs it."""

from __future__ import annotations

import numpy as np

from assigner.fairness.balance import ROUNDING
from assigner.portfolio import FloatArray


def attainable_rows(target: FloatArray, fixed: FloatArray) -> FloatArray:
    """A (k, M) from T and fixed loads, both (k, M): `attainable_targets` of every row.

    Who has more than his target for certain is set to what he has; the rest is shared in proportion to T;
    repeated until nobody exceeds.
    """
    total = target.sum(axis=1)
    attainable, held = target, np.zeros(target.shape, dtype=bool)
    while (exceeds := (fixed > attainable) & ~held).any():
        held |= exceeds
        rest = np.maximum(0.0, total - np.where(held, fixed, 0.0).sum(axis=1))
        open_target = np.where(held, 0.0, target).sum(axis=1)
        factor = np.divide(rest, open_target, out=np.zeros(len(rest)), where=open_target > 0)
        factor = np.where(held.any(axis=1), factor, 1.0)
        attainable = np.where(held, fixed, target * factor[:, np.newaxis])
    return np.where(attainable > ROUNDING * total[:, np.newaxis], attainable, 0.0)
