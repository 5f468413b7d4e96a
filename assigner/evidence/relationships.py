"""States of clients with their owners, and the disputes about them (model §2)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from assigner.evidence.model import State
from assigner.evidence.pairs import PairTable
from assigner.policy.model import EvidencePolicy
from assigner.portfolio import NOBODY, BoolArray, Clients, FloatArray, IntArray

StateArray = np.ndarray[tuple[int], np.dtype[np.int8]]


@dataclass(frozen=True, slots=True, eq=False)
class Contest:
    """Disputes by client: the flag, the strongest rival (else NOBODY), whether the proven lock is lifted."""

    disputed: BoolArray
    rival_idx: IntArray
    lock_lifted: BoolArray


def value_of_owner(spots: IntArray, values: np.ndarray[Any, Any], missing: float) -> np.ndarray[Any, Any]:
    """Pair values of each client's owner, `missing` where it has no pair; `spots` from `PairTable.find`."""
    result = np.full(len(spots), missing, dtype=values.dtype)
    listed = spots >= 0
    result[listed] = values[spots[listed]]
    return result


def active_pairs(pairs: PairTable, policy: EvidencePolicy) -> BoolArray:
    """Active: enough counted touches on different days lately, or a recent transaction."""
    often = pairs.num_recent >= policy.active_touches
    return often | (pairs.transaction_age <= policy.active_transaction_days)


def owner_by_revenue(
    clients: Clients, pairs: PairTable, spots: IntArray, policy: EvidencePolicy
) -> BoolArray:
    """Whether revenue proves the owner of each client.

    It does not where the log shows transactions in the days of the revenue and none is the owner's.
    """
    sold = pairs.transaction_age <= policy.revenue_days
    sold_by_anybody = np.zeros(len(clients), dtype=bool)
    sold_by_anybody[pairs.client[sold]] = True
    sold_by_owner = value_of_owner(spots, sold, False)
    has_revenue = (clients.owner_idx != NOBODY) & (clients.revenue_12m > 0)
    by_revenue: BoolArray = has_revenue & ~(sold_by_anybody & ~sold_by_owner)
    return by_revenue


def client_states(clients: Clients, active: BoolArray, proven: BoolArray) -> StateArray:
    """State of each client from what its owner is; `active` and `proven` are by client."""
    choices = [clients.excluded, clients.owner_idx == NOBODY, proven & active, active, proven]
    states = [State.EXCLUDED, State.FREE, State.PROVEN, State.ACTIVE, State.DORMANT]
    chosen: StateArray = np.select(choices, states, default=State.CLAIMED).astype(np.int8)
    return chosen


def find_contest(
    clients: Clients,
    pairs: PairTable,
    *,
    strength: FloatArray,
    owner_points: FloatArray,
    proven: BoolArray,
    state: StateArray,
    stays: BoolArray,
    policy: EvidencePolicy,
) -> Contest:
    """Who disputes what: a staying rival with enough points beside a staying owner, and enough strength.

    `strength` and `proven` are by pair, `owner_points` and `state` by client, `stays` by manager.
    """
    owner = clients.owner_idx[pairs.client]
    open_to_dispute = ~clients.excluded[pairs.client] & (owner != NOBODY) & stays[owner]
    rival = (pairs.manager != owner) & stays[pairs.manager]
    enough = pairs.points >= policy.dispute_ratio * owner_points[pairs.client]
    rows = np.flatnonzero(open_to_dispute & rival & enough & (strength >= policy.dispute_strength))
    rival_idx = _strongest(pairs, rows, len(clients))
    with_proof = np.zeros(len(clients), dtype=bool)
    with_proof[pairs.client[rows[proven[rows]]]] = True
    return Contest(rival_idx != NOBODY, rival_idx, with_proof & (state == State.PROVEN))


def _strongest(pairs: PairTable, rows: np.ndarray[Any, Any], num_clients: int) -> IntArray:
    """Manager with the most points among these pairs of each client, the first one on ties; else NOBODY."""
    rival_idx = np.full(num_clients, NOBODY, dtype=np.int32)
    order = rows[np.lexsort((pairs.manager[rows], -pairs.points[rows], pairs.client[rows]))]
    with_rival, first = np.unique(pairs.client[order], return_index=True)
    rival_idx[with_rival] = pairs.manager[order[first]]
    return rival_idx
