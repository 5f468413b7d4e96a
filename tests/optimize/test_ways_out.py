"""Planted conflicts of every kind of rule and of pairs: named exactly, and each way out is enough."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import pytest

from assigner.errors import InputError, NoAnswer, RulesConflict
from assigner.evidence.model import State
from assigner.i18n import Translator
from assigner.optimize import WayOut, ways_out
from assigner.optimize.diagnose_case import DiagnosisParams
from assigner.optimize.diagnose_exact import ElasticParams
from assigner.portfolio import NOBODY, Rule, RuleKind
from assigner.problem.change_words import describe_changes
from assigner.problem.changes import Change, apply_changes
from tests import builders
from tests.checker.support import CLAIMED, FREE, PROVEN, case, rules
from tests.optimize.support import SHORT, TO_PROOF, answer, judge, with_policy
from tests.strategies import Case, make_case


@dataclass
class Draft:
    """Columns of a base that conflicts are planted in, each in clients and managers of its own."""

    owner: list[int] = field(default_factory=list)
    state: list[State] = field(default_factory=list)
    revenue: list[float] = field(default_factory=list)
    group: list[str] = field(default_factory=list)
    island: list[str] = field(default_factory=list)
    serves: list[set[str] | None] = field(default_factory=list)
    max_clients: list[float] = field(default_factory=list)
    leaving: list[bool] = field(default_factory=list)
    rows: list[Rule] = field(default_factory=list)
    parts: dict[str, Any] = field(default_factory=dict)

    def manager(self, serves: set[str], most: float = np.nan, *, leaving: bool = False) -> int:
        """One more manager, who serves some islands."""
        self.serves.append(serves)
        self.max_clients.append(most)
        self.leaving.append(leaving)
        return len(self.serves) - 1

    def client(
        self, island: str, owner: int = NOBODY, *, proven: bool = False, revenue: float = 10, group: str = ""
    ) -> int:
        """One more client."""
        self.owner.append(owner)
        self.state.append(PROVEN if proven else FREE if owner == NOBODY else CLAIMED)
        self.revenue.append(revenue)
        self.group.append(group)
        self.island.append(island)
        return len(self.owner) - 1

    def ban(self, client: int, manager: int) -> None:
        """One more ban."""
        self.rows.append(Rule(RuleKind.BAN, client, manager))

    def apart(self, a: int, b: int) -> None:
        """One more pair of competitors."""
        self.rows.append(Rule(RuleKind.APART, a, b))

    def case(self) -> Case:
        """The case."""
        base = builders.clients(self.owner, revenue=self.revenue, groups=self.group, island=self.island)
        team = builders.managers(
            len(self.serves),
            leaving=self.leaving,
            max_clients=self.max_clients,
            eligible={"island": self.serves},
        )
        return case(base, team, state=self.state, rows=self.rows, policy=rules(**self.parts))


def crowded(draft: Draft) -> None:
    """One manager has two proven clients and room for one; another manager of the island has room."""
    m = draft.manager({"crowd"}, 1)
    draft.manager({"crowd"})
    draft.client("crowd", m, proven=True)
    draft.client("crowd", m, proven=True)


def competitors(draft: Draft) -> None:
    """Two proven clients of one manager must be apart; another manager could have one of them."""
    m = draft.manager({"rivals"})
    draft.manager({"rivals"})
    draft.apart(draft.client("rivals", m, proven=True), draft.client("rivals", m, proven=True))


def forbidden(draft: Draft) -> None:
    """Two free competitors, two managers, both banned from the second one; a third serves elsewhere."""
    draft.manager({"elsewhere"})
    draft.manager({"bans"})
    second = draft.manager({"bans"})
    pair = draft.client("bans"), draft.client("bans")
    draft.apart(*pair)
    for client in pair:
        draft.ban(client, second)


def holding(draft: Draft) -> None:
    """A holding on two islands that no manager serves both of."""
    draft.manager({"north"})
    draft.manager({"south"})
    draft.client("north", group="g")
    draft.client("south", group="g")


def leaver(draft: Draft) -> None:
    """A leaver's client must move, and nothing may move."""
    gone = draft.manager({"left"}, leaving=True)
    draft.manager({"left"})
    draft.client("left", gone)
    draft.parts["move_budget"] = {"clients": 0.0}


