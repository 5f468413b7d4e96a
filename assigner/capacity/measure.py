"""Everything about the base's capacity in one go (model §11); nothing of it changes a plan."""

from __future__ import annotations

import numpy as np

from assigner.capacity.abc import classify
from assigner.capacity.look_alikes import find_look_alikes
from assigner.capacity.model import Capacity
from assigner.capacity.segments import segment_tables
from assigner.evidence import Evidence, State
from assigner.i18n import Translator
from assigner.policy import Policy
from assigner.portfolio import IntArray, Portfolio

KNOWN = (State.PROVEN, State.ACTIVE, State.DORMANT, State.EXCLUDED)
"""States in which the owner has proof or works the client, or in which there is nothing to work."""


def measure_capacity(
    portfolio: Portfolio, evidence: Evidence, policy: Policy, *, tr: Translator | None = None
) -> Capacity:
    """Segments, ABC classes, idle clients and look-alikes of a base.

    InputError, in the language of `tr`, where the policy's ABC classes ask for a column that is not there.
    """
    return Capacity(
        segments=segment_tables(portfolio, evidence),
        abc=classify(portfolio.clients, policy.capacity, tr),
        idle=idle_clients(portfolio, evidence),
        look_alikes=find_look_alikes(portfolio, evidence, policy),
    )


def idle_clients(portfolio: Portfolio, evidence: Evidence) -> IntArray:
    """Serviceable clients without an active or proven pair, the largest potential first (model §11)."""
    idle = ~np.isin(evidence.state, KNOWN)
    idle[evidence.pair_client[evidence.pair_active | evidence.pair_proven]] = False
    found = np.flatnonzero(idle)
    return found[np.argsort(-portfolio.clients.potential[found], kind="stable")].astype(np.int32)
