"""Points and strength of every client-manager pair (model §2)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from assigner.evidence.ages import NEVER, AgeArray
from assigner.evidence.credibility import COUNTED, SAME_DAY, DiscardArray
from assigner.policy.model import EvidencePolicy
from assigner.portfolio import Activities, BoolArray, FloatArray, IntArray, Kind


@dataclass(frozen=True, slots=True, eq=False)
class PairTable:
    """Pairs with at least one touch that counts, sorted by client, then manager; ages in days."""

    num_managers: int
    client: IntArray
    manager: IntArray
    points: FloatArray
    num_recent: IntArray
    touch_age: AgeArray  # of the newest touch that counts
    transaction_age: AgeArray  # of the newest transaction, NEVER without one

    def find(self, manager: IntArray) -> IntArray:
        """Position of each client's pair with the manager given for it, -1 where none is listed."""
        if not len(self.client):
            return np.full(len(manager), -1, dtype=np.int32)
        keys = pair_keys(self.client, self.manager, self.num_managers)
        wanted = pair_keys(np.arange(len(manager), dtype=np.int32), manager, self.num_managers)
        spot = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
        return np.where((keys[spot] == wanted) & (manager >= 0), spot, -1).astype(np.int32)


def pair_keys(client: IntArray, manager: IntArray, num_managers: int) -> np.ndarray[Any, np.dtype[np.int64]]:
    """One number per pair, ordered like (client, manager)."""
    return client.astype(np.int64) * num_managers + manager


def touch_points(
    kind: np.ndarray[Any, np.dtype[np.int8]], ages: AgeArray, policy: EvidencePolicy
) -> FloatArray:
    """Decayed points of each touch: points of its kind x 2^(-age / half-life); 0 in the future."""
    worth = np.array([getattr(policy.points, member.name.lower()) for member in Kind], dtype=np.float64)
    half_lives = np.full(len(Kind), float(policy.half_life_days))
    half_lives[Kind.TRANSACTION] = policy.transaction_half_life_days
    decay = np.exp2(-np.maximum(ages, 0) / half_lives[kind])
    return np.where(ages >= 0, worth[kind] * decay, 0.0)


def strength_of(points: FloatArray, policy: EvidencePolicy) -> FloatArray:
    """Strength in 0..1: 1 - exp(-points / scale)."""
    return -np.expm1(-points / policy.strength_scale)


def count_touches(
    log: Activities, ages: AgeArray, fates: DiscardArray, num_managers: int, policy: EvidencePolicy
) -> tuple[PairTable, DiscardArray]:
    """The pairs, and the fates with SAME_DAY added: of one pair's touches on one day the best one counts."""
    rows, final = _best_of_each_day(log, ages, fates, num_managers, policy)
    keys = pair_keys(log.client_idx[rows], log.manager_idx[rows], num_managers)
    pairs, first, of_pair = np.unique(keys, return_index=True, return_inverse=True)
    points = touch_points(log.kind[rows], ages[rows], policy)
    recent = ages[rows] <= policy.active_days
    table = PairTable(
        num_managers=num_managers,
        client=(pairs // max(num_managers, 1)).astype(np.int32),
        manager=(pairs % max(num_managers, 1)).astype(np.int32),
        points=np.bincount(of_pair, weights=points, minlength=len(pairs)).astype(np.float64),
        num_recent=np.bincount(of_pair, weights=recent, minlength=len(pairs)).astype(np.int32),
        touch_age=ages[rows][first],
        transaction_age=_newest_transaction(log, ages, final, pairs, num_managers),
    )
    return table, final


def _best_of_each_day(
    log: Activities, ages: AgeArray, fates: DiscardArray, num_managers: int, policy: EvidencePolicy
) -> tuple[np.ndarray[Any, np.dtype[np.int64]], DiscardArray]:
    """Rows that count, by pair and from new to old, and the final fates; on equal points transactions win.

    The fixed order also makes sums of points the same to the last bit, however the export was sorted.
    """
    left = np.flatnonzero(fates == COUNTED)
    keys = pair_keys(log.client_idx[left], log.manager_idx[left], num_managers)
    points = touch_points(log.kind[left], ages[left], policy)
    order = np.lexsort((log.kind[left], -points, ages[left], keys))
    key, age = keys[order], ages[left][order]
    best: BoolArray = np.ones(len(order), dtype=bool)
    best[1:] = (key[1:] != key[:-1]) | (age[1:] != age[:-1])
    final = fates.copy()
    final[left[order[~best]]] = SAME_DAY
    return left[order[best]], final


def _newest_transaction(
    log: Activities,
    ages: AgeArray,
    fates: DiscardArray,
    pairs: np.ndarray[Any, np.dtype[np.int64]],
    num_managers: int,
) -> AgeArray:
    """Age of the newest transaction of each pair; a better touch on its day does not unmake a transaction."""
    believed = (fates == COUNTED) | (fates == SAME_DAY)
    rows = np.flatnonzero((log.kind == Kind.TRANSACTION) & believed)
    spots = np.searchsorted(pairs, pair_keys(log.client_idx[rows], log.manager_idx[rows], num_managers))
    newest: AgeArray = np.full(len(pairs), NEVER, dtype=np.int64)
    np.minimum.at(newest, spots, ages[rows])
    return newest