def stranger(draft: Draft) -> None:
    """Half of a manager's revenue is on an island he does not serve: he would lose 50 %, the cap is 20 %."""
    m = draft.manager({"home"})
    draft.manager({"home", "abroad"})
    draft.client("home", m, revenue=100)
    draft.client("abroad", m, revenue=100)
    draft.parts["loss_cap"] = {"enabled": True, "cap": 0.2}


def newcomers(draft: Draft) -> None:
    """Two free clients, one manager for them, who takes one at most; another serves elsewhere."""
    draft.manager({"far"})
    draft.manager({"new"})
    draft.client("new")
    draft.client("new")
    draft.parts["absorption"] = {"clients": 1}


PLANTS: Mapping[Callable[[Draft], None], set[str]] = {
    crowded: {"max-load", "keep"},
    competitors: {"apart", "keep"},
    forbidden: {"apart", "banned", "eligible"},
    holding: {"together", "eligible"},
    leaver: {"move-budget"},
    stranger: {"loss-cap", "eligible"},
    newcomers: {"absorption", "eligible"},
}
"""Each planted conflict and the rules each of which alone could give way."""


def found(of: Case, params: DiagnosisParams | None = None) -> tuple[WayOut, ...]:
    """Ways out of a case."""
    return ways_out(of.portfolio, of.evidence, of.policy, params=params)


def changed(of: Case, changes: tuple[Change, ...]) -> Case:
    """The case with changes made."""
    portfolio, policy = apply_changes(of.portfolio, of.policy, changes)
    return replace(of, portfolio=portfolio, policy=policy)


def assert_enough(of: Case, way: WayOut) -> None:
    """With the changes made the case is solved, and the checker agrees."""
    cured = changed(of, way.changes)
    assert judge(cured, answer(cured, SHORT)).ok, way


def planted(*plants: Callable[[Draft], None]) -> Case:
    """A case with these conflicts."""
    draft = Draft()
    for plant in plants:
        plant(draft)
    return draft.case()


@pytest.mark.parametrize("plant", PLANTS)
def test_one_conflict_is_named_exactly_and_every_way_out_is_enough(plant: Callable[[Draft], None]) -> None:
    of = planted(plant)
    with pytest.raises(RulesConflict):
        answer(of, TO_PROOF)
    ways = found(of)
    assert {way.rules for way in ways if len(way.rules) == 1} == {(rule,) for rule in PLANTS[plant]}
    for way in ways:
        assert_enough(of, way)
        assert way.proven
        assert set(way.rules) <= PLANTS[plant]


def test_a_minimum_that_nobody_can_meet() -> None:
    """Two managers need two clients each; there are three clients: the minimum has to be 1."""
    draft = Draft(parts={"min_load": {"count": 2}})
    for _ in range(2):
        draft.manager({"all"})
    for _ in range(3):
        draft.client("all", 0)
    (way,) = found(draft.case())
    assert way.changes == (Change("min-load", "count", asked=2, to=1),)
    assert_enough(draft.case(), way)


@pytest.mark.parametrize(("first", "second"), list(itertools.combinations(PLANTS, 2)))
def test_two_conflicts_are_both_named(
    first: Callable[[Draft], None], second: Callable[[Draft], None]
) -> None:
    """Every way out has a rule of the one and a rule of the other, and it is enough."""
    of = planted(first, second)
    ways = found(of)
    assert ways
    allowed = PLANTS[first] | PLANTS[second]
    for way in ways:
        assert_enough(of, way)
        assert set(way.rules) & PLANTS[first]
        assert set(way.rules) & PLANTS[second]
        assert set(way.rules) <= allowed
    assert min(len(way.changes) for way in ways) == 2


