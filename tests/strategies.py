"""Hypothesis strategies: small random companies with evidence, policy and rules of every kind.

Hypothesis draws the sizes, the features and a seed; the numbers come from a generator with that seed, so a
failing case shrinks to fewer clients and fewer rules and stays quick to draw. Money is drawn from a
continuous distribution: no two clients tie where model §3 would break the tie by position.

Every client can be given to somebody (E(i) holds at least the manager of a drawn plan, `anchor`). With
`feasible=True` that plan keeps every rule of the policy and is returned as `Case.witness`.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from hypothesis import strategies as st

from assigner.evidence.model import Evidence, State
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
)
from assigner.portfolio import NOBODY, IntArray, Portfolio, Rule, RuleKind
from tests import builders

FEATURES = (
    "segments", "workload", "coordinates", "rates", "excluded", "free", "leaver", "newcomer", "disputes",
    "deals", "active_keeps", "lists", "bans", "pins", "groups", "together", "apart",
    "max_load", "min_load", "loss_cap", "move_budget", "absorption", "goals", "small_cells",
)  # fmt: skip
"""What a case may have beside clients, managers and the keep rule."""

_REGIONS = ("North", "South", "West")
_TIERS = ("A", "B", "")


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


@dataclass(slots=True)
class _Draft:
    """A case in the making; lists by client or manager position."""

    rng: np.random.Generator
    num_clients: int
    num_managers: int
    features: Collection[str]
    feasible: bool
    stays: list[bool] = field(default_factory=list)
    owner: list[int] = field(default_factory=list)
    excluded: list[bool] = field(default_factory=list)
    state: list[State] = field(default_factory=list)
    lifted: list[bool] = field(default_factory=list)
    deal: list[bool] = field(default_factory=list)
    kept: list[bool] = field(default_factory=list)
    anchor: list[int] = field(default_factory=list)
    pinned: list[int] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)

    def has(self, feature: str) -> bool:
        """Whether the case has this feature."""
        return feature in self.features

    def chance(self, feature: str, probability: float) -> bool:
        """True with this probability where the case has the feature."""
        return bool(self.rng.random() < probability) and self.has(feature)

    def staying(self, but: int = NOBODY) -> list[int]:
        """Managers with weight, without one of them."""
        return [j for j in range(self.num_managers) if self.stays[j] and j != but]

    def pick(self, choices: list[int]) -> int:
        """One of these positions."""
        return int(self.rng.choice(choices))

    def clients_in_play(self) -> list[int]:
        """Serviceable clients."""
        return [i for i in range(self.num_clients) if not self.excluded[i]]


def _people(draft: _Draft) -> None:
    """Who stays, who owns whom, who is excluded; manager 0 always stays."""
    draft.stays = [j == 0 or not draft.chance("leaver", 0.3) for j in range(draft.num_managers)]
    for _ in range(draft.num_clients):
        free = draft.chance("free", 0.2)
        draft.owner.append(NOBODY if free else int(draft.rng.integers(draft.num_managers)))
        draft.excluded.append(draft.chance("excluded", 0.1))


def _relationships(draft: _Draft) -> None:
    """State of every client, lifted locks and open deals."""
    worked = [State.PROVEN, State.ACTIVE, State.DORMANT, State.CLAIMED]
    for i in range(draft.num_clients):
        state = worked[int(draft.rng.choice(4, p=[0.3, 0.2, 0.2, 0.3]))]
        state = State.FREE if draft.owner[i] == NOBODY else state
        draft.state.append(State.EXCLUDED if draft.excluded[i] else state)
        stays = draft.owner[i] != NOBODY and draft.stays[draft.owner[i]]
        draft.lifted.append(state is State.PROVEN and stays and draft.chance("disputes", 0.3))
        draft.deal.append(draft.chance("deals", 0.2))


def _kept(draft: _Draft, i: int) -> bool:
    """Whether keep or an open deal locks the client to its owner, before bans and pins (model §3)."""
    owner = draft.owner[i]
    if draft.excluded[i] or owner == NOBODY or not draft.stays[owner]:
        return False
    states = (State.PROVEN, State.ACTIVE) if draft.has("active_keeps") else (State.PROVEN,)
    return draft.deal[i] or (draft.state[i] in states and not draft.lifted[i])


def _plan(draft: _Draft) -> None:
    """The anchor plan: kept clients stay, but for some whom a pin or a ban takes away; others go anywhere."""
    draft.pinned = [NOBODY] * draft.num_clients
    for i in range(draft.num_clients):
        kept, owner = _kept(draft, i), draft.owner[i]
        others = draft.staying(but=owner)
        if kept and others and draft.chance("pins", 0.15):
            draft.anchor.append(draft.pick(others))
            draft.pinned[i] = draft.anchor[i]
            kept = False
        elif kept and others and draft.chance("bans", 0.15):
            draft.anchor.append(draft.pick(others))
            draft.rules.append(Rule(RuleKind.BAN, i, owner, "conflict of interest"))
            kept = False
        else:
            draft.anchor.append(owner if kept else draft.pick(draft.staying()))
            draft.pinned[i] = draft.anchor[i] if draft.chance("pins", 0.1) else NOBODY
        draft.kept.append(kept)


def _bans(draft: _Draft) -> None:
    """Bans on managers other than the anchor's."""
    for i in draft.clients_in_play():
        others = [j for j in range(draft.num_managers) if j != draft.anchor[i]]
        if others and draft.chance("bans", 0.2):
            draft.rules.append(Rule(RuleKind.BAN, i, draft.pick(others)))


