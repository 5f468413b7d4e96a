"""Model §12 once more, from scratch at every step: no ledger, loops over clients and managers."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import numpy as np

from assigner.policy import TOTAL, Goal, Measure
from assigner.portfolio import IntArray
from assigner.routing import NewClient
from tests.checker.naive import Naive
from tests.strategies import Case

Shares = dict[int, float]
SPARE = Goal(measure=Measure.COUNT, tolerance=0.0)
"""Stands in for a client without any balanced cell."""


@dataclass
class Oracle:
    """A plan and what was routed since, as lists; every question adds everything up again."""

    case: Case
    assignment: IntArray
    routed: list[tuple[NewClient, int]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.naive = Naive(self.case)
        self.team = [j for j in self.naive.team if self.naive.weight[j] > 0]
        self.given = {i: int(self.assignment[i]) for i in self.naive.all}

    def eligible(self, client: NewClient) -> list[int]:
        lists = self.naive.managers.eligible if self.naive.policy.rules.eligible.enabled else {}
        return [
            j
            for j in self.team
            if all(
                allowed[j] is None or self.label(client, name) in allowed[j]  # type: ignore[operator]
                for name, allowed in lists.items()
                if name in self.naive.clients.dimensions
            )
        ]

    def label(self, client: NewClient, name: str) -> str:
        return client.segments.get(name, "") or "unknown"

    def in_scope(self, client: NewClient) -> list[int]:
        rule, eligible = self.naive.policy.rules.scope, self.eligible(client)
        if not rule.enabled:
            return eligible
        return [j for j in eligible if self.naive.receives(j)] or eligible

    def amount(self, measure: Measure, client: NewClient) -> float:
        if measure is Measure.COUNT:
            return 1.0
        given = {
            Measure.POTENTIAL: client.potential,
            Measure.REVENUE: client.revenue,
            Measure.WORKLOAD: client.workload,
        }[measure]
        known = [x for i in self.naive.all if (x := self.naive.amount(measure, i)) > 0]
        return given or (float(np.median(known)) if known else 0.0)

    def open_to(self, client: NewClient) -> list[int]:
        """Managers whom neither lists, scope nor limits keep away."""
        return [j for j in self.in_scope(client) if all(self.fits(j, m, client) for m in Measure)]

    def fits(self, j: int, measure: Measure, client: NewClient) -> bool:
        rule, managers = self.naive.policy.rules.max_load, self.naive.managers
        limit = rule.limit(measure)
        own = {Measure.COUNT: managers.max_clients, Measure.WORKLOAD: managers.max_workload}.get(measure)
        if rule.enabled and own is not None and not math.isnan(own[j]):
            limit = float(own[j])
        if limit is None or (measure is Measure.WORKLOAD and self.naive.clients.workload is None):
            return True
        load = sum(self.naive.amount_with(measure, i, j) for i, k in self.given.items() if k == j)
        load += sum(self.amount(measure, other) for other, k in self.routed if k == j)
        return load + self.amount(measure, client) <= limit * (1 + 1e-9)

    def goals(self, client: NewClient) -> list[tuple[Goal, list[int]]]:
        """The client's balanced cells: the goal and the plan's clients in it."""
        found = []
        for goal in self.naive.goals():
            members = self.members(goal, client)
            if members and self.naive.cell_violations(goal, members, self.given):
                found.append((goal, members))
        return found or [(SPARE, self.naive.all)]

    def members(self, goal: Goal, client: NewClient) -> list[int]:
        if goal.dimension == TOTAL:
            return self.naive.all
        dimension = self.naive.clients.dimensions.get(goal.dimension)
        if dimension is None:
            return []
        label = self.label(client, goal.dimension)
        return [i for i in self.naive.all if dimension.labels[dimension.codes[i]] == label]

    def behind(self, client: NewClient) -> Shares:
        """Weighted mean shortfall of every manager with weight, in shares."""
        total, weights = dict.fromkeys(self.team, 0.0), 0.0
        for goal, members in self.goals(client):
            short, mean = self.cell(goal, members, client)
            weights += goal.weight
            for j in self.team:
                total[j] += goal.weight * short[j] / mean
        return {j: value / weights for j, value in total.items()}

    def cell(self, goal: Goal, members: list[int], client: NewClient) -> tuple[Shares, float]:
        """Attainable target minus load of every manager, and the mean target, with the client in the base."""
        naive, share = self.naive, self.share(goal, members)
        here = [*self.routed, (client, -1)]
        here = [(one, k) for one, k in here if self.members(goal, one) == members]
        counted = [min(self.amount(goal.measure, one), share) for one, _ in here]
        amounts = {i: min(naive.mean_amount(goal.measure, i), share) for i in members}
        target = {j: naive.target(members, amounts, j) for j in self.team}
        fixed = {j: naive.load(goal.measure, members, naive.fixed, j) for j in self.team}
        load = {j: naive.load(goal.measure, members, self.given, j) for j in self.team}
        if goal == SPARE:
            fixed = {j: float(sum(naive.fixed.get(i) == j for i in members)) for j in self.team}
            load = {j: float(sum(self.given[i] == j for i in members)) for j in self.team}
        for (one, k), m in zip(here, counted, strict=True):
            eligible, only = self.eligible(one), self.in_scope(one)
            for j in eligible:
                target[j] += m * naive.weight[j] / sum(naive.weight[q] for q in eligible)
            if len(only) == 1:
                fixed[only[0]] += m
            if k >= 0:
                load[k] += m
        attainable = self.fill(target, fixed)
        mean = sum(target.values()) / sum(value > 0 for value in target.values())
        return {j: attainable[j] - load[j] for j in self.team}, mean

    def share(self, goal: Goal, members: list[int]) -> float:
        """What a client counts at most; every client counts 1 where only their number is left to go by."""
        return 1.0 if goal == SPARE else self.naive.share(goal.measure, members)

    def fill(self, target: Shares, fixed: Shares) -> Shares:
        held: set[int] = set()
        while True:
            rest = max(0.0, sum(target.values()) - sum(fixed[j] for j in held))
            others = sum(target[j] for j in self.team if j not in held)
            now = {
                j: fixed[j] if j in held else (target[j] * rest / others if others else 0.0)
                for j in self.team
            }
            new = {j for j in self.team if j not in held and fixed[j] > now[j] * (1 + 1e-12)}
            if not new:
                return now
            held |= new