@pytest.mark.parametrize("seed", range(1, 41))
def test_random_conflicts_have_ways_out_that_are_enough(seed: int) -> None:
    """Every rule of a random case that alone can be given up is found, and every way out is enough."""
    of = make_case(seed, 7, 3)
    try:
        answer(of, SHORT)
    except RulesConflict:
        ways = found(of)
    except (InputError, NoAnswer):
        return
    else:
        assert found(of) == ()
        return
    assert ways
    for way in ways:
        assert_enough(of, way)
    alone = {way.rules[0] for way in ways if len(way.rules) == 1}
    for rule in ("max-load", "min-load", "loss-cap", "move-budget", "absorption", "apart"):
        assert (rule in alone) == possible_without(of, rule), rule


def possible_without(of: Case, rule: str) -> bool:
    """Whether the case can be solved with the rule switched off."""
    part = rule.replace("-", "_")
    off = of.policy.rules.model_dump()[part] | {"enabled": False}
    try:
        answer(with_policy(of, "rules", **{part: off}), SHORT)
    except RulesConflict:
        return False
    return True


def test_large_cases_go_by_their_relaxation() -> None:
    """60 clients and 4 managers with 14 clients each are 4 too many; solved as if they were a large base."""
    base = builders.clients([0] * 60, revenue=[10] * 60)
    of = case(base, builders.managers(4), policy=rules(max_load={"count": 14}))
    ways = found(of, DiagnosisParams(elastic=ElasticParams(whole_pairs=10, neighbourhood=20)))
    assert [change.to for way in ways[:2] for change in way.changes] == [15, 18]
    assert not any(way.proven for way in ways)
    for way in ways:
        assert_enough(of, way)


@pytest.mark.parametrize("language", ["en", "ru"])
def test_changes_in_words(language: str) -> None:
    """Every kind of change has its words, with names and numbers as people set them."""
    portfolio = planted(*PLANTS).portfolio
    tr = Translator(language)
    changes = (
        Change("max-load", "count", 0, asked=1, to=2),
        Change("max-load", "potential", asked=25, to=30.5),
        Change("loss-cap", "revenue", asked=0.2, to=0.27),
        Change("move-budget", "count", asked=0.0, to=0.125),
        Change("keep", client=0, manager=1),
        Change("eligible", manager=2, dimension="island", value="north"),
    )
    text = describe_changes(portfolio, changes, tr)
    assert [part.split(":")[0] for part in text.split("; ")] == [change.rule for change in changes]
    for part in ("Manager 0 (m0)", "27", "12.5" if language == "en" else "12,5", "Client 0 (c0)", "north"):
        assert part in text


def test_a_change_for_programs_has_the_ids_of_the_tables() -> None:
    portfolio = planted(crowded).portfolio
    assert Change("keep", client=1, manager=1).document(portfolio) == {
        "rule": "keep",
        "manager": "m1",
        "client": "c1",
    }
    assert Change("loss-cap", "revenue", asked=0.2, to=0.3).document(portfolio) == {
        "rule": "loss-cap",
        "measure": "revenue",
        "asked": 0.2,
        "to": 0.3,
    }


def test_a_limit_can_be_raised_for_one_or_for_everybody() -> None:
    """Ten clients, two managers with 4 each: 5 for everybody, or 6 for one of them."""
    of = case(builders.clients([0] * 10), builders.managers(2), policy=rules(max_load={"count": 4}))
    first, second = found(of)
    assert first.changes == (Change("max-load", "count", asked=4, to=5),)
    assert (second.changes[0].manager in (0, 1), second.changes[0].to) == (True, 6)
    for way in (first, second):
        assert_enough(of, way)
