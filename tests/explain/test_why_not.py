"""Single changes: their figures are those of the checker on the changed assignment, to the last bit."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from assigner.checker import check
from assigner.errors import InputError
from assigner.evidence.model import State
from assigner.explain import Effect, Pain, explain_client, render_why_not, why_not
from assigner.policy import Policy
from assigner.proposal import Proposal
from tests import builders
from tests.explain.cases import propose
from tests.strategies import Case, cases

P, C = State.PROVEN, State.CLAIMED
TOTAL_ONLY = Policy.model_validate(
    {
        "balance": {"goals": [{"measure": "potential", "dimension": "total", "tolerance": 0.0}]},
        "rules": {"loss_cap": {"enabled": False}},
    }
)


def proposal_of(case: Case) -> Proposal:
    """The case's own plan as a proposal."""
    assert case.witness is not None
    return propose(case.portfolio, case.evidence, case.witness.tolist(), case.policy)


def assert_is_check(proposal: Proposal, effect: Effect) -> None:
    """The effect equals what the checker says of the changed assignment."""
    changed = proposal.assignment.copy()
    changed[list(effect.client_idxs)] = effect.manager_idx
    verdict = check(proposal.portfolio, proposal.evidence, proposal.policy, changed)
    after = verdict.after
    assert (effect.score_before, effect.score_after) == (proposal.score, after.score)
    assert (effect.levels_after, effect.breaks) == (after.levels, verdict.breaks)
    assert effect.pain_after == Pain(
        after.revenue_at_risk, after.commission_at_stake, after.fixed_cost, after.evidence_mismatch
    )
    before = proposal.verdict.after.cells
    changed_cells = {(cell.goal, cell.value, cell.manager_idx): cell for cell in effect.cells}
    for row in range(len(before)):
        key = (before.goal[row], before.value[row], int(before.manager_idx[row]))
        if key in changed_cells:
            cell = changed_cells[key]
            assert (cell.load_before, cell.load_after) == (before.load[row], after.cells.load[row])
            assert cell.violation_after == after.cells.violation[row]
        else:
            assert after.cells.load[row] == pytest.approx(before.load[row], rel=1e-9, abs=1e-9)


@settings(max_examples=25, deadline=None)
@given(case=cases(feasible=True, min_clients=2), client=st.integers(0, 6), manager=st.integers(0, 2))
def test_why_not_is_what_check_says(case: Case, client: int, manager: int) -> None:
    proposal = proposal_of(case)
    assume(client < case.portfolio.num_clients and manager < case.portfolio.num_managers)
    assume(not case.portfolio.clients.excluded[client])
    answer = why_not(proposal, client, manager)
    assert_is_check(proposal, answer.alone)
    assert answer.alone.client_idxs == (client,)
    if answer.together is not None:
        assert client in answer.together.client_idxs
        assert_is_check(proposal, answer.together)


@settings(max_examples=15, deadline=None)
@given(case=cases(feasible=True), client=st.integers(0, 6))
def test_every_option_of_a_story_is_what_check_says(case: Case, client: int) -> None:
    proposal = proposal_of(case)
    assume(client < case.portfolio.num_clients)
    story = explain_client(proposal, client)
    assert story.locked == bool(proposal.verdict.locked[client])
    assert len(story.options) == story.num_others
    assert not (story.locked and story.options)
    for effect in story.options:
        assert effect.manager_idx != proposal.assignment[client]
        assert not {found.rule for found in effect.breaks} & {"keep", "eligible", "banned", "together"}
        assert_is_check(proposal, effect)


def four_of_ten(groups: list[str] | None = None) -> Proposal:
    """Four clients of potential 10, all m0's and claimed; c2 and c3 go to m1: 20 of 20 each."""
    base = builders.clients([0] * 4, potential=[10.0] * 4, revenue=[0.0, 0.0, 100.0, 0.0], groups=groups)
    facts = builders.portfolio(base, builders.managers(2))
    known = builders.evidence(facts, [C] * 4, {(2, 0): 0.5})
    return propose(facts, known, [0, 0, 1, 1], TOTAL_ONLY)