def _pairs(draft: _Draft, feature: str, same_manager: bool) -> list[tuple[int, int]]:
    """Random pairs of clients; where the plan must be kept, of one manager or of different ones."""
    play, pairs = draft.clients_in_play(), []
    for _ in range(max(1, len(play) // 5) if draft.has(feature) and len(play) > 1 else 0):
        a, b = (int(i) for i in draft.rng.choice(play, 2, replace=False))
        if not draft.feasible or (draft.anchor[a] == draft.anchor[b]) == same_manager:
            pairs.append((a, b))
    return pairs


def _pair_rules(draft: _Draft) -> None:
    """Together and apart rows of the rules table, pins by rule."""
    draft.rules += [Rule(RuleKind.TOGETHER, a, b) for a, b in _pairs(draft, "together", True)]
    draft.rules += [Rule(RuleKind.APART, a, b) for a, b in _pairs(draft, "apart", False)]
    for i, manager in enumerate(draft.pinned):
        if manager != NOBODY and draft.rng.random() < 0.5:
            draft.pinned[i] = NOBODY
            draft.rules.append(Rule(RuleKind.PIN, i, manager))


def _groups(draft: _Draft) -> list[str]:
    """Holdings: of one manager where the plan must be kept, anybody else's else."""
    groups = [""] * draft.num_clients
    for i in range(draft.num_clients):
        if draft.chance("groups", 0.5):
            groups[i] = f"g{draft.anchor[i]}" if draft.feasible else f"g{draft.rng.integers(3)}"
    return groups


def _clients(draft: _Draft) -> Any:
    """The clients table: money lognormal, segments of three and two values with blanks."""
    rng, n = draft.rng, draft.num_clients
    segments = {}
    if draft.has("segments"):
        segments = {"region": [_REGIONS[k] for k in rng.integers(3, size=n)]}
        segments |= {"tier": [_TIERS[k] for k in rng.integers(3, size=n)]}
    close = [str(np.datetime64(builders.AS_OF) + (9 if deal else -9)) for deal in draft.deal]
    amount = [float(x) if draft.has("deals") else 0.0 for x in rng.lognormal(3, 1, n)]
    where = rng.uniform(-5, 5, (2, n)) if draft.has("coordinates") else np.full((2, n), np.nan)
    return builders.clients(
        draft.owner,
        potential=rng.lognormal(4, 1, n).tolist(),
        revenue=(rng.lognormal(3, 1, n) * (rng.random(n) < 0.8)).tolist(),
        workload=rng.uniform(0.5, 8, n).tolist() if draft.has("workload") else None,
        groups=_groups(draft),
        excluded=draft.excluded,
        deal_amount=amount,
        deal_close=close,
        pinned=draft.pinned,
        lat=50 + where[0],
        lon=40 + where[1],
        **segments,
    )


def _lists(draft: _Draft, base: Any) -> dict[str, list[set[str] | None]]:
    """`eligible_region` of about half of the managers, with the regions of those no lock makes theirs."""
    if not (draft.has("lists") and draft.has("segments")):
        return {}
    region = base.dimensions["region"]
    lists: list[set[str] | None] = []
    for j in range(draft.num_managers):
        drawn = [i for i in range(draft.num_clients) if draft.anchor[i] == j and not draft.kept[i]]
        needed = {region.labels[region.codes[i]] for i in drawn}
        listed = draft.rng.random() < 0.5
        lists.append(needed | {str(draft.rng.choice(_REGIONS))} if listed else None)
    return {"region": lists}


def _managers(draft: _Draft, base: Any) -> Any:
    """The team: half-timers, newcomers on the ramp, leavers, own commission rates, own limits."""
    rng, m = draft.rng, draft.num_managers
    own = draft.has("max_load") and rng.random() < 0.5
    counts = [
        float(sum(draft.anchor[i] == j for i in draft.clients_in_play()) + rng.integers(3)) for j in range(m)
    ]
    where = rng.uniform(-5, 5, (2, m)) if draft.has("coordinates") else np.full((2, m), np.nan)
    return builders.managers(
        m,
        fte=[float(rng.choice([1.0, 1.0, 0.5])) for _ in range(m)],
        start=["2026-01-15" if draft.chance("newcomer", 0.3) else None for _ in range(m)],
        leaving=[not stays for stays in draft.stays],
        rate=[float(rng.uniform(0.01, 0.1)) if draft.has("rates") else np.nan for _ in range(m)],
        max_clients=counts if own else None,
        lat=50 + where[0],
        lon=40 + where[1],
        eligible=_lists(draft, base),
    )


def _evidence(draft: _Draft, facts: Portfolio) -> Evidence:
    """Strengths of random pairs and of every worked owner; rivals where a lock is lifted."""
    strength = {}
    for i in draft.clients_in_play():
        for j in range(draft.num_managers):
            worked = j == draft.owner[i] and draft.state[i] in (State.PROVEN, State.ACTIVE)
            if worked or draft.rng.random() < 0.3:
                strength[i, j] = float(draft.rng.uniform(0.05, 0.95))
    lifted = [i for i in range(draft.num_clients) if draft.lifted[i] and not draft.excluded[i]]
    rivals = {i: (draft.owner[i] + 1) % draft.num_managers for i in lifted}
    return builders.evidence(facts, draft.state, strength, disputed=rivals, lifted=lifted)


def _loads(draft: _Draft, amounts: Any) -> list[float]:
    """What the managers who stay have of a measure in the anchor plan."""
    play = draft.clients_in_play()
    return [sum(float(amounts[i]) for i in play if draft.anchor[i] == j) for j in draft.staying()]


def _limit_rules(draft: _Draft, facts: Portfolio) -> dict[str, Any]:
    """Limits on potential and count that the anchor plan keeps; without `feasible` perhaps not."""
    slack = float(draft.rng.uniform(0, 0.4) if draft.feasible else draft.rng.uniform(-0.4, 0.4))
    loads, rules = _loads(draft, facts.clients.potential), {}
    if draft.has("max_load"):
        rules["max_load"] = LoadRule(potential=max(loads) * (1 + slack))
    if draft.has("min_load"):
        rules["min_load"] = LoadRule(potential=min(loads) * max(0.0, 1 - slack))
    return rules


def _lost_share(draft: _Draft, facts: Portfolio) -> float:
    """The largest share of own revenue that a manager who stays loses in the anchor plan."""
    lost = [0.0]
    for j in draft.staying():
        own = [i for i in draft.clients_in_play() if draft.owner[i] == j]
        base = sum(float(facts.clients.revenue_12m[i]) for i in own)
        kept = sum(float(facts.clients.revenue_12m[i]) for i in own if draft.anchor[i] == j)
        lost.append(1 - kept / base if base > 0 else 0.0)
    return max(lost)


def _moved_shares(draft: _Draft, facts: Portfolio) -> tuple[float, float, int]:
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


def _change_rules(draft: _Draft, facts: Portfolio) -> dict[str, Any]:
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


def _goals(draft: _Draft, facts: Portfolio) -> tuple[Goal, ...] | None:
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
    return tuple(goals)


def _policy(draft: _Draft, facts: Portfolio) -> Policy:
    """Default numbers, with the rules and goals of the case."""
    rules: dict[str, Any] = _limit_rules(draft, facts) | _change_rules(draft, facts)
    states = ("proven", "active") if draft.has("active_keeps") else ("proven",)
    return Policy(
        rules=RulesPolicy(keep=KeepRule(states=states), **rules),
        balance=BalancePolicy(
            min_clients_per_manager=0.0 if draft.has("small_cells") else 2.0, goals=_goals(draft, facts)
        ),
        fit=FitPolicy(distance_weight=0.3 if draft.has("coordinates") else 0.0),
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
    draft = _Draft(np.random.default_rng(seed), num_clients, num_managers, features, feasible)
    for step in (_people, _relationships, _plan, _bans, _pair_rules):
        step(draft)
    base = _clients(draft)
    facts = builders.portfolio(base, _managers(draft, base), rules=draft.rules)
    case = Case(facts, _evidence(draft, facts), _policy(draft, facts))
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
