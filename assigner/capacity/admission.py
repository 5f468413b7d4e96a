"""Who may have which client by weight, lists and bans: E(i) of model §1 without the keep lock.

Asked for one manager at a time, so that 100,000 clients by 200 managers never stand in one table. Unlike
the checker it refuses nothing: a base in which nobody may have some client can be inspected, too.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

import numpy as np

from assigner.evidence import Evidence
from assigner.policy import Policy
from assigner.portfolio import BoolArray, FloatArray, Portfolio, RuleKind
from assigner.weights import manager_weights


@dataclass(frozen=True, slots=True, eq=False)
class Admission:
    """Weights by manager (M,), bans in force by manager, and whether the lists of segments apply."""

    portfolio: Portfolio
    weight: FloatArray
    banned: dict[int, list[int]]
    lists_apply: bool

    @classmethod
    def of(cls, portfolio: Portfolio, evidence: Evidence, policy: Policy) -> Admission:
        """The admission of a base on the evidence's day under a policy."""
        return cls(
            portfolio=portfolio,
            weight=manager_weights(portfolio.managers, policy.managers, evidence.as_of),
            banned=_bans(portfolio) if policy.rules.banned.enabled else {},
            lists_apply=policy.rules.eligible.enabled,
        )

    def clients_of(self, manager_idx: int) -> BoolArray:
        """The clients that a manager may have, (num_clients,); excluded ones nobody may."""
        clients = self.portfolio.clients
        admitted = ~clients.excluded & bool(self.weight[manager_idx] > 0)
        for name, lists in self.portfolio.managers.eligible.items() if self.lists_apply else ():
            allowed, dimension = lists[manager_idx], clients.dimensions.get(name)
            if allowed is not None and dimension is not None:
                open_to = np.array([label in allowed for label in dimension.labels], dtype=bool)
                admitted &= open_to[dimension.codes]
        return admitted & ~self.bans_on(manager_idx)

    def bans_on(self, manager_idx: int) -> BoolArray:
        """The clients that a ban keeps from a manager, (num_clients,)."""
        marked = np.zeros(self.portfolio.num_clients, dtype=bool)
        marked[self.banned.get(manager_idx, [])] = True
        return marked


def _bans(portfolio: Portfolio) -> dict[int, list[int]]:
    """The clients that each manager is banned from."""
    found: dict[int, list[int]] = defaultdict(list)
    for rule in portfolio.rules:
        if rule.kind is RuleKind.BAN:
            found[rule.b_idx].append(rule.a_idx)
    return dict(found)
