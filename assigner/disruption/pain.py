"""The pain of giving a client to a manager, in money a year (model §5)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assigner.disruption.similarity import Fit, Positions
from assigner.evidence.model import Evidence, State
from assigner.policy import Policy
from assigner.policy.model import DisruptionPolicy
from assigner.portfolio import NOBODY, BoolArray, Clients, FloatArray, Portfolio
from assigner.weights import commission_rates, manager_weights


def client_values(clients: Clients, policy: DisruptionPolicy) -> FloatArray:
    """value(i) = revenue + open deal amount + kappa x potential, money a year, (num_clients,) (model §5)."""
    return clients.revenue_12m + clients.open_deal_amount + policy.kappa * clients.potential


def pair_strengths(evidence: Evidence, client_idx: Positions, manager_idx: Positions) -> FloatArray:
    """Strength of each (client, manager) pair, 0 where there is no evidence (model §2)."""
    width = evidence.num_managers
    known = evidence.pair_client.astype(np.int64) * width + evidence.pair_manager
    asked = np.asarray(client_idx, dtype=np.int64) * width + manager_idx
    if not len(known):
        return np.zeros(len(asked))
    spot = np.minimum(np.searchsorted(known, asked), len(known) - 1)
    return np.where(known[spot] == asked, evidence.pair_strength[spot], 0.0)


@dataclass(frozen=True, slots=True, eq=False)
class Pain:
    """p(i, j) of many pairs in its three parts, money a year, arrays of one length."""

    revenue_at_risk: FloatArray
    commission: FloatArray
    fixed: FloatArray

    @property
    def total(self) -> FloatArray:
        """p(i, j)."""
        return self.revenue_at_risk + self.commission + self.fixed


@dataclass(frozen=True, slots=True)
class PainSums:
    """The sum of p over an assignment in its four parts (model §5)."""

    revenue_at_risk: float
    commission_at_stake: float
    fixed_cost: float
    evidence_mismatch: float

    @property
    def total(self) -> float:
        """Sum of p(i, x(i))."""
        return self.revenue_at_risk + self.commission_at_stake + self.fixed_cost + self.evidence_mismatch


@dataclass(frozen=True, slots=True, eq=False)
class MoveCosts:
    """Everything that prices a move; arrays are (num_clients,). Built once per portfolio by `of`."""

    evidence: Evidence
    policy: DisruptionPolicy
    fit: Fit
    owner: NDArray[np.int32]
    value: FloatArray
    owner_stays: BoolArray
    best_strength: FloatArray
    best_rate: FloatArray
    fixed_cost: float  # of one move
    divisor: float  # D

    @classmethod
    def of(cls, portfolio: Portfolio, evidence: Evidence, policy: Policy) -> MoveCosts:
        """Value, strongest holder, fixed cost and divisor of a base (model §5)."""
        clients, managers = portfolio.clients, portfolio.managers
        weight = manager_weights(managers, policy.managers, evidence.as_of)
        rate = commission_rates(managers, policy.managers)
        value, owner = client_values(clients, policy.disruption), clients.owner_idx
        owner_stays = (owner != NOBODY) & (weight[owner] > 0)
        worked = (evidence.state == State.PROVEN) & ~clients.excluded & (owner != NOBODY)
        best, best_rate = _strongest(evidence, owner, owner_stays, weight > 0, rate)
        fixed, divisor = _constants(
            value, owner, rate, (owner != NOBODY) & ~clients.excluded, policy.disruption
        )
        return cls(
            evidence=evidence,
            policy=policy.disruption,
            fit=Fit.of(portfolio, policy.fit, value, worked),
            owner=owner,
            value=value,
            owner_stays=owner_stays,
            best_strength=best,
            best_rate=best_rate,
            fixed_cost=fixed,
            divisor=divisor,
        )

    def pain(self, client_idx: Positions, manager_idx: Positions) -> Pain:
        """p(i, j) of each pair of the two index arrays, both of one length (model §5).

        p = max(0, s_best - strength) x value x [risk x (1 - discount x sim) + rate_best] + fixed where the
        owner stays and j is not the owner.
        """
        strength = pair_strengths(self.evidence, client_idx, manager_idx)
        exposed = np.maximum(0.0, self.best_strength[client_idx] - strength) * self.value[client_idx]
        similarity = self.fit.similarity(client_idx, manager_idx)
        taken_over = self.owner_stays[client_idx] & (self.owner[client_idx] != manager_idx)
        return Pain(
            revenue_at_risk=exposed * self.policy.risk * (1 - self.policy.similarity_discount * similarity),
            commission=exposed * self.best_rate[client_idx],
            fixed=np.where(taken_over, self.fixed_cost, 0.0),
        )

    def sums(self, client_idx: Positions, manager_idx: Positions) -> PainSums:
        """The four parts of the sum of p over these pairs; clients that stay count as mismatch (model §5)."""
        pain = self.pain(client_idx, manager_idx)
        stays = self.owner[client_idx] == manager_idx
        return PainSums(
            revenue_at_risk=float(pain.revenue_at_risk[~stays].sum()),
            commission_at_stake=float(pain.commission[~stays].sum()),
            fixed_cost=float(pain.fixed[~stays].sum()),
            evidence_mismatch=float(pain.total[stays].sum()),
        )

    def disruption(self, sums: PainSums) -> float:
        """Disruption in percent: 100 x sum of p / D, 0 where D is 0 (model §5)."""
        return 100 * sums.total / self.divisor if self.divisor > 0 else 0.0

    def unfit(self, client_idx: Positions, manager_idx: Positions) -> float:
        """Unfit in percent: 100 x mean of unfit by value, 0 where the values add up to 0 (model §6)."""
        value = self.value[client_idx]
        total = float(value.sum())
        return 100 * float(value @ self.fit.unfit(client_idx, manager_idx)) / total if total > 0 else 0.0


def _strongest(
    evidence: Evidence, owner: NDArray[np.int32], owner_stays: BoolArray, stays: BoolArray, rate: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """s_best and rate_best of every client (model §5)."""
    counts = stays[evidence.pair_manager]
    client, manager = evidence.pair_client[counts], evidence.pair_manager[counts]
    strength = evidence.pair_strength[counts]
    best, best_rate = np.zeros(len(owner)), np.zeros(len(owner))
    np.maximum.at(best, client, strength)
    holds = strength == best[client]
    np.maximum.at(best_rate, client[holds], rate[manager[holds]])
    owners = client[holds & (manager == owner[client])]
    best_rate[owners] = rate[owner[owners]]
    left = np.flatnonzero((owner != NOBODY) & ~owner_stays)
    best[left], best_rate[left] = pair_strengths(evidence, left, owner[left]), 0.0
    return best, best_rate


def _constants(
    value: FloatArray, owner: NDArray[np.int32], rate: FloatArray, owned: BoolArray, policy: DisruptionPolicy
) -> tuple[float, float]:
    """Fixed cost of one move and the divisor D (model §5)."""
    if not owned.any():
        return 0.0, 0.0
    exposed = value[owned] * (policy.risk + rate[owner[owned]])
    fixed = policy.fixed_share * float(exposed.mean())
    return fixed, float(exposed.sum()) + fixed * int(owned.sum())