def test_the_verdict_is_one_sentence_with_the_figures() -> None:
    # c2 back to m0: 30 and 10 of 20. Above: 150 % - 1 - 25 % = 25 %, below the same (tolerance half a client
    # of 10 over 20 both ways). Imbalance = 25 % + 25 %, score + 20 x 50 = 1000, less what the move cost:
    # p(c2, m1) = 0.5 x 101 x (0.15 x 0.75 + 0.05) + fixed, of which at risk 5.68, at stake 2.525.
    answer = why_not(four_of_ten(), 2, 0)
    assert answer.alone.levels_after.imbalance == pytest.approx(50.0)
    assert answer.alone.score_delta > 950
    assert answer.verdict.startswith("Manager 0 instead of Manager 1 would make the score ")
    assert "the whole base of Manager 0 would rise from 100% to 150% of target" in answer.verdict
    assert "6 less revenue at risk; 3 less commission at stake." in answer.verdict


def test_broken_rules_are_named() -> None:
    # c2 and c3 are one holding: c2 alone would break it, both together would not.
    answer = why_not(four_of_ten(["", "", "g", "g"]), 2, 0)
    assert [found.rule for found in answer.alone.breaks] == ["together"]
    assert answer.together is not None
    assert answer.effect is answer.together
    assert (answer.together.client_idxs, answer.together.breaks) == ((2, 3), ())
    text = render_why_not(answer)
    assert "These clients move together: Client 2, Client 3." in text
    assert "  ! together: " in text


def test_a_locked_client_would_break_keep() -> None:
    base = builders.clients([0, 1], revenue=[5.0, 5.0])
    facts = builders.portfolio(base, builders.managers(2))
    proposal = propose(facts, builders.evidence(facts, [P, P]), [0, 1], TOTAL_ONLY)
    answer = why_not(proposal, 0, 1)
    assert [found.rule for found in answer.alone.breaks] == ["keep"]
    assert answer.verdict.endswith(" It would break these rules: keep.")


def test_the_same_manager_changes_nothing() -> None:
    answer = why_not(four_of_ten(), 2, 1)
    assert answer.alone.score_delta == 0
    assert answer.verdict == "Manager 1 has this client in the proposal already."


def test_russian_verdict() -> None:
    verdict = why_not(four_of_ten(), 2, 0, "ru").verdict
    assert verdict.startswith("Manager 0, а не Manager 1: оценка хуже на ")
    assert "Manager 0, вся база: рост с 100\u00a0% до 150\u00a0% от цели" in verdict


@pytest.mark.parametrize(
    ("client", "manager", "code"),
    [
        (9, 0, "unknown_client"),
        (-1, 0, "unknown_client"),
        (0, 9, "unknown_manager"),
        (2, 0, "client_excluded"),
    ],
)
def test_what_is_not_there_is_an_input_error(client: int, manager: int, code: str) -> None:
    base = builders.clients([0, 0, 0], excluded=[False, False, True])
    facts = builders.portfolio(base, builders.managers(2))
    states = [C, C, State.EXCLUDED]
    proposal = propose(facts, builders.evidence(facts, states), [0, 1, -1], TOTAL_ONLY)
    with pytest.raises(InputError) as caught:
        why_not(proposal, client, manager)
    assert [issue.code for issue in caught.value.issues] == [code]


def test_options_are_ranked_and_can_be_cut() -> None:
    # Three equal managers, 6 clients of 10: m0 has two, m1 one, m2 three. c0 is better with m1 than with m2.
    base = builders.clients([0] * 6, potential=[10.0] * 6)
    facts = builders.portfolio(base, builders.managers(3))
    proposal = propose(facts, builders.evidence(facts, [C] * 6), [0, 0, 1, 2, 2, 2], TOTAL_ONLY)
    story = explain_client(proposal, 0)
    assert [effect.manager_idx for effect in story.options] == [1, 2]
    best = explain_client(proposal, 0, max_options=1)
    assert ([effect.manager_idx for effect in best.options], best.num_others) == ([1], 2)
    assert np.all(np.diff([effect.score_after for effect in story.options]) >= 0)
