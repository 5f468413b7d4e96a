"""Cases that can be kept: a lawful answer or none in time, never a conflict; bounds and names behave."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assigner.checker import check
from assigner.errors import NoAnswer, RulesConflict
from assigner.solution import SolverConfig
from tests.checker.test_against_naive import shuffled
from tests.optimize.support import SHORT, TO_PROOF, answer, judge, tiny_case
from tests.strategies import Case, cases, make_case, random_assignment

LONGER = SolverConfig(work_limit=1.5, time_limit=None, target_gap=0.0)


@settings(max_examples=30, deadline=None)
@given(cases(max_clients=40, max_managers=6, feasible=True))
def test_a_lawful_answer_or_none_but_never_a_conflict(case: Case) -> None:
    try:
        solution = answer(case, SHORT)
    except NoAnswer:
        return
    verdict = judge(case, solution)
    assert verdict.ok, verdict.breaks
    assert solution.score == pytest.approx(verdict.after.score, rel=1e-6, abs=1e-6)
    assert solution.bound <= solution.score


@pytest.mark.parametrize("seed", range(8))
def test_the_bound_of_a_short_run_is_below_the_score_of_a_longer_one(seed: int) -> None:
    """The bound is about the problem, not about the run."""
    case = make_case(seed, 36, 5, feasible=True)
    long = answer(case, LONGER)
    assert judge(case, long).ok
    try:
        short = answer(case, SHORT)
    except NoAnswer:
        return
    assert short.bound <= long.score + 1e-9 * max(1.0, long.score)
    assert long.score <= short.score + 1e-9 * max(1.0, long.score)


@settings(max_examples=40, deadline=None)
@given(cases(max_clients=20, max_managers=5, feasible=True), st.integers(0, 2**32 - 1))
def test_a_relabelled_division_is_worth_the_same(case: Case, seed: int) -> None:
    """Both tables in another order: the same division has the same score and the same broken rules."""
    rng = np.random.default_rng(seed)
    other, client_order, new_manager = shuffled(case, rng)
    assignment = random_assignment(case.portfolio, seed)
    mine = check(case.portfolio, case.evidence, case.policy, assignment)
    theirs = check(other.portfolio, other.evidence, other.policy, new_manager[assignment[client_order]])
    assert theirs.after.score == pytest.approx(mine.after.score, rel=1e-9, abs=1e-9)
    assert sorted(b.rule for b in theirs.breaks) == sorted(b.rule for b in mine.breaks)


@pytest.mark.parametrize("seed", [10, 28, 41, 42, 61, 118, 148, 206, 234, 300, 314, 344])
def test_the_optimum_does_not_depend_on_the_order_of_the_tables(seed: int) -> None:
    case = tiny_case(seed)
    other, client_order, new_manager = shuffled(case, np.random.default_rng(seed))
    mine, theirs = answer(case, TO_PROOF), answer(other, TO_PROOF)
    assert (mine.status, theirs.status) == ("optimal", "optimal")
    assert theirs.score == pytest.approx(mine.score, rel=1e-6, abs=1e-6)
    moved = new_manager[mine.assignment[client_order]]
    verdict = check(other.portfolio, other.evidence, other.policy, moved)
    assert verdict.ok
    assert verdict.after.score == pytest.approx(theirs.score, rel=1e-6, abs=1e-6)


@pytest.mark.parametrize("seed", [3, 7, 17, 25])
def test_a_conflict_stays_one_in_any_order(seed: int) -> None:
    other, _, _ = shuffled(tiny_case(seed), np.random.default_rng(seed))
    with pytest.raises(RulesConflict):
        answer(other, TO_PROOF)
