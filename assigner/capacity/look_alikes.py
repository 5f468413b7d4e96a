"""Free or claimed clients that are like those a manager has proven he can work (model §11)."""

from __future__ import annotations

import numpy as np

from assigner.capacity.admission import Admission
from assigner.capacity.model import LookAlike
from assigner.disruption import Fit, client_values
from assigner.evidence import Evidence, State
from assigner.policy import Policy
from assigner.portfolio import NOBODY, FloatArray, IntArray, Portfolio, RuleKind

DECIMALS = 9
"""Similarities equal to so many decimals are equal: the potential decides between them."""


def find_look_alikes(
    portfolio: Portfolio, evidence: Evidence, policy: Policy
) -> tuple[tuple[LookAlike, ...], ...]:
    """The best look-alikes of every manager: by similarity (model §5), then potential, then the table.

    One manager after the other, so memory stays that of a few columns of clients.
    """
    fit = _fit(portfolio, evidence, policy)
    admission = Admission.of(portfolio, evidence, policy)
    candidates = open_clients(portfolio, evidence)
    most = policy.capacity.look_alikes
    lists = []
    for manager in range(portfolio.num_managers):
        known = admission.weight[manager] > 0 and fit.norm[manager] > 0
        lists.append(_of_manager(fit, admission, candidates, manager, most) if known and most else ())
    return tuple(lists)


def open_clients(portfolio: Portfolio, evidence: Evidence) -> IntArray:
    """Free and claimed clients that no pin holds, the largest potential first."""
    clients = portfolio.clients
    loose = np.isin(evidence.state, [State.FREE, State.CLAIMED]) & (clients.pinned_idx == NOBODY)
    loose[[rule.a_idx for rule in portfolio.rules if rule.kind is RuleKind.PIN]] = False
    found = np.flatnonzero(loose)
    return found[np.argsort(-clients.potential[found], kind="stable")].astype(np.int32)


def _fit(portfolio: Portfolio, evidence: Evidence, policy: Policy) -> Fit:
    """Every manager's profile over his proven clients."""
    clients = portfolio.clients
    proven = (evidence.state == State.PROVEN) & (clients.owner_idx != NOBODY) & ~clients.excluded
    return Fit.of(portfolio, policy.fit, client_values(clients, policy.disruption), proven)


def _of_manager(
    fit: Fit, admission: Admission, candidates: IntArray, manager: int, most: int
) -> tuple[LookAlike, ...]:
    """The look-alikes of one manager among the candidates, which are in the order of their potential."""
    owner = fit.portfolio.clients.owner_idx[candidates]
    mine = candidates[admission.clients_of(manager)[candidates] & (owner != manager)]
    similarity = fit.similarity(mine, np.full(len(mine), manager, dtype=np.int32))
    best = largest_first(np.round(similarity, DECIMALS), most)
    return tuple(
        LookAlike(client, alike)
        for client, alike in zip(mine[best].tolist(), similarity[best].tolist(), strict=True)
    )


def largest_first(values: FloatArray, most: int) -> IntArray:
    """Positions of the `most` largest values, descending; of equal ones those that come first."""
    most = min(most, len(values))
    if not most:
        return np.zeros(0, dtype=np.int32)
    limit = np.partition(values, len(values) - most)[len(values) - most]
    above = np.flatnonzero(values > limit)
    level = np.flatnonzero(values == limit)[: most - len(above)]
    found = np.sort(np.concatenate((above, level)))
    return found[np.argsort(-values[found], kind="stable")].astype(np.int32)
