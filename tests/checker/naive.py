"""docs/model.md once more, sentence by sentence, with loops over clients and managers and nothing clever.

The checker must give the same figures on every small case. Paragraph numbers are those of the model.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np

from assigner.evidence.model import State
from assigner.policy import TOTAL, Goal, Measure
from assigner.portfolio import NOBODY, RuleKind
from assigner.weights import commission_rates, manager_weights
from tests.strategies import Case

EPS = 1e-9


@dataclass
class NaiveFigures:
    """What the naive computation says of one division."""

    imbalance: float
    mean_violation: float
    worst_violation: float
    disruption: float
    fit: float
    score: float
    parts: tuple[float, float, float, float]


class Naive:
    """The model of one case; every method is a literal transcription."""

    def __init__(self, case: Case) -> None:
        self.case, self.policy, self.evidence = case, case.policy, case.evidence
        self.clients, self.managers = case.portfolio.clients, case.portfolio.managers
        self.all = [i for i in range(len(self.clients)) if not self.clients.excluded[i]]
        self.team = range(len(self.managers))
        as_of = case.evidence.as_of
        self.weight = [float(a) for a in manager_weights(self.managers, self.policy.managers, as_of)]
        self.rate = [float(r) for r in commission_rates(self.managers, self.policy.managers)]
        self.owner = [int(o) for o in self.clients.owner_idx]

    # §1

    def stays(self, i: int) -> bool:
        return self.owner[i] != NOBODY and self.weight[self.owner[i]] > 0

    def amount(self, measure: Measure, i: int) -> float:
        if measure is Measure.COUNT:
            return 1.0
        if measure is Measure.WORKLOAD:
            return 0.0 if self.clients.workload is None else float(self.clients.workload[i])
        column = self.clients.potential if measure is Measure.POTENTIAL else self.clients.revenue_12m
        return float(column[i])

    def km(self, i: int, j: int) -> float:
        """Great-circle distance; 0 where a coordinate is missing."""
        clients, managers = self.clients, self.managers
        points = [
            float(clients.lat[i]),
            float(clients.lon[i]),
            float(managers.lat[j]),
            float(managers.lon[j]),
        ]
        if any(math.isnan(x) for x in points):
            return 0.0
        lat_a, lon_a, lat_b, lon_b = (math.radians(x) for x in points)
        # the spherical law of cosines: another formula for the same distance
        cosine = math.sin(lat_a) * math.sin(lat_b) + math.cos(lat_a) * math.cos(lat_b) * math.cos(
            lon_a - lon_b
        )
        return 6371.0088 * math.acos(max(-1.0, min(1.0, cosine)))

    def amount_with(self, measure: Measure, i: int, j: int) -> float:
        """m(i,j): travel makes workload depend on the manager."""
        travels = measure is Measure.WORKLOAD and self.clients.workload is not None
        way = self.policy.travel.hours_per_km * self.km(i, j) if travels else 0.0
        return self.amount(measure, i) + way

    def mean_amount(self, measure: Measure, i: int) -> float:
        """The mean of m(i,j) over E(i), which stands for m(i) in §4."""
        return sum(self.amount_with(measure, i, j) for j in self.entitled[i]) / len(self.entitled[i])

    @cached_property
    def bans(self) -> set[tuple[int, int]]:
        rules = self.case.portfolio.rules if self.policy.rules.banned.enabled else ()
        return {(r.a_idx, r.b_idx) for r in rules if r.kind is RuleKind.BAN}

    def banned(self, i: int, j: int) -> bool:
        return (i, j) in self.bans

    def pin(self, i: int) -> int:
        if not (self.policy.rules.keep.enabled and self.policy.rules.keep.pins):
            return NOBODY
        for rule in self.case.portfolio.rules:
            if rule.kind is RuleKind.PIN and rule.a_idx == i:
                return rule.b_idx
        return int(self.clients.pinned_idx[i])

    def in_segments(self, i: int, j: int) -> bool:
        if not self.policy.rules.eligible.enabled:
            return True
        for name, lists in self.managers.eligible.items():
            allowed = lists[j]
            if allowed is None or name not in self.clients.dimensions:
                continue
            dimension = self.clients.dimensions[name]
            if dimension.labels[dimension.codes[i]] not in allowed:
                return False
        return True

    def eligible(self, i: int, j: int) -> bool:
        if self.kept(i) and j == self.owner[i]:
            return True
        return self.weight[j] > 0 and self.in_segments(i, j) and not self.banned(i, j)

    @cached_property
    def entitled(self) -> dict[int, list[int]]:
        return {i: [j for j in self.team if self.eligible(i, j)] for i in self.all}

    # §3 scope

    def gives(self, j: int) -> bool:
        givers = self.policy.rules.scope.givers
        return givers is None or str(self.managers.manager_id[j]) in givers

    def receives(self, j: int) -> bool:
        receivers = self.policy.rules.scope.receivers
        return receivers is None or str(self.managers.manager_id[j]) in receivers

    def may_stay(self, i: int) -> bool:
        return self.owner[i] in self.entitled[i]

    @cached_property
    def open(self) -> dict[int, list[int]]:
        """What scope leaves of E(i)."""
        if not self.policy.rules.scope.restricts:
            return self.entitled
        left = {}
        for i, managers in self.entitled.items():
            receivers = [j for j in managers if self.receives(j)]
            if self.may_stay(i):
                received = receivers if self.gives(self.owner[i]) else []
                left[i] = [j for j in managers if j == self.owner[i] or j in received]
            else:
                left[i] = receivers or managers
        return left

    # §3 locks

    def wanted(self, i: int) -> bool:
        rule = self.policy.rules.keep
        if not rule.enabled or not self.stays(i):
            return False
        state = State(int(self.evidence.state[i]))
        by_state = state.label in rule.states and not self.evidence.lock_lifted[i]
        open_deal = (
            rule.open_deals
            and self.clients.open_deal_amount[i] > 0
            and bool(self.clients.open_deal_close[i] >= np.datetime64(self.evidence.as_of, "D"))
        )
        return by_state or open_deal

    def kept(self, i: int) -> bool:
        """Locked to its owner by keep or an open deal, not banned, not pinned elsewhere."""
        elsewhere = self.pin(i) not in (NOBODY, self.owner[i])
        return self.wanted(i) and not self.banned(i, self.owner[i]) and not elsewhere

    @cached_property
    def groups(self) -> list[set[int]]:
        """Groups of two and more, transitive."""
        if not self.policy.rules.together.enabled:
            return []
        ties = [(r.a_idx, r.b_idx) for r in self.case.portfolio.rules if r.kind is RuleKind.TOGETHER]
        for code in range(len(self.clients.group_ids)):
            ties += pairwise(i for i in self.all if self.clients.group_idx[i] == code)
        sets = [{i} for i in self.all]
        for a, b in ties:
            if a in self.all and b in self.all:
                joined = [s for s in sets if a in s or b in s]
                sets = [s for s in sets if s not in joined] + [set().union(*joined)]
        return [s for s in sets if len(s) > 1]

    @cached_property
    def singly_locked(self) -> dict[int, int]:
        bound = self.all if self.policy.rules.scope.restricts else []
        alone = {i: self.owner[i] for i in bound if self.may_stay(i) and len(self.open[i]) == 1}
        locked = alone | {i: self.owner[i] for i in self.all if self.kept(i)}
        return locked | {i: self.pin(i) for i in self.all if self.pin(i) != NOBODY}

    @cached_property
    def locked(self) -> dict[int, int]:
        locked = dict(self.singly_locked)
        for group in self.groups:
            leaders = sorted((i for i in group if i in self.singly_locked), key=self.value, reverse=True)
            for i in group - set(leaders):
                for leader in leaders:
                    may_follow = self.open[i] if self.may_stay(i) else self.entitled[i]
                    if self.singly_locked[leader] in may_follow:
                        locked[i] = self.singly_locked[leader]
                        break
        return locked

    @cached_property
    def fixed(self) -> dict[int, int]:
        single = {i: self.open[i][0] for i in self.all if len(self.open[i]) == 1}
        return single | self.locked

    # §4

    def goals(self) -> list[Goal]:
        names = tuple(self.clients.dimensions)
        return list(self.policy.balance.resolve(names, self.clients.workload is not None))

    def cell_members(self, goal: Goal) -> list[list[int]]:
        if goal.dimension == TOTAL:
            return [self.all]
        dimension = self.clients.dimensions[goal.dimension]
        return [[i for i in self.all if dimension.codes[i] == code] for code in range(len(dimension.labels))]

    def target(self, members: list[int], amount: dict[int, float], j: int) -> float:
        total = 0.0
        for i in members:
            if j in self.entitled[i]:
                total += amount[i] * self.weight[j] / sum(self.weight[k] for k in self.entitled[i])
        return total

    def share(self, goal_measure: Measure, members: list[int]) -> float:
        raw = {i: self.mean_amount(goal_measure, i) for i in members}
        return max(self.target(members, raw, j) for j in self.team)

    def load(self, measure: Measure, members: list[int], assigned: dict[int, int], j: int) -> float:
        """Sum of m'(i,j) = min(m(i,j), share) over the clients of j."""
        share = self.share(measure, members)
        return sum(min(self.amount_with(measure, i, j), share) for i in members if assigned.get(i) == j)

    def attainable(self, measure: Measure, members: list[int], amount: dict[int, float]) -> dict[int, float]:
        target = {j: self.target(members, amount, j) for j in self.team}
        load = {j: self.load(measure, members, self.fixed, j) for j in self.team}
        exceeding: set[int] = set()
        while True:
            rest = sum(target.values()) - sum(load[j] for j in exceeding)
            others = sum(target[j] for j in self.team if j not in exceeding)
            now = {
                j: load[j] if j in exceeding else (target[j] * rest / others if others else 0.0)
                for j in self.team
            }
            new = {j for j in self.team if j not in exceeding and load[j] > now[j]}
            if not new:
                small = EPS * sum(amount.values())
                return {j: (a if a > small else 0.0) for j, a in now.items()}
            exceeding |= new

    def cell_violations(self, goal: Goal, members: list[int], assigned: dict[int, int]) -> list[float]:
        managers = {j for i in members for j in self.entitled[i]}
        if not members or len(members) < self.policy.balance.min_clients_per_manager * len(managers):
            return []
        share = self.share(goal.measure, members)
        amount = {i: min(self.mean_amount(goal.measure, i), share) for i in members}
        movable = [amount[i] for i in members if i not in self.fixed]
        violations = []
        for j, attainable in self.attainable(goal.measure, members, amount).items():
            if attainable == 0:
                continue
            load = self.load(goal.measure, members, assigned, j)
            h = max(movable, default=0.0)
            h_j = max((m for m in movable if m <= attainable * (1 + EPS)), default=0.0)
            high = max(goal.tolerance, 0.5 * h / attainable)
            low = max(goal.tolerance, min(0.5, 0.5 * h_j / attainable))
            violations.append(max(0.0, load / attainable - 1 - high, 1 - load / attainable - low))
        return violations

    def imbalance(self, assigned: dict[int, int]) -> tuple[float, float, float]:
        weighted, weights, everything = 0.0, 0.0, []
        for goal in self.goals():
            found = [
                v
                for members in self.cell_members(goal)
                for v in self.cell_violations(goal, members, assigned)
            ]
            if found:
                weighted += goal.weight * sum(found) / len(found)
                weights += goal.weight
                everything += found
        if not everything:
            return 0.0, 0.0, 0.0
        return 100 * (weighted / weights + max(everything)), weighted / weights, max(everything)

    # §5

    def value(self, i: int) -> float:
        clients = self.clients
        money = float(clients.revenue_12m[i]) + float(clients.open_deal_amount[i])
        return money + self.policy.disruption.kappa * float(clients.potential[i])

    def one_hot(self, i: int) -> dict[tuple[str, int], float]:
        return {(name, int(d.codes[i])): 1.0 for name, d in self.clients.dimensions.items()}

    @cached_property
    def books(self) -> list[dict[tuple[str, int], float]]:
        """Per manager the sum of value(k) x one-hot(k) over his proven clients."""
        books: list[dict[tuple[str, int], float]] = [{} for _ in self.team]
        for k in self.all:
            if self.owner[k] != NOBODY and self.evidence.state[k] == State.PROVEN:
                book = books[self.owner[k]]
                for key, one in self.one_hot(k).items():
                    book[key] = book.get(key, 0.0) + self.value(k) * one
        return books

    def similarity(self, i: int, j: int) -> float:
        book = self.books[j]
        length = math.sqrt(sum(x * x for x in book.values()))
        mine = self.one_hot(i)
        if length == 0 or not mine:
            return 0.5
        return sum(x * book.get(key, 0.0) for key, x in mine.items()) / (length * math.sqrt(len(mine)))

    def best(self, i: int) -> tuple[float, float]:
        """s_best and rate_best."""
        if self.owner[i] != NOBODY and not self.stays(i):
            return self.evidence.strength(i, self.owner[i]), 0.0
        strengths = {j: self.evidence.strength(i, j) for j in self.team if self.weight[j] > 0}
        best = max(strengths.values())
        holders = [j for j, s in strengths.items() if s == best]
        if self.owner[i] in holders:
            return best, self.rate[self.owner[i]]
        return best, max(self.rate[j] for j in holders)

    def owned(self) -> list[int]:
        return [i for i in self.all if self.owner[i] != NOBODY]

    def full_pain(self, i: int) -> float:
        return self.value(i) * (self.policy.disruption.risk + self.rate[self.owner[i]])

    @cached_property
    def fixed_cost(self) -> float:
        owned = self.owned()
        if not owned:
            return 0.0
        return self.policy.disruption.fixed_share * sum(self.full_pain(i) for i in owned) / len(owned)

    @cached_property
    def divisor(self) -> float:
        return sum(self.full_pain(i) + self.fixed_cost for i in self.owned())

    def pain(self, i: int, j: int) -> tuple[float, float, float]:
        best, rate = self.best(i)
        exposed = max(0.0, best - self.evidence.strength(i, j)) * self.value(i)
        policy = self.policy.disruption
        risk = exposed * policy.risk * (1 - policy.similarity_discount * self.similarity(i, j))
        fixed = self.fixed_cost if self.stays(i) and j != self.owner[i] else 0.0
        return risk, exposed * rate, fixed

    # §6

    def unfit(self, i: int, j: int) -> float:
        g = self.policy.fit.distance_weight
        far = min(1.0, self.km(i, j) / self.policy.fit.distance_full_km)
        return (1 - g) * (1 - self.similarity(i, j)) + g * far

    def figures(self, assigned: dict[int, int]) -> NaiveFigures:
        """Levels, score and the four parts of p of an assignment {client: manager}."""
        imbalance, mean, worst = self.imbalance(assigned)
        pains = {i: self.pain(i, j) for i, j in assigned.items()}
        gone = [i for i, j in assigned.items() if j != self.owner[i]]
        stayed = [i for i, j in assigned.items() if j == self.owner[i]]
        parts = (
            math.fsum(pains[i][0] for i in gone),
            math.fsum(pains[i][1] for i in gone),
            math.fsum(pains[i][2] for i in gone),
            math.fsum(sum(pains[i]) for i in stayed),
        )
        divisor = self.divisor
        disruption = 100 * sum(parts) / divisor if divisor > 0 else 0.0
        values = sum(self.value(i) for i in assigned)
        unfit = sum(self.value(i) * self.unfit(i, j) for i, j in assigned.items())
        fit = 100 * unfit / values if values > 0 else 0.0
        weights = self.policy.objective.weights
        score = weights.imbalance * imbalance + weights.disruption * disruption + weights.fit * fit
        return NaiveFigures(imbalance, mean, worst, disruption, fit, score, parts)

    def today(self) -> dict[int, int]:
        """§8 before: clients whose owner stays."""
        return {i: self.owner[i] for i in self.all if self.stays(i)}

    # §3 rules

    def limit_breaks(self, assigned: dict[int, int]) -> set[str]:
        broken = set()
        rules = self.policy.rules
        for j in (j for j in self.team if self.weight[j] > 0):
            for measure in Measure:
                load = sum(self.amount_with(measure, i, j) for i in assigned if assigned[i] == j)
                own = {Measure.COUNT: self.managers.max_clients, Measure.WORKLOAD: self.managers.max_workload}
                most, least = rules.max_load.limit(measure), rules.min_load.limit(measure)
                if rules.max_load.enabled and measure in own and not math.isnan(own[measure][j]):
                    most = float(own[measure][j])
                if measure is Measure.WORKLOAD and self.clients.workload is None:
                    continue
                if most is not None and load > most * (1 + EPS):
                    broken.add("max-load")
                if least is not None and load < least * (1 - EPS):
                    broken.add("min-load")
        return broken

    def change_breaks(self, assigned: dict[int, int]) -> set[str]:
        broken, rules = set(), self.policy.rules
        for j in (j for j in self.team if self.weight[j] > 0):
            base = [
                i
                for i in self.owned()
                if self.owner[i] == j and not self.banned(i, j) and self.pin(i) in (NOBODY, j)
            ]
            today = sum(self.amount(Measure.REVENUE, i) for i in base)
            kept = sum(self.amount(Measure.REVENUE, i) for i in base if assigned.get(i) == j)
            active = rules.loss_cap.enabled and self.rate[j] * today > 0
            if active and kept < (1 - rules.loss_cap.cap) * today * (1 - EPS):
                broken.add("loss-cap")
        for j in self.team:
            received = [i for i in assigned if assigned[i] == j and self.owner[i] != j]
            most = rules.absorption.clients
            if rules.absorption.enabled and most is not None and len(received) > most:
                broken.add("absorption")
        moved = [i for i in self.owned() if i in assigned and assigned[i] != self.owner[i]]
        for measure, share in (
            (Measure.COUNT, rules.move_budget.clients),
            (Measure.REVENUE, rules.move_budget.revenue),
        ):
            gone = sum(self.amount(measure, i) for i in moved)
            owned = sum(self.amount(measure, i) for i in self.owned())
            if rules.move_budget.enabled and share is not None and gone > share * owned * (1 + EPS):
                broken.add("move-budget")
        return broken

    def breaks(self, assigned: dict[int, int]) -> set[str]:
        """Ids of the rules that a complete assignment breaks."""
        broken = self.limit_breaks(assigned) | self.change_breaks(assigned)
        for i, j in assigned.items():
            kept = self.pin(i) != NOBODY or self.kept(i)
            follows = i in self.locked and i not in self.singly_locked
            if (kept or follows) and self.locked[i] != j:
                broken.add("keep" if kept else "together")
            if not (kept or follows) and j in self.entitled[i] and j not in self.open[i]:
                broken.add("scope")
            if self.banned(i, j):
                broken.add("banned")
            elif j not in self.entitled[i]:
                broken.add("eligible")
        for group in self.groups:
            if len({assigned[i] for i in group if i not in self.locked}) > 1:
                broken.add("together")
        for rule in self.case.portfolio.rules:
            both = rule.kind is RuleKind.APART and rule.a_idx in assigned and rule.b_idx in assigned
            if both and self.policy.rules.apart.enabled and assigned[rule.a_idx] == assigned[rule.b_idx]:
                broken.add("apart")
        return broken
