"""Hypothesis strategies: small random companies with evidence, policy and rules of every kind.

Hypothesis draws the sizes, the features and a seed; the numbers come from a generator with that seed, so a
failing case shrinks to fewer clients and fewer rules and stays quick to draw. Money is drawn from a
continuous distribution: no two clients tie where model §3 would break the tie by position.

Every client can be given to somebody (E(i) holds at least the manager of a drawn plan, `anchor`). With
`feasible=True` that plan keeps every rule of the policy and is returned as `Case.witness`.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from math import acos, cos, isnan, radians, sin
from typing import Any

import numpy as np
from hypothesis import strategies as st

from assigner.evidence.model import Evidence
from assigner.policy import TOTAL, Goal, Measure, Policy
from assigner.policy.model import (
    Absorption,
    BalancePolicy,
    FitPolicy,
    KeepRule,
    LoadRule,
    LossCap,
    MoveBudget,
    RulesPolicy,
    ScopeRule,
    TravelPolicy,
)
from assigner.portfolio import NOBODY, IntArray, Portfolio
from tests import builders
from tests.drafts import (
    Draft,
    draw_bans,
    draw_clients,
    draw_evidence,
    draw_managers,
    draw_pair_rules,
    draw_people,
    draw_plan,
    draw_relationships,
)

FEATURES = (
    "segments", "workload", "coordinates", "rates", "excluded", "free", "leaver", "newcomer", "disputes",
    "deals", "active_keeps", "lists", "bans", "pins", "groups", "together", "apart",
    "max_load", "min_load", "loss_cap", "move_budget", "absorption", "goals", "small_cells",
)  # fmt: skip
"""What a case may have beside clients, managers and the keep rule."""

TRAVEL = frozenset({"travel", "workload", "coordinates"})
"""Hours on the road: not among FEATURES, but for cases that ask for them. Limits are on workload then."""

SCOPE = "scope"
"""Some give and some receive: not among FEATURES either, which random cases of a seed are drawn from."""

HOURS_PER_KM = 0.02
"""Of the cases with travel: a degree away is about two hours."""


@dataclass(frozen=True, slots=True, eq=False)
class Case:
    """Everything a solve needs; `witness` is a plan that keeps every rule, None where none is promised."""

    portfolio: Portfolio
    evidence: Evidence
    policy: Policy
    witness: IntArray | None = None

    def __repr__(self) -> str:
        """Size and rules, so that Hypothesis prints something short."""
        base = self.portfolio
        return f"Case({base.num_clients} clients, {base.num_managers} managers, rules={base.rules})"


def _loads(draft: Draft, amounts: Any) -> list[float]:
    """What the managers who stay have of a measure in the anchor plan."""
    play = draft.clients_in_play()
    return [sum(float(amounts[i]) for i in play if draft.anchor[i] == j) for j in draft.staying()]


def _limit_rules(draft: Draft, facts: Portfolio) -> dict[str, Any]:
    """Limits on potential and count that the anchor plan keeps; without `feasible` perhaps not."""
    slack = float(draft.rng.uniform(0, 0.4) if draft.feasible else draft.rng.uniform(-0.4, 0.4))
    loads, rules = _loads(draft, facts.clients.potential), {}
    if draft.has("max_load"):
        rules["max_load"] = LoadRule(potential=max(loads) * (1 + slack))
    if draft.has("min_load"):
        rules["min_load"] = LoadRule(potential=min(loads) * max(0.0, 1 - slack))
    return rules | (_travel_limits(draft, facts, slack) if travels(draft) else {})


def travels(draft: Draft) -> bool:
    """Whether the workload of the case depends on the manager."""
    return all(draft.has(feature) for feature in TRAVEL)


def _travel_limits(draft: Draft, facts: Portfolio, slack: float) -> dict[str, Any]:
    """Limits on workload with the hours on the road, in place of those on potential."""
    loads, rules = _loads(draft, _anchor_hours(draft, facts)), {}
    if draft.has("max_load"):
        rules["max_load"] = LoadRule(workload=max(loads) * (1 + slack))
    if draft.has("min_load"):
        rules["min_load"] = LoadRule(workload=min(loads) * max(0.0, 1 - slack))
    return rules


def _anchor_hours(draft: Draft, facts: Portfolio) -> list[float]:
    """Workload and hours on the road of every client with the manager of the anchor plan."""
    clients, managers, hours = facts.clients, facts.managers, []
    assert clients.workload is not None
    for i, j in enumerate(draft.anchor):
        a, b = radians(clients.lat[i]), radians(managers.lat[j])
        way = radians(clients.lon[i] - managers.lon[j])
        cosine = sin(a) * sin(b) + cos(a) * cos(b) * cos(way)  # spherical law of cosines
        km = 0.0 if isnan(cosine) else 6371.0088 * acos(min(1.0, max(-1.0, cosine)))
        hours.append(float(clients.workload[i]) + HOURS_PER_KM * km)
    return hours


def _lost_share(draft: Draft, facts: Portfolio) -> float:
    """The largest share of own revenue that a manager who stays loses in the anchor plan."""
    lost = [0.0]
    for j in draft.staying():
        own = [i for i in draft.clients_in_play() if draft.owner[i] == j]
        base = sum(float(facts.clients.revenue_12m[i]) for i in own)
        kept = sum(float(facts.clients.revenue_12m[i]) for i in own if draft.anchor[i] == j)
        lost.append(1 - kept / base if base > 0 else 0.0)
    return max(lost)


def _moved_shares(draft: Draft, facts: Portfolio) -> tuple[float, float, int]:
    """Moved clients and revenue as shares of the owned, most clients received by one manager."""
    owned = [i for i in draft.clients_in_play() if draft.owner[i] != NOBODY]
    moved = [i for i in owned if draft.anchor[i] != draft.owner[i]]
    revenue = facts.clients.revenue_12m
    total = float(revenue[owned].sum()) if owned else 0.0
    share = float(revenue[moved].sum()) / total if total > 0 and moved else 0.0
    new = [
        sum(draft.anchor[i] == j and draft.owner[i] != j for i in draft.clients_in_play())
        for j in draft.staying()
    ]
    return len(moved) / max(1, len(owned)), share, max(new)


def _change_rules(draft: Draft, facts: Portfolio) -> dict[str, Any]:
    """Loss cap, move budget and absorption around what the anchor plan needs."""
    room = float(draft.rng.uniform(0.01, 0.3) if draft.feasible else draft.rng.uniform(-0.3, 0.3))
    clients, revenue, received = _moved_shares(draft, facts)
    rules: dict[str, Any] = {"loss_cap": LossCap(enabled=False)}
    if draft.has("loss_cap"):
        rules["loss_cap"] = LossCap(cap=_share(_lost_share(draft, facts) + room))
    if draft.has("move_budget"):
        rules["move_budget"] = MoveBudget(clients=_share(clients + room), revenue=_share(revenue + room))
    if draft.has("absorption"):
        rules["absorption"] = Absorption(clients=max(0, received + round(5 * room)))
    return rules


def _share(value: float) -> float:
    return min(1.0, max(0.0, value))


def _goals(draft: Draft, facts: Portfolio) -> tuple[Goal, ...] | None:
    """Own goals over every measure with other tolerances and weights, or the default ones."""
    if not draft.has("goals"):
        return None
    goals = [
        Goal(measure=Measure.REVENUE, tolerance=0.08, weight=2.0),
        Goal(measure=Measure.COUNT, dimension=TOTAL, tolerance=0.0),
    ]
    goals += [
        Goal(measure=Measure.POTENTIAL, dimension=name, tolerance=0.1) for name in facts.clients.dimensions
    ]
    if travels(draft):
        names = (TOTAL, *facts.clients.dimensions)
        goals += [Goal(measure=Measure.WORKLOAD, dimension=name, tolerance=0.05) for name in names]
    return tuple(goals)


def _scope(draft: Draft) -> dict[str, Any]:
    """Givers and receivers: those of the anchor plan and some more; without `feasible` anybody."""
    if not draft.has(SCOPE):
        return {}
    team = range(draft.num_managers)
    moved = [i for i in draft.clients_in_play() if draft.anchor[i] != draft.owner[i]]
    needed = {field: {part[i] for i in moved if draft.feasible} for field, part in _hands(draft)}
    drawn = {field: names | {j for j in team if draft.rng.random() < 0.3} for field, names in needed.items()}
    lists = {field: tuple(f"m{j}" for j in team if j in names) for field, names in drawn.items()}
    return {"scope": ScopeRule(**{field: ids for field, ids in lists.items() if draft.rng.random() < 0.8})}


def _hands(draft: Draft) -> tuple[tuple[str, list[int]], ...]:
    """Who gives each client and who receives it, in the anchor plan."""
    return ("givers", draft.owner), ("receivers", draft.anchor)


def _policy(draft: Draft, facts: Portfolio) -> Policy:
    """Default numbers, with the rules and goals of the case."""
    rules: dict[str, Any] = _limit_rules(draft, facts) | _change_rules(draft, facts) | _scope(draft)
    states = ("proven", "active") if draft.has("active_keeps") else ("proven",)
    return Policy(
        rules=RulesPolicy(keep=KeepRule(states=states), **rules),
        balance=BalancePolicy(
            min_clients_per_manager=0.0 if draft.has("small_cells") else 2.0, goals=_goals(draft, facts)
        ),
        fit=FitPolicy(distance_weight=0.3 if draft.has("coordinates") else 0.0),
        travel=TravelPolicy(hours_per_km=HOURS_PER_KM if draft.has("travel") else 0.0),
    )


def make_case(
    seed: int,
    num_clients: int,
    num_managers: int,
    *,
    features: Collection[str] = FEATURES,
    feasible: bool = False,
) -> Case:
    """One random case; the same arguments give the same case. See the module for what is promised."""
    draft = Draft(np.random.default_rng(seed), num_clients, num_managers, features, feasible)
    for step in (draw_people, draw_relationships, draw_plan, draw_bans, draw_pair_rules):
        step(draft)
    base = draw_clients(draft)
    facts = builders.portfolio(base, draw_managers(draft, base), rules=draft.rules)
    case = Case(facts, draw_evidence(draft, facts), _policy(draft, facts))
    if not feasible:
        return case
    witness = np.where(draft.excluded, NOBODY, draft.anchor).astype(np.int32)
    return Case(case.portfolio, case.evidence, case.policy, witness)


def cases(
    *,
    max_clients: int = 7,
    max_managers: int = 3,
    min_clients: int = 1,
    feasible: bool = False,
    features: Collection[str] = FEATURES,
) -> st.SearchStrategy[Case]:
    """Cases of up to so many clients and managers with any subset of the features.

    `feasible=True` gives cases with a witness that keeps every rule; else rules may contradict each other.
    """
    return st.builds(
        make_case,
        st.integers(0, 2**32 - 1),
        st.integers(min_clients, max_clients),
        st.integers(1, max_managers),
        features=st.frozensets(st.sampled_from(sorted(features))) if features else st.just(frozenset()),
        feasible=st.just(feasible),
    )


def portfolios(*, max_clients: int = 7, max_managers: int = 3) -> st.SearchStrategy[Portfolio]:
    """Only the facts of `cases`."""
    return cases(max_clients=max_clients, max_managers=max_managers).map(lambda case: case.portfolio)


def random_assignment(facts: Portfolio, seed: int) -> IntArray:
    """Any manager, with weight or not, for every serviceable client."""
    drawn = np.random.default_rng(seed).integers(facts.num_managers, size=facts.num_clients)
    return np.where(facts.clients.excluded, NOBODY, drawn).astype(np.int32)
