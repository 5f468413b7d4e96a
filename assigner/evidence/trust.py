"""Without an activities table: the owner is taken on trust for revenue and open deals (model §2)."""

from __future__ import annotations

from datetime import date

import numpy as np

from assigner.evidence.model import Evidence
from assigner.evidence.relationships import client_states
from assigner.policy.model import Policy
from assigner.portfolio import NOBODY, Portfolio

FULL_TRUST = 64.0
"""Points over scale for strength 1: finite for files and sums, yet 1 - exp(-64) is 1 in a double."""


def trust_owners(portfolio: Portfolio, policy: Policy, as_of: date) -> Evidence:
    """Strength 1 for owners with revenue (proven) or an open deal (active), nothing for anybody else.

    The points of such a pair are 64 x strength scale. Nothing is disputed: nobody else has evidence.
    """
    clients = portfolio.clients
    owned = clients.owner_idx != NOBODY
    proven = owned & (clients.revenue_12m > 0)
    trusted = owned & ((clients.revenue_12m > 0) | (clients.open_deal_amount > 0))
    listed = np.flatnonzero(trusted)
    no_day = np.full(len(listed), np.datetime64("NaT"), dtype="datetime64[D]")
    return Evidence(
        as_of=as_of,
        num_managers=portfolio.num_managers,
        pair_client=listed.astype(np.int32),
        pair_manager=clients.owner_idx[listed],
        pair_points=np.full(len(listed), FULL_TRUST * policy.evidence.strength_scale),
        pair_strength=np.ones(len(listed)),
        pair_num_recent=np.zeros(len(listed), dtype=np.int32),
        pair_last_touch=no_day,
        pair_last_transaction=no_day.copy(),
        pair_active=np.ones(len(listed), dtype=bool),
        pair_proven=proven[listed],
        state=client_states(clients, trusted, proven),
        owner_strength=trusted.astype(np.float64),
        disputed=np.zeros(len(clients), dtype=bool),
        rival_idx=np.full(len(clients), NOBODY, dtype=np.int32),
        lock_lifted=np.zeros(len(clients), dtype=bool),
        touch_discard=np.zeros(0, dtype=np.int8),
        discarded=dict(portfolio.dropped_activities),
        from_activities=False,
    )
