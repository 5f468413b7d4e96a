"""Decisions that can't be meant: each told with its place, value and remedy, all at once."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assigner.engine import Case
from assigner.errors import InputError, Issue
from assigner.i18n import Translator
from assigner.policy import Policy
from assigner.portfolio import IntArray, Rule, RuleKind
from scenarios.decisions import Decision, Earlier, Ruling, decided_case
from tests.scenarios.decisions.cases import case_of, plan, say, solved

# c0, c1 of m0, c2 of m1, c3 of the leaver m2, c4 free, c5 excluded; m1 may only have the north.
BASE = case_of(
    [0, 0, 1, 2, -1, 0],
    managers=3,
    team={"leaving": [False, False, True], "eligible": {"region": [None, {"north"}, None]}},
    excluded=[False] * 5 + [True],
    region=["north", "south", "north", "north", "north", "north"],
    rules=[Rule(RuleKind.BAN, 4, 1)],
)
BEFORE = plan(1, 0, 1, 0, 0, -1)


def issues(case: Case, before: IntArray, *decisions: Decision) -> tuple[Issue, ...]:
    """What is wrong with these decisions."""
    with pytest.raises(InputError) as refusal:
        decided_case(case, Earlier.of(case, before), decisions)
    return refusal.value.issues


@pytest.mark.parametrize(
    ("decision", "column", "message"),
    [
        (say("reject", "c9"), "client_id", "there is no such client"),
        (say("accept", 1), "client_id", "the client does not move in the proposal"),
        (say("accept", 0, 2), "manager_id", "the proposal gives the client to Manager 1 (m1)"),
        (say("reject", 3), "manager_id", "the manager can receive nothing"),
        (say("reject", 4), "client_id", "nobody owns the client"),
        (say("reject", 5), "client_id", "the client is excluded"),
        (say("reject", 0, 0), "manager_id", "no manager can be named"),
        (say("pin", 0), "manager_id", "it is not said which manager is meant"),
        (say("ban", 0), "manager_id", "it is not said which manager is meant"),
        (say("pin", 0, 7), "manager_id", "there is no such manager"),
        (say("pin", 1, 1), "manager_id", "the client is outside the manager's segments"),
        (say("pin", 4, 1), "manager_id", "a rule of the base bans the client from this manager"),
        (say("pin", 0, 2), "manager_id", "the manager can receive nothing"),
        (say("ban", 4, 0), "client_id", "the bans leave nobody who may have the client"),
    ],
)
def test_a_decision_against_the_base_says_why(decision: Decision, column: str, message: str) -> None:
    (issue,) = issues(BASE, BEFORE, decision)
    assert issue.column == f"decisions.0.{column}"
    assert message in issue.message
    assert issue.remedy
    assert issue.value or column == "manager_id"


def test_everything_wrong_is_told_at_once_in_the_order_given() -> None:
    found = issues(BASE, BEFORE, say("pin", 0), say("ban", 0, 1), say("reject", "c9"), say("accept", "c8", 9))
    places = [issue.column for issue in found]
    assert places == [
        "decisions.0.manager_id", "decisions.2.client_id", "decisions.3.client_id", "decisions.3.manager_id",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (say("accept", 0), say("reject", 0)),
        (say("accept", 0), say("ban", 0, 1)),
        (say("pin", 0, 1), say("reject", 0)),
        (say("pin", 2, 0), say("pin", 2, 1)),
        (say("reject", 0), say("ban", 0, 0)),
    ],
)
def test_two_decisions_about_one_client_must_agree(first: Decision, second: Decision) -> None:
    (issue,) = issues(BASE, BEFORE, first, second)
    assert issue.column == "decisions.1.verdict"
    assert "this contradicts decision 1" in issue.message


def test_decisions_that_agree_may_be_many() -> None:
    agreed = [say("accept", 0), say("pin", 0, 1), say("ban", 0, 0), say("accept", 0, 1)]
    assert solved(BASE, BEFORE, *agreed).changes == ()


def test_an_answer_of_another_base_is_stale() -> None:
    other = case_of([0, 0, 1, 0, 0, 0], managers=3)
    earlier = Earlier.of(other, BEFORE)
    with pytest.raises(InputError, match="about a proposal of another base"):
        decided_case(BASE, earlier, [say("reject", 0)])
    with pytest.raises(InputError, match="about a proposal of another base"):
        decided_case(BASE, replace(Earlier.of(BASE, BEFORE), assignment=BEFORE[:3]), [])
    with pytest.raises(InputError, match="about a proposal of another base"):
        decided_case(BASE, replace(Earlier.of(BASE, BEFORE), assignment=BEFORE + 2), [])
    with pytest.raises(InputError, match="относятся к предложению по другой базе"):
        decided_case(BASE, earlier, [], Translator("ru"))


@pytest.mark.parametrize(
    ("rules", "decision"),
    [
        ({"keep": {"enabled": False}}, say("reject", 0)),
        ({"keep": {"pins": False}}, say("pin", 0, 0)),
        ({"banned": {"enabled": False}}, say("ban", 0, 1)),
    ],
)
def test_a_rule_that_is_switched_off_holds_no_decision(rules: object, decision: Decision) -> None:
    case = case_of([0] * 4, policy=Policy.model_validate({"rules": rules}))
    (issue,) = issues(case, plan(1, 1, 0, 0), decision)
    assert "the policy has switched off" in issue.message
    assert issue.column == "decisions.0.verdict"


def test_a_ban_from_whom_the_base_pins_the_client_to() -> None:
    case = case_of([0] * 4, rules=[Rule(RuleKind.PIN, 0, 1)])
    (issue,) = issues(case, plan(1, 1, 0, 0), say("ban", 0, 1))
    assert "a rule of the base pins the client to this manager" in issue.message
    assert solved(case, plan(1, 1, 0, 0), say("ban", 0, 1), say("pin", 0, 0)).proposal.assignment[0] == 0


def test_who_sells_to_a_client_may_lose_it_by_a_decision_only() -> None:
    # c0 is proven (revenue, its owner stays): keep holds it, a pin and a ban go before that (model §1, §3).
    case = case_of([0] * 4, revenue=[50.0, 0.0, 0.0, 0.0])
    before = plan(0, 0, 1, 1)
    assert solved(case, before, say("pin", 0, 1)).proposal.assignment[0] == 1
    assert solved(case, before, say("ban", 0, 0)).proposal.assignment[0] == 1


def test_an_accepted_move_that_a_holding_takes_elsewhere() -> None:
    # c0 and c1 are one holding, given to m1. c0 is rejected, so c1 has to follow it to m0.
    case = case_of([0] * 4, groups=["g", "g", "", ""])
    with pytest.raises(InputError, match="the accepted move can't be held") as refusal:
        solved(case, plan(1, 1, 0, 0), say("accept", 1), say("reject", 0))
    assert refusal.value.issues[0].column == "decisions.0.client_id"
    split = solved(case, plan(1, 1, 0, 0), say("pin", 1, 1), say("reject", 0))
    assert split.proposal.assignment[:2].tolist() == [0, 1]


def test_accepted_moves_of_one_holding_must_go_one_way() -> None:
    # The earlier answer is unlawful: it has c0 and c1 of one holding with two managers.
    case = case_of([0] * 4, managers=3, groups=["g", "g", "", ""])
    with pytest.raises(InputError, match="the accepted move can't be held"):
        solved(case, plan(1, 2, 0, 0), say("accept", 0), say("accept", 1))


def test_every_verdict_is_one_of_four() -> None:
    assert [one.value for one in Ruling] == ["accept", "reject", "pin", "ban"]
