"""Who owns a client that is made of several cards: the claimant with the most evidence (model §1).

It stands above `assigner.duplicates`, which merges the cards before evidence can be weighed, and above
`assigner.evidence`, which knows nothing of cards.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from assigner.duplicates.claimants import Claimant, claimants_of
from assigner.evidence import Evidence
from assigner.policy import Policy
from assigner.portfolio import NOBODY, BoolArray, Portfolio
from assigner.weights import manager_weights


def settle_owners(portfolio: Portfolio, evidence: Evidence, policy: Policy) -> Portfolio:
    """The portfolio with every client of several cards at its claimant with the most evidence.

    `evidence` is that of `portfolio`; its points do not depend on who the owner is, so that the answer does
    not either. The same portfolio where no owner changes: the evidence holds for it as it is.
    """
    stays = np.asarray(manager_weights(portfolio.managers, policy.managers, evidence.as_of) > 0)
    owner = portfolio.clients.owner_idx.copy()
    for client, claimants in claimants_of(portfolio).items():
        if claimants:
            owner[client] = _strongest(client, claimants, evidence, stays)
    if np.array_equal(owner, portfolio.clients.owner_idx):
        return portfolio
    return replace(portfolio, clients=replace(portfolio.clients, owner_idx=owner))


def claim_rank(
    client_idx: int, one: Claimant, evidence: Evidence, stays: BoolArray
) -> tuple[bool, float, float, float, bool]:
    """How a claimant stands with a client; the smallest rank owns it, on ties the first in the order.

    Who stays goes first; then points, revenue and deals on his own cards, the main card (model §1).
    """
    points = _points(client_idx, one.manager_idx, evidence)
    gone = not stays[one.manager_idx]
    return gone, -points, -one.revenue_12m, -one.open_deal_amount, not one.owns_main_card


def _strongest(client_idx: int, claimants: tuple[Claimant, ...], evidence: Evidence, stays: BoolArray) -> int:
    """The claimant who owns the client."""
    return min(claimants, key=lambda one: claim_rank(client_idx, one, evidence, stays)).manager_idx


def _points(client_idx: int, manager_idx: int, evidence: Evidence) -> float:
    """Points of a manager with a client; 0 without a log, where the owner alone would be trusted."""
    spot = evidence.pair(client_idx, manager_idx) if evidence.from_activities else NOBODY
    return 0.0 if spot == NOBODY else float(evidence.pair_points[spot])
