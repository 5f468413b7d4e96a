"""Cheap proofs of conflicts, each with its rule, its manager and its numbers (model §9)."""

from __future__ import annotations

import pytest

from assigner.errors import InputError, RulesConflict
from assigner.portfolio import NOBODY, Rule, RuleKind
from tests import builders
from tests.checker.support import CLAIMED, FREE, PROVEN, case, rules
from tests.problem.support import problem, proofs
from tests.strategies import Case


def only_proof(of: Case) -> str:
    """The one proof of a case."""
    found = proofs(of)
    assert len(found) == 1, found
    return found[0]


def assert_says(sentence: str, rule: str, *parts: str) -> None:
    """The rule comes first, the names and numbers somewhere."""
    assert sentence.startswith(f"{rule}:"), sentence
    for part in parts:
        assert part in sentence, f"{part!r} is missing in: {sentence}"


def test_locked_clients_above_the_max_load() -> None:
    """Three proven clients of 10 are 120 % of 25."""
    of = case(
        builders.clients([0, 0, 0], potential=[10, 10, 10]),
        builders.managers(2),
        state=[PROVEN] * 3,
        policy=rules(max_load={"potential": 25}),
    )
    assert_says(only_proof(of), "max-load", "Manager 0 (m0)", "30", "25", "120%")


def test_clients_of_one_manager_only_count_as_his() -> None:
    """Both Northern clients can only be m0's, whose own limit is one."""
    base = builders.clients([0, 1, 1], region=["N", "N", "S"])
    team = builders.managers(2, eligible={"region": [None, {"S"}]}, max_clients=[1, 9])
    assert_says(only_proof(case(base, team)), "max-load", "Manager 0 (m0)", "2 against 1, clients", "200%")


def test_a_limit_that_is_met_exactly_is_no_conflict() -> None:
    of = case(
        builders.clients([0] * 3, potential=[0.1, 0.2, 0.3]),
        builders.managers(1),
        state=[PROVEN] * 3,
        policy=rules(max_load={"potential": 0.6}, min_load={"potential": 0.6}),
    )
    assert proofs(of) == ()


def test_min_load_beyond_everything_a_manager_could_get() -> None:
    """m1 takes South only, where there is one client of 10; the minimum is 15."""
    base = builders.clients([0, 0, 1], potential=[20, 20, 10], region=["N", "N", "S"])
    team = builders.managers(2, eligible={"region": [None, {"S"}]})
    of = case(base, team, policy=rules(min_load={"potential": 15}))
    assert_says(only_proof(of), "min-load", "Manager 1 (m1)", "10", "15")


def test_a_loss_that_nobody_can_prevent() -> None:
    """c0 (100 of m0) follows its group to m1: m0 keeps 0 where the cap asks for 80."""
    of = case(
        builders.clients([0, 1], revenue=[100, 500], groups=["g", "g"]),
        builders.managers(2),
        state=[CLAIMED, PROVEN],
        policy=rules(loss_cap={"cap": 0.2}),
    )
    assert_says(only_proof(of), "loss-cap", "Manager 0 (m0)", "80")


def test_a_move_budget_below_the_clients_of_leavers() -> None:
    """2 of 4 clients belong to the leaver; the budget is 0.25 x 4 = 1."""
    of = case(
        builders.clients([0, 0, 1, 1]),
        builders.managers(2, leaving=[False, True]),
        policy=rules(move_budget={"clients": 0.25}),
    )
    assert_says(only_proof(of), "move-budget", "2 must move", "clients", "the budget is 1")


def test_absorption_below_what_only_one_manager_may_have() -> None:
    of = case(
        builders.clients([NOBODY, 1], region=["N", "S"]),
        builders.managers(2, eligible={"region": [None, {"S"}]}),
        state=[FREE, CLAIMED],
        policy=rules(absorption={"clients": 0}),
    )
    assert_says(proofs(of)[0], "absorption", "Manager 0 (m0)", "at least 1", "the limit is 0")


def test_all_limits_together_too_small_for_the_clients() -> None:
    """Five clients, room for two each: one too many."""
    of = case(builders.clients([0] * 5), builders.managers(2), policy=rules(max_load={"count": 2}))
    assert_says(only_proof(of), "max-load", "5", "4", "by 1")


def test_absorption_too_small_for_the_free_clients() -> None:
    """Five free clients are new to anybody; two managers absorb two each."""
    of = case(
        builders.clients([NOBODY] * 5),
        builders.managers(2),
        state=[FREE] * 5,
        policy=rules(absorption={"clients": 2}),
    )
    assert_says(only_proof(of), "absorption", "5", "4")


