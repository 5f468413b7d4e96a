"""Random companies in the making: people, relationships, a plan that can be kept, rules and tables.

`tests.strategies` makes cases of them.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from assigner.evidence.model import Evidence, State
from assigner.portfolio import NOBODY, Portfolio, Rule, RuleKind
from tests import builders

_REGIONS = ("North", "South", "West")
_TIERS = ("A", "B", "")


@dataclass(slots=True)
class Draft:
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


def draw_people(draft: Draft) -> None:
    """Who stays, who owns whom, who is excluded; manager 0 always stays."""
    draft.stays = [j == 0 or not draft.chance("leaver", 0.3) for j in range(draft.num_managers)]
    for _ in range(draft.num_clients):
        free = draft.chance("free", 0.2)
        draft.owner.append(NOBODY if free else int(draft.rng.integers(draft.num_managers)))
        draft.excluded.append(draft.chance("excluded", 0.1))


def draw_relationships(draft: Draft) -> None:
    """State of every client, lifted locks and open deals."""
    worked = [State.PROVEN, State.ACTIVE, State.DORMANT, State.CLAIMED]
    for i in range(draft.num_clients):
        state = worked[int(draft.rng.choice(4, p=[0.3, 0.2, 0.2, 0.3]))]
        state = State.FREE if draft.owner[i] == NOBODY else state
        draft.state.append(State.EXCLUDED if draft.excluded[i] else state)
        stays = draft.owner[i] != NOBODY and draft.stays[draft.owner[i]]
        draft.lifted.append(state is State.PROVEN and stays and draft.chance("disputes", 0.3))
        draft.deal.append(draft.chance("deals", 0.2))


def _kept(draft: Draft, i: int) -> bool:
    """Whether keep or an open deal locks the client to its owner, before bans and pins (model §3)."""
    owner = draft.owner[i]
    if draft.excluded[i] or owner == NOBODY or not draft.stays[owner]:
        return False
    states = (State.PROVEN, State.ACTIVE) if draft.has("active_keeps") else (State.PROVEN,)
    return draft.deal[i] or (draft.state[i] in states and not draft.lifted[i])


def draw_plan(draft: Draft) -> None:
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


def draw_bans(draft: Draft) -> None:
    """Bans on managers other than the anchor's."""
    for i in draft.clients_in_play():
        others = [j for j in range(draft.num_managers) if j != draft.anchor[i]]
        if others and draft.chance("bans", 0.2):
            draft.rules.append(Rule(RuleKind.BAN, i, draft.pick(others)))


def _pairs(draft: Draft, feature: str, same_manager: bool) -> list[tuple[int, int]]:
    """Random pairs of clients; where the plan must be kept, of one manager or of different ones."""
    play, pairs = draft.clients_in_play(), []
    for _ in range(max(1, len(play) // 5) if draft.has(feature) and len(play) > 1 else 0):
        a, b = (int(i) for i in draft.rng.choice(play, 2, replace=False))
        if not draft.feasible or (draft.anchor[a] == draft.anchor[b]) == same_manager:
            pairs.append((a, b))
    return pairs


def draw_pair_rules(draft: Draft) -> None:
    """Together and apart rows of the rules table, pins by rule."""
    draft.rules += [Rule(RuleKind.TOGETHER, a, b) for a, b in _pairs(draft, "together", True)]
    draft.rules += [Rule(RuleKind.APART, a, b) for a, b in _pairs(draft, "apart", False)]
    for i, manager in enumerate(draft.pinned):
        if manager != NOBODY and draft.rng.random() < 0.5:
            draft.pinned[i] = NOBODY
            draft.rules.append(Rule(RuleKind.PIN, i, manager))


def _groups(draft: Draft) -> list[str]:
    """Holdings: of one manager where the plan must be kept, anybody else's else."""
    groups = [""] * draft.num_clients
    for i in range(draft.num_clients):
        if draft.chance("groups", 0.5):
            groups[i] = f"g{draft.anchor[i]}" if draft.feasible else f"g{draft.rng.integers(3)}"
    return groups


def draw_clients(draft: Draft) -> Any:
    """The clients table: money lognormal, segments of three and two values with blanks."""
    rng, n = draft.rng, draft.num_clients
    segments = {}
    if draft.has("segments"):
        segments = {"region": [_REGIONS[k] for k in rng.integers(3, size=n)]}
        segments |= {"tier": [_TIERS[k] for k in rng.integers(3, size=n)]}
    close = [str(np.datetime64(builders.AS_OF) + (9 if deal else -9)) for deal in draft.deal]
    amount = [float(x) if draft.has("deals") else 0.0 for x in rng.lognormal(3, 1, n)]
    where = rng.uniform(-5, 5, (2, n)) if draft.has("coordinates") else np.full((2, n), np.nan)
    if draft.has("travel"):
        where[:, rng.random(n) < 0.1] = np.nan
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


def _lists(draft: Draft, base: Any) -> dict[str, list[set[str] | None]]:
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


def draw_managers(draft: Draft, base: Any) -> Any:
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


def draw_evidence(draft: Draft, facts: Portfolio) -> Evidence:
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
