"""Problems by numbers: the limits that must give way are named with amounts for whole clients (model §9)."""

from __future__ import annotations

from typing import Any

import pytest

from assigner.i18n import Translator
from assigner.optimize import solve
from assigner.optimize.diagnose import diagnose
from assigner.portfolio import NOBODY, Rule, RuleKind
from assigner.problem import build_problem
from assigner.problem.preflight import Finding, LimitsConflict, describe
from tests import builders
from tests.checker.support import CLAIMED, FREE, PROVEN, case, rules
from tests.optimize.support import TO_PROOF
from tests.strategies import Case


def six(owner: int = 0) -> Any:
    """Six clients worth 10 each."""
    return builders.clients([owner] * 6, potential=[10] * 6, revenue=[10] * 6)


def max_load() -> Case:
    """60 in all, 25 each: one manager has 20 (25 is no whole number of clients), the other must have 40."""
    return case(six(), builders.managers(2), policy=rules(max_load={"potential": 25}))


def max_count() -> Case:
    """Six clients, two each: one manager must take 4."""
    return case(six(), builders.managers(2), policy=rules(max_load={"count": 2}))


def min_load() -> Case:
    """60 in all, at least 35 each: one manager has 40, the other 20."""
    return case(six(), builders.managers(2), policy=rules(min_load={"potential": 35}))


def absorption() -> Case:
    """Six free clients, two managers with 2 new ones each: one must take 4."""
    return case(six(NOBODY), builders.managers(2), state=[FREE] * 6, policy=rules(absorption={"clients": 2}))


def move_budget() -> Case:
    """Three of six clients are the leaver's: 0.2 x 6 = 1.2 moves are not enough, 3 are."""
    base = builders.clients([0, 0, 0, 1, 1, 1], potential=[10] * 6)
    team = builders.managers(3, leaving=[False, True, False])
    return case(base, team, policy=rules(move_budget={"clients": 0.2}))


def loss_cap() -> Case:
    """m0 owns 100 in the North and 100 in the South but sells in the South only: he keeps 100 of 160."""
    base = builders.clients([0, 0, 1], revenue=[100, 100, 50], region=["N", "S", "S"])
    team = builders.managers(2, eligible={"region": [{"S"}, None]})
    return case(base, team, policy=rules(loss_cap={"cap": 0.2}))


PLANTED = [
    (max_load, "max-load", 40),
    (max_count, "max-load", 4),
    (min_load, "min-load", 20),
    (absorption, "absorption", 4),
    (move_budget, "move-budget", 3),
    (loss_cap, "loss-cap", 100),
]


def conflict(of: Case) -> LimitsConflict:
    """What is found by the numbers alone."""
    return diagnose(build_problem(of.portfolio, of.evidence, of.policy))


def findings(of: Case) -> tuple[Finding, ...]:
    """The limits that must give way."""
    return conflict(of).findings


@pytest.mark.parametrize(("plant", "rule", "needed"), PLANTED)
def test_the_broken_rule_is_named_with_the_amount_that_would_do(plant: Any, rule: str, needed: float) -> None:
    (found,) = findings(plant())
    assert found.rule == rule
    assert found.needed == pytest.approx(needed)


@pytest.mark.parametrize(("plant", "rule", "needed"), PLANTED)
def test_the_words_name_rule_manager_and_number(plant: Any, rule: str, needed: float) -> None:
    of = plant()
    (sentence,) = describe(conflict(of), of.portfolio, Translator())
    assert sentence.startswith(f"{rule}:")
    assert str(needed) in sentence
    assert rule == "move-budget" or "Manager 0 (m0)" in sentence or "Manager 1 (m1)" in sentence


def test_two_rules_that_fight_are_diagnosed_by_one_of_them() -> None:
    """m1 must get 2 of m0's 6 clients, but only 0.2 x 6 = 1.2 may move: either limit is a fair answer."""
    of = case(six(), builders.managers(2), policy=rules(min_load={"count": 2}, move_budget={"clients": 0.2}))
    (found,) = findings(of)
    assert (found.rule, found.needed) in {("min-load", 1), ("move-budget", 2)}


def test_amounts_are_enough_for_whole_clients() -> None:
    """Three clients of 10, two managers with 15 at most: halves would fit, whole clients need 20."""
    of = case(
        builders.clients([0, 0, 0], potential=[10] * 3),
        builders.managers(2),
        policy=rules(max_load={"potential": 15}),
    )
    with pytest.raises(LimitsConflict) as caught:
        solve(build_problem(of.portfolio, of.evidence, of.policy), TO_PROOF)
    assert [(item.rule, item.needed) for item in caught.value.findings] == [("max-load", 20)]


def test_too_many_competitors_are_called_apart() -> None:
    rows = [Rule(RuleKind.APART, a, b) for a, b in ((0, 1), (0, 2), (1, 2))]
    of = case(builders.clients([0, 0, 0]), builders.managers(2), rows=rows)
    with pytest.raises(LimitsConflict) as caught:
        solve(build_problem(of.portfolio, of.evidence, of.policy), TO_PROOF)
    assert "apart" in describe(caught.value, of.portfolio, Translator())[0]


def test_locked_clients_alone_can_be_the_conflict() -> None:
    """No unit is left to decide, and the two locked clients are above the limit of one."""
    of = case(
        builders.clients([0, 0]),
        builders.managers(2),
        state=[PROVEN, PROVEN],
        policy=rules(max_load={"count": 1}),
    )
    with pytest.raises(LimitsConflict) as caught:
        solve(build_problem(of.portfolio, of.evidence, of.policy), TO_PROOF)
    assert [(item.rule, item.needed) for item in caught.value.findings] == [("max-load", 2)]


def test_without_a_conflict_nothing_is_found() -> None:
    of = case(six(), builders.managers(2), state=[CLAIMED] * 6, policy=rules(max_load={"count": 3}))
    assert findings(of) == ()
