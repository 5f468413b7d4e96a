"""Planted conflicts: the diagnosis names the rule, and what it proposes is enough (model §9)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import pytest

from assigner.errors import RulesConflict
from assigner.i18n import Translator
from assigner.optimize import solve
from assigner.optimize.diagnose import diagnose
from assigner.policy import Policy
from assigner.portfolio import NOBODY, Rule, RuleKind
from assigner.problem import build_problem
from assigner.problem.preflight import Finding, LimitsConflict, describe
from tests import builders
from tests.checker.support import CLAIMED, FREE, PROVEN, case, rules
from tests.optimize.support import TO_PROOF, judge
from tests.strategies import Case


@dataclass(frozen=True)
class Planted:
    """A case with one conflict; `cure` gives the rules with the needed amount in place of what was asked."""

    of: Case
    rule: str
    needed: float
    cure: Callable[[float], dict[str, Any]]


def _six(owner: int = 0) -> Any:
    """Six clients worth 10 each."""
    return builders.clients([owner] * 6, potential=[10] * 6, revenue=[10] * 6)


def max_load() -> Planted:
    """60 in all, two managers with 25 each: one must take 35."""
    of = case(_six(), builders.managers(2), policy=rules(max_load={"potential": 25}))
    return Planted(of, "max-load", 35, lambda x: {"max_load": {"potential": x}})


def max_count() -> Planted:
    """Six clients, two each: one manager must take 4."""
    of = case(_six(), builders.managers(2), policy=rules(max_load={"count": 2}))
    return Planted(of, "max-load", 4, lambda x: {"max_load": {"count": x}})


def min_load() -> Planted:
    """60 in all, two managers with at least 35: one can only get 25."""
    of = case(_six(), builders.managers(2), policy=rules(min_load={"potential": 35}))
    return Planted(of, "min-load", 25, lambda x: {"min_load": {"potential": x}})


def absorption() -> Planted:
    """Six free clients, two managers with 2 new ones each: one must take 4."""
    of = case(_six(NOBODY), builders.managers(2), state=[FREE] * 6, policy=rules(absorption={"clients": 2}))
    return Planted(of, "absorption", 4, lambda x: {"absorption": {"clients": int(x)}})


def move_budget() -> Planted:
    """Three of six clients are the leaver's: 0.2 x 6 = 1.2 moves are not enough, 3 are."""
    base = builders.clients([0, 0, 0, 1, 1, 1], potential=[10] * 6)
    team = builders.managers(3, leaving=[False, True, False])
    of = case(base, team, policy=rules(move_budget={"clients": 0.2}))
    return Planted(of, "move-budget", 3, lambda x: {"move_budget": {"clients": x / 6}})


def loss_cap() -> Planted:
    """m0 owns 100 in the North and 100 in the South but sells in the South only: he keeps 100 of 160."""
    base = builders.clients([0, 0, 1], revenue=[100, 100, 50], region=["N", "S", "S"])
    team = builders.managers(2, eligible={"region": [{"S"}, None]})
    of = case(base, team, policy=rules(loss_cap={"cap": 0.2}))
    return Planted(of, "loss-cap", 100, lambda x: {"loss_cap": {"cap": 1 - x / 200}})


PLANTED = [max_load, max_count, min_load, absorption, move_budget, loss_cap]


def findings(of: Case) -> tuple[Finding, ...]:
    """What the elastic relaxation finds."""
    return diagnose(build_problem(of.portfolio, of.evidence, of.policy)).findings


@pytest.mark.parametrize("plant", PLANTED)
def test_the_broken_rule_is_named_with_the_amount_that_would_do(plant: Callable[[], Planted]) -> None:
    planted = plant()
    found = findings(planted.of)
    assert {item.rule for item in found} == {planted.rule}
    if planted.rule in ("min-load", "loss-cap"):
        assert min(item.needed for item in found) == pytest.approx(planted.needed)
    else:
        assert max(item.needed for item in found) == pytest.approx(planted.needed)


@pytest.mark.parametrize("plant", PLANTED)
def test_what_is_proposed_makes_the_case_possible(plant: Callable[[], Planted]) -> None:
    planted = plant()
    with pytest.raises(RulesConflict):
        solve(build_problem(planted.of.portfolio, planted.of.evidence, planted.of.policy), TO_PROOF)
    pick = min if planted.rule in ("min-load", "loss-cap") else max
    needed = pick(item.needed for item in findings(planted.of))
    cured = replace(planted.of, policy=_cured(planted.of.policy, planted.cure(needed)))
    solution = solve(build_problem(cured.portfolio, cured.evidence, cured.policy), TO_PROOF)
    assert judge(cured, solution).ok


def _cured(policy: Policy, parts: dict[str, Any]) -> Policy:
    document = policy.model_dump()
    for name, values in parts.items():
        document["rules"][name] |= values
    return Policy.model_validate(document)


@pytest.mark.parametrize("plant", PLANTED)
def test_the_words_name_rule_manager_and_number(plant: Callable[[], Planted]) -> None:
    planted = plant()
    conflict = diagnose(build_problem(planted.of.portfolio, planted.of.evidence, planted.of.policy))
    sentences = describe(conflict, planted.of.portfolio, Translator())
    assert all(sentence.startswith(planted.rule) for sentence in sentences)
    assert any(f"{planted.needed:.0f}" in sentence for sentence in sentences)
    if planted.rule != "move-budget":
        assert all("Manager 0 (m0)" in text or "Manager 1 (m1)" in text for text in sentences)


def test_two_rules_that_fight_are_diagnosed_by_one_of_them() -> None:
    """m1 must get 2 of m0's 6 clients, but only 0.2 x 6 = 1.2 may move: either limit is a fair answer."""
    of = case(_six(), builders.managers(2), policy=rules(min_load={"count": 2}, move_budget={"clients": 0.2}))
    found = findings(of)
    assert {item.rule for item in found} <= {"min-load", "move-budget"}
    assert found
    for item in found:
        assert item.needed == round(item.needed)  # whole clients


def test_what_only_whole_clients_break_has_no_amounts() -> None:
    """Three clients of 10, two managers with 15 at most: halves would fit, whole clients don't."""
    of = case(
        builders.clients([0, 0, 0], potential=[10] * 3),
        builders.managers(2),
        policy=rules(max_load={"potential": 15}),
    )
    with pytest.raises(LimitsConflict) as caught:
        solve(build_problem(of.portfolio, of.evidence, of.policy), TO_PROOF)
    assert caught.value.findings == ()
    assert "max-load" in describe(caught.value, of.portfolio, Translator())[0]


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
    of = case(_six(), builders.managers(2), state=[CLAIMED] * 6, policy=rules(max_load={"count": 3}))
    assert findings(of) == ()