def test_every_broken_limit_is_proven_not_only_the_first() -> None:
    of = case(
        builders.clients([0, 0, 1, 1], potential=[10] * 4),
        builders.managers(2),
        state=[PROVEN] * 4,
        policy=rules(max_load={"potential": 15}),
    )
    assert [proof.split(":")[0] for proof in proofs(of)] == ["max-load", "max-load"]


def conflict(of: Case) -> str:
    """Reasons why no problem can be built."""
    with pytest.raises(RulesConflict) as caught:
        problem(of)
    return "\n".join(caught.value.reasons)


def test_apart_clients_locked_to_one_manager() -> None:
    of = case(
        builders.clients([0, 0]), builders.managers(2), state=[PROVEN] * 2, rows=[Rule(RuleKind.APART, 0, 1)]
    )
    assert_says(conflict(of), "apart", "c0", "c1", "Manager 0")


def test_apart_clients_of_one_holding() -> None:
    base = builders.clients([0, 0], groups=["g", "g"])
    of = case(base, builders.managers(2), rows=[Rule(RuleKind.APART, 0, 1)])
    assert_says(conflict(of), "apart", "c0", "c1", "together")


def test_apart_from_locked_clients_of_everybody() -> None:
    """c2 must be apart from c0 (locked to m0) and c1 (locked to m1)."""
    of = case(
        builders.clients([0, 1, 0]),
        builders.managers(2),
        state=[PROVEN, PROVEN, CLAIMED],
        rows=[Rule(RuleKind.APART, 0, 2), Rule(RuleKind.APART, 1, 2)],
    )
    assert_says(conflict(of), "apart", "c2")


def test_a_holding_without_a_common_manager() -> None:
    """c0 is Northern, c1 Southern; m0 takes only North, m1 only South."""
    base = builders.clients([0, 1], groups=["g", "g"], region=["N", "S"])
    of = case(base, builders.managers(2, eligible={"region": [{"N"}, {"S"}]}))
    assert_says(conflict(of), "together", "c0", "c1")


def test_locked_clients_of_two_managers_may_be_apart() -> None:
    of = case(
        builders.clients([0, 1]), builders.managers(2), state=[PROVEN] * 2, rows=[Rule(RuleKind.APART, 0, 1)]
    )
    assert problem(of).num_units == 0


def refused(of: Case) -> list[str]:
    """Codes and values of the issues."""
    with pytest.raises(InputError) as caught:
        problem(of)
    return [f"{issue.code}: {issue.message}" for issue in caught.value.issues]


def test_nobody_with_weight_is_refused() -> None:
    of = case(builders.clients([0]), builders.managers(2, leaving=[True, False], fte=[1, 0]))
    assert [text.split(":")[0] for text in refused(of)] == ["nobody-with-weight"]


def test_every_client_without_a_manager_is_named() -> None:
    """m0 takes South only: c0 and c2 of the North are nobody's; the excluded c3 does not matter."""
    base = builders.clients([0] * 4, region=["N", "S", "N", "N"], excluded=[False, False, False, True])
    found = refused(case(base, builders.managers(1, eligible={"region": [{"S"}]})))
    assert [text.split(":")[0] for text in found] == ["no-eligible-manager"] * 2
    assert "c0" in found[0]
    assert "c2" in found[1]


def test_a_pin_against_a_ban_is_refused() -> None:
    of = case(
        builders.clients([0]), builders.managers(2), rows=[Rule(RuleKind.PIN, 0, 1), Rule(RuleKind.BAN, 0, 1)]
    )
    found = refused(of)
    assert len(found) == 1
    assert_says(found[0], "pin-not-eligible", "c0", "Manager 1")


def test_a_pin_to_a_leaver_is_refused_and_a_pin_of_an_excluded_client_ignored() -> None:
    base = builders.clients([0, 0], pinned=[1, 1], excluded=[False, True])
    found = refused(case(base, builders.managers(2, leaving=[False, True])))
    assert len(found) == 1
    assert "c0" in found[0]


def test_more_clients_mutually_apart_than_managers() -> None:
    """Three competitors, two managers: each pair could part, all three can't."""
    apart = [Rule(RuleKind.APART, a, b) for a, b in ((0, 1), (0, 2), (1, 2))]
    of = case(builders.clients([-1] * 3), builders.managers(2), state=[FREE] * 3, rows=apart)
    assert_says(only_proof(of), "apart", "the 3 clients c0, c1, c2", "only 2 managers")
