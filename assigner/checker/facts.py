"""What follows from the tables alone: weights, owners who stay, bans and pins in force (model §1, §3)."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from assigner.checker.travel import Travel
from assigner.disruption import client_values
from assigner.evidence.model import Evidence
from assigner.policy import Measure, Policy
from assigner.portfolio import NOBODY, BoolArray, FloatArray, IntArray, Portfolio, RuleKind
from assigner.weights import commission_rates, manager_weights


@dataclass(frozen=True, slots=True, eq=False)
class Facts:
    """Portfolio, evidence and policy with what every rule asks of them; (N,) by client, (M,) by manager.

    `ban_client`, `ban_manager` are the pairs of the bans in force; `pinned` is the manager of a pin in force.
    """

    portfolio: Portfolio
    evidence: Evidence
    policy: Policy
    weight: FloatArray  # a(j), (M,)
    rate: FloatArray  # (M,)
    value: FloatArray  # value(i), (N,)
    serviceable: BoolArray
    owner: IntArray
    owner_stays: BoolArray  # serviceable and o(i) has weight
    owned: BoolArray  # serviceable and has an owner, staying or not
    ban_client: IntArray
    ban_manager: IntArray
    owner_banned: BoolArray
    pinned: IntArray
    travel: Travel

    @property
    def pinned_away(self) -> BoolArray:
        """Clients pinned to somebody who is not their owner."""
        away: BoolArray = (self.pinned != NOBODY) & (self.pinned != self.owner)
        return away

    @property
    def today(self) -> IntArray:
        """Today's ownership: clients of managers without weight are nobody's (model §8)."""
        return np.where(self.owner_stays, self.owner, NOBODY).astype(np.int32)

    def amounts(self, measure: Measure) -> FloatArray:
        """m(i) of every client (model §1), without travel; zeros for workload without such a column."""
        clients = self.portfolio.clients
        if measure is Measure.COUNT:
            return np.ones(len(clients))
        if measure is Measure.WORKLOAD:
            return clients.workload if clients.workload is not None else np.zeros(len(clients))
        return clients.potential if measure is Measure.POTENTIAL else clients.revenue_12m

    def served(self, measure: Measure, manager: IntArray) -> FloatArray:
        """m(i, j) of every client with the manager given for it; m(i) where nobody is (model §1, travel)."""
        amount = self.amounts(measure)
        if measure is not Measure.WORKLOAD or not self.travel:
            return amount
        return amount + self.travel.hours_with(np.arange(len(amount)), manager)

    def rule_pairs(self, kind: RuleKind) -> tuple[IntArray, IntArray]:
        """The a and b columns of one kind of rule, without rows about excluded clients."""
        rows = [(rule.a_idx, rule.b_idx) for rule in self.portfolio.rules if rule.kind is kind]
        pairs = np.array(rows, dtype=np.int32).reshape(-1, 2)
        keep = self.serviceable[pairs[:, 0]]
        if kind in (RuleKind.TOGETHER, RuleKind.APART):
            keep &= self.serviceable[pairs[:, 1]]
        return pairs[keep, 0], pairs[keep, 1]


def gather(portfolio: Portfolio, evidence: Evidence, policy: Policy) -> Facts:
    """The facts of one run."""
    clients, managers = portfolio.clients, portfolio.managers
    weight = manager_weights(managers, policy.managers, evidence.as_of)
    serviceable, owner = ~clients.excluded, clients.owner_idx
    owned = serviceable & (owner != NOBODY)
    blank = np.zeros(0, dtype=np.int32)
    facts = Facts(
        portfolio=portfolio,
        evidence=evidence,
        policy=policy,
        weight=weight,
        rate=commission_rates(managers, policy.managers),
        value=client_values(clients, policy.disruption),
        serviceable=serviceable,
        owner=owner,
        owner_stays=owned & (weight[owner] > 0),
        owned=owned,
        ban_client=blank,
        ban_manager=blank,
        owner_banned=np.zeros(len(clients), dtype=bool),
        pinned=np.full(len(clients), NOBODY, dtype=np.int32),
        travel=Travel.of(portfolio, policy),
    )
    return _with_bans_and_pins(facts)


def _with_bans_and_pins(facts: Facts) -> Facts:
    """The facts with the bans and pins whose rule is switched on."""
    rules = facts.policy.rules
    if rules.banned.enabled:
        client, manager = facts.rule_pairs(RuleKind.BAN)
        banned = facts.owner_banned.copy()
        banned[client[facts.owner[client] == manager]] = True
        facts = replace(facts, ban_client=client, ban_manager=manager, owner_banned=banned)
    if rules.keep.enabled and rules.keep.pins:
        pinned = np.where(facts.serviceable, facts.portfolio.clients.pinned_idx, NOBODY).astype(np.int32)
        client, manager = facts.rule_pairs(RuleKind.PIN)
        pinned[client] = manager
        facts = replace(facts, pinned=pinned)
    return facts
