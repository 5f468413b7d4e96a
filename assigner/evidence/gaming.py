"""Signs that a log was filled in for the log's sake: copies, one phone for many, bursts (model §2).

Each rule is judged over the touches it is given: those of one manager that are neither transactions nor in
the future, credible or not. Results are one boolean per touch.
"""

from __future__ import annotations

import numpy as np

from assigner.evidence.text import fold_codes, fold_phone, fold_summary
from assigner.portfolio import BoolArray, DateArray, IntArray, StrArray

HOUR = 3600
"""Seconds in the window of the burst rule."""


def copied_summary(manager: IntArray, client: IntArray, summary: StrArray, limit: int) -> BoolArray:
    """Whether the manager has the same summary, case and spaces folded, on more than `limit` clients."""
    return _spread_over_many(manager, fold_codes(summary, fold_summary), client, limit)


def shared_phone(manager: IntArray, household: IntArray, phone: StrArray, limit: int) -> BoolArray:
    """Whether the manager has the same phone, digits only, in more than `limit` households.

    A household is a holding or a client outside any holding, see `households`.
    """
    return _spread_over_many(manager, fold_codes(phone, fold_phone), household, limit)


def households(group_idx: IntArray) -> IntArray:
    """One number per client: the same for all clients of a holding, its own for a client without one."""
    alone = np.arange(len(group_idx)) + len(group_idx)
    return np.where(group_idx >= 0, group_idx, alone).astype(np.int32)


def burst(manager: IntArray, occurred_at: DateArray, limit: int) -> BoolArray:
    """Whether the touch lies in some hour [t, t + 3600 s] with more than `limit` touches of its manager.

    It is enough to try the hours that begin with a touch: any other window holds no more than one of these.
    """
    if not len(manager):
        return np.zeros(0, dtype=bool)
    seconds = occurred_at.astype("datetime64[s]").astype(np.int64)
    seconds = seconds - seconds.min()
    offset = manager.astype(np.int64) * (int(seconds.max()) + HOUR + 1)
    line = offset + seconds  # one time line on which two managers lie more than an hour apart
    order = np.argsort(line, kind="stable")
    ends = np.searchsorted(line[order], line[order] + HOUR, side="right")
    heavy = np.flatnonzero(ends - np.arange(len(order)) > limit)
    return _covered(order, heavy, ends[heavy])


def _covered(order: np.ndarray, starts: np.ndarray, ends: np.ndarray) -> BoolArray:
    """Members of `order` inside any of the half-open ranges, as a mask over the original positions."""
    steps = np.zeros(len(order) + 1, dtype=np.int64)
    np.add.at(steps, starts, 1)
    np.add.at(steps, ends, -1)
    marked = np.zeros(len(order), dtype=bool)
    marked[order] = np.cumsum(steps[:-1]) > 0
    return marked


def _spread_over_many(manager: IntArray, code: IntArray, member: IntArray, limit: int) -> BoolArray:
    """Whether the (manager, code) of a touch has more than `limit` distinct members; never for code -1."""
    rows = np.flatnonzero(code >= 0)
    marked = np.zeros(len(code), dtype=bool)
    if not len(rows):
        return marked
    key = manager[rows].astype(np.int64) * (int(code.max()) + 1) + code[rows]
    order = np.lexsort((member[rows], key))
    key, members = key[order], member[rows][order]
    new_key = np.concatenate(([True], key[1:] != key[:-1]))
    new_member = new_key | np.concatenate(([True], members[1:] != members[:-1]))
    group = np.cumsum(new_key) - 1
    marked[rows[order]] = np.bincount(group, weights=new_member)[group] > limit
    return marked
