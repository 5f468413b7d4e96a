"""New answers by hand: what follows from a decision, what it costs, and what travels with it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from assigner.engine import check_assignment, weigh_case
from assigner.errors import NoAnswer, RulesConflict
from assigner.i18n import Translator
from assigner.policy import Policy
from assigner.portfolio import MergedCard, Rule, RuleKind
from scenarios.decisions import Change, Decision, Earlier, Ruling, Surprise, Why, decided_case, resolve
from tests import builders
from tests.scenarios.decisions.cases import TO_PROOF, case_of, plan, say, solved

SIX = case_of([0] * 6)
"""Six equal clients of m0, none of them worked, and m1 with none. m0 rate 5 %, no revenue: no loss cap."""
HALF = plan(1, 1, 1, 0, 0, 0)
"""The even division: three each, nothing violated."""


def test_somebody_else_goes_where_one_move_was_rejected() -> None:
    # c0 stays with m0. With 4 and 2 of 6 the targets are 30, loads 40 and 20. Tolerance is half a client over
    # the target, 5 / 30 = 0.1667, so both are 0.1667 beyond it: imbalance 100 x (mean + max) = 33.33 %, 666.7
    # points. One of c3, c4, c5 goes instead: 0 points. It costs the price, by default 500 / 6 = 83.3.
    resolved = solved(SIX, HALF, say("reject", 0))
    after = resolved.proposal.assignment
    assert after[0] == 0
    assert after.tolist().count(1) == 3
    assert [change.why for change in resolved.changes] == [Why.DECIDED, Why.BALANCE]
    assert resolved.changes[0] == Change("c0", "m1", "m0", Why.DECIDED)
    assert resolved.price == pytest.approx(500 / 6)
    assert resolved.before.score == pytest.approx(resolved.after.score)
    assert resolved.untouched is not None
    assert resolved.untouched.score - resolved.after.score == pytest.approx(20 * 100 / 3, abs=1.0)
    assert resolved.priced is not None
    assert resolved.priced.found == pytest.approx(resolved.after.score + 500 / 6)
    assert resolved.costs_at_most == pytest.approx(0.0, abs=1e-4)


@pytest.mark.parametrize(("price", "others"), [(600.0, 1), (700.0, 0)])
def test_a_change_is_made_where_it_is_worth_its_price(price: float, others: int) -> None:
    # It is worth 666.7 points, less 0.3 for one more move: 6 moves would be 100 x 6 x 0.004 / 1.224 = 1.96 %,
    # with value 1, fixed cost 2 % of 1 x (0.15 + 0.05) = 0.004 and D = 6 x 0.204 = 1.224.
    resolved = solved(SIX, HALF, say("reject", 0), price=price)
    assert resolved.count(Why.BALANCE) == others
    assert resolved.count(Why.DECIDED) == 1
    worth = 0.0 if others else 2000 / 3 - 0.1 / 0.306
    assert resolved.costs_at_most == pytest.approx(worth, abs=0.01)


def test_so_many_may_change_and_no_more() -> None:
    resolved = solved(SIX, HALF, say("reject", 0), most=0)
    assert [change.client_id for change in resolved.changes] == ["c0"]
    assert not resolved.notes


@pytest.mark.parametrize(("most", "others"), [(None, 5), (7, 7), (30, 10)])
def test_a_poor_proposal_is_no_reason_to_divide_anew(most: int | None, others: int) -> None:
    # Of 20 equal clients the proposal gives one to m1. That is rejected, and the even division is 10 and 10:
    # each client more is better for free up to ten. By default five may change for the one that has to.
    case = case_of([0] * 20)
    resolved = solved(case, plan(1, *[0] * 19), say("reject", 0), most=most, price=0.0)
    assert resolved.count(Why.BALANCE) == others
    assert resolved.proposal.assignment.tolist().count(1) == others


def test_where_the_rules_need_more_changes_it_is_said() -> None:
    # At most three clients each: when c0 stays with m0, one of c3, c4, c5 has to go, allowed or not.
    case = case_of([0] * 6, policy=Policy.model_validate({"rules": {"max_load": {"count": 3}}}))
    resolved = solved(case, HALF, say("reject", 0), most=0)
    assert resolved.count(Why.BALANCE) == 1
    assert resolved.untouched is None
    assert resolved.needed == 1
    assert resolved.notes == ("The limits made 1 further client change; nothing less was found.",)


def test_a_decision_that_is_kept_already_changes_nothing() -> None:
    # The earlier answer is a poor one, 5 and 1; nobody asked for a better one.
    poor = plan(1, 0, 0, 0, 0, 0)
    resolved = solved(SIX, poor, say("reject", 1), say("accept", 0), say("pin", 2, 0), say("ban", 3, 1))
    assert resolved.changes == ()
    assert resolved.priced is None
    assert resolved.notes == ("The proposal keeps all decisions already: nothing changes.",)
    assert resolved.free.found < resolved.after.score
    assert resolved.costs_at_most >= resolved.after.score - resolved.free.found


def test_a_reason_stands_beside_the_rule_that_the_checker_verifies() -> None:
    ruled = decided_case(
        SIX,
        Earlier.of(SIX, HALF),
        [say("reject", 0, reason="a friend"), say("ban", 1, 1, reason="a quarrel")],
    )
    assert Rule(RuleKind.PIN, 0, 0, "a friend") in ruled.portfolio.rules
    assert Rule(RuleKind.BAN, 1, 1, "a quarrel") in ruled.portfolio.rules
    assert {one.rule for one in check_assignment(ruled, HALF).breaks} == {"keep", "banned"}
    assert SIX.portfolio.rules == ()


def test_accepted_moves_stay_under_the_loss_cap() -> None:
    # m0 has 100 of revenue in ten clients, of which it may lose 20. Both accepted moves, c0 and c1, take 20.
    # As pins they would leave the base of the cap: 16 more of the other 80 could go. c2 is sent to m1 by a
    # pin, which does leave the base: of 90, 18 may go, less than the 20 accepted. So the rules conflict.
    policy = Policy.model_validate({"rules": {"keep": {"states": []}}})
    case = case_of([0] * 10, policy=policy, revenue=[10.0] * 10)
    before = plan(1, 1, *[0] * 8)
    assert solved(case, before, say("accept", 0), say("accept", 1)).changes == ()
    with pytest.raises(RulesConflict) as conflict:
        solved(case, before, say("accept", 0), say("accept", 1), say("pin", 2, 1))
    assert conflict.value.reasons == (
        "accepted moves, the other decisions and the hard rules can't all hold",
    )
    (remedy,) = conflict.value.remedies
    assert [change["decision"] for change in remedy.changes] == ["accept"]
    assert remedy.changes[0]["client_id"] in ("c0", "c1")


def test_an_accepted_move_is_not_undone_for_balance() -> None:
    # 5 and 1: the pin of c5 to m0 would let c0 go back as well, were it not accepted.
    before = plan(1, 1, 1, 1, 1, 0)
    resolved = solved(SIX, before, say("reject", 1), say("accept", 0), say("accept", 2), price=0.0)
    after = resolved.proposal.assignment
    assert (after[0], after[1], after[2]) == (1, 0, 1)
    assert after.tolist().count(1) == 3


def test_a_holding_goes_with_its_member() -> None:
    # c0 of m0 and c1 of m1 are one holding, given to m2. Rejecting c0 locks it to m0; c1 follows (model §3).
    case = case_of([0, 1, 2, 2, 0, 1], managers=3, groups=["g", "g", "", "", "", ""])
    resolved = solved(case, plan(2, 2, 2, 2, 0, 1), say("reject", 0), price=1000.0)
    told = {change.client_id: change for change in resolved.changes}
    assert told["c0"] == Change("c0", "m2", "m0", Why.DECIDED)
    assert told["c1"] == Change("c1", "m2", "m0", Why.HOLDING)
    assert "1 client goes with the holding of a client that was decided on." in resolved.notes


def test_a_holding_that_two_decisions_tear_apart_is_told() -> None:
    case = case_of([0, 1, 2, 2, 0, 1], managers=3, groups=["g", "g", "", "", "", ""])
    resolved = solved(case, plan(2, 2, 2, 2, 0, 1), say("reject", 0), say("reject", 1), price=1000.0)
    assert resolved.proposal.assignment[:2].tolist() == [0, 1]
    assert any("the group is split" in note for note in resolved.notes)


def test_a_client_apart_from_a_decided_one_gives_way_by_rule() -> None:
    # c0 and c3 must be apart. c0 goes back to m0, where c3 is: c3 has to leave.
    case = case_of([0] * 6, rules=[Rule(RuleKind.APART, 0, 3)])
    resolved = solved(case, HALF, say("reject", 0))
    assert Change("c3", "m0", "m1", Why.RULES) in resolved.changes
    assert resolved.count(Why.BALANCE) == 0


def test_a_decision_about_a_card_is_about_its_client() -> None:
    facts = replace(
        SIX.portfolio,
        merged=(MergedCard("old", "Old card", 0, 0),),
        main_cards=(MergedCard("c0", "Client 0", 0, 0),),
    )
    case = weigh_case(facts, SIX.policy, as_of=builders.AS_OF)
    resolved = solved(case, HALF, say("reject", "old"))
    assert resolved.proposal.assignment[0] == 0
    assert "old is a card of Client 0 (c0): the decision is about the whole client." in resolved.notes


def test_a_pin_of_the_base_gives_way_to_a_decision() -> None:
    case = case_of([0] * 6, rules=[Rule(RuleKind.PIN, 0, 1)])
    resolved = solved(case, HALF, say("reject", 0))
    assert resolved.proposal.assignment[0] == 0


def test_a_budget_that_decisions_exceed_is_a_conflict_with_ways_out() -> None:
    # One of six clients may move; two pins away from the owner are two moves.
    case = case_of([0] * 6, policy=Policy.model_validate({"rules": {"move_budget": {"clients": 0.2}}}))
    with pytest.raises(RulesConflict) as conflict:
        solved(case, plan(1, 0, 0, 0, 0, 0), say("pin", 1, 1), say("pin", 2, 1))
    assert any("move-budget" in reason for reason in conflict.value.reasons)
    assert conflict.value.remedies


def test_levels_one_before_the_other_are_weighed_and_it_is_said() -> None:
    objective = {"objective": {"mode": "lexicographic"}}
    case = case_of([0] * 6, policy=Policy.model_validate(objective))
    resolved = solved(case, HALF, say("reject", 0))
    assert resolved.count(Why.BALANCE) == 1
    assert resolved.notes[0].startswith("The policy puts one level before the other.")
    assert resolved.proposal.status == "feasible"
    assert resolved.proposal.bound <= resolved.after.score


@pytest.mark.parametrize(("first", "loads"), [(True, [3, 1, 2]), (False, [6, 0, 0])])
def test_nobody_falls_further_behind_than_the_decisions_make_him(first: bool, loads: list[int]) -> None:
    # All six are m0's today, two each were planned, and only moves cost anything here, changes nothing:
    # without worst-off first all go back to m0. With it m1, who loses c2 by the pin, keeps c3, and m2 two.
    objective = {"worst_off_first": first, "weights": {"imbalance": 0, "disruption": 1, "fit": 0}}
    case = case_of([0] * 6, managers=3, policy=Policy.model_validate({"objective": objective}))
    resolved = solved(case, plan(0, 0, 1, 1, 2, 2), say("pin", 2, 0), price=0.0)
    assert np.bincount(resolved.proposal.assignment, minlength=3).tolist() == loads
    assert any("nobody's share falls" in note for note in resolved.notes) == first


def test_a_stop_before_the_first_answer_says_so_or_gives_what_is_at_hand() -> None:
    # Untouched, c0 back with m0 is lawful: it is the answer where nothing may be searched.
    decisions = [say("reject", 0)]
    try:
        resolved = resolve(SIX, Earlier.of(SIX, HALF), decisions, TO_PROOF, should_stop=lambda: True)
    except NoAnswer:
        pytest.fail("the untouched answer keeps all rules")
    assert resolved.proposal.assignment[0] == 0
    assert resolved.free.bound <= resolved.after.score


def test_a_client_that_the_earlier_answer_leaves_to_nobody_is_placed() -> None:
    # Two with m0 and three with m1: c5 evens it out with m0, and nobody else needs to change.
    resolved = solved(SIX, plan(1, 1, 1, 0, 0, -1))
    assert resolved.changes == (Change("c5", "", "m0", Why.RULES),)


def test_words_are_in_the_readers_language() -> None:
    resolved = resolve(SIX, Earlier.of(SIX, HALF), [], TO_PROOF, tr=Translator("ru"))
    assert resolved.notes == ("Предложение уже выполняет все решения: ничего не меняется.",)


@pytest.mark.parametrize("values", [{"price": -1.0}, {"price": float("nan")}, {"most": -1}])
def test_a_price_is_a_number_from_nought_on(values: dict[str, float]) -> None:
    with pytest.raises(ValueError, match=r"price|most"):
        Surprise(**values)  # type: ignore[arg-type]


def test_a_decision_is_plain() -> None:
    assert Decision("c0", Ruling("ban"), "m1").reason == ""
