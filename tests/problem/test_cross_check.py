"""The optimiser's numbers against the independent checker's, for any case and any choice."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from assigner.checker import check
from assigner.errors import RulesConflict
from assigner.optimize.tables import Aim, evaluate
from assigner.problem import Problem, build_problem
from assigner.problem.preflight import preflight
from tests.problem.support import problem, random_choice
from tests.strategies import FEATURES, TRAVEL, Case, cases, make_case

SEEDS = st.integers(0, 2**32 - 1)


def assert_agrees(case: Case, made: Problem, seed: int) -> None:
    """Score, levels and lawfulness of a random choice are the checker's."""
    chosen = random_choice(made, np.random.default_rng(seed))
    value = evaluate(made, chosen)
    verdict = check(case.portfolio, case.evidence, case.policy, made.assignment(chosen))
    levels = verdict.after.levels
    assert [value.score(Aim.weighted(made)), value.imbalance, value.disruption, value.fit] == pytest.approx(
        [verdict.after.score, levels.imbalance, levels.disruption, levels.fit], rel=1e-6, abs=1e-6
    )
    assert value.feasible == verdict.ok, verdict.breaks


@settings(max_examples=120, deadline=None)
@given(cases(max_clients=40, max_managers=6), SEEDS)
def test_any_choice_is_worth_what_the_checker_says(case: Case, seed: int) -> None:
    try:
        made = build_problem(case.portfolio, case.evidence, case.policy)
    except RulesConflict:
        assume(False)
    assert_agrees(case, made, seed)


@settings(max_examples=80, deadline=None)
@given(SEEDS, st.integers(1, 40), st.integers(1, 6), st.frozensets(st.sampled_from(FEATURES)), st.booleans())
def test_so_it_is_when_the_workload_depends_on_the_manager(
    seed: int, clients: int, managers: int, more: frozenset[str], feasible: bool
) -> None:
    case = make_case(seed, clients, managers, features=more | TRAVEL, feasible=feasible)
    try:
        made = build_problem(case.portfolio, case.evidence, case.policy)
    except RulesConflict:
        assume(False)
    assert_agrees(case, made, seed)


@settings(max_examples=80, deadline=None)
@given(cases(max_clients=40, max_managers=6, feasible=True), SEEDS)
def test_feasible_cases_become_problems_without_proofs_against_them(case: Case, seed: int) -> None:
    made = problem(case)
    assert preflight(made, case.portfolio) == ()
    assert_agrees(case, made, seed)


@settings(max_examples=80, deadline=None)
@given(cases(max_clients=40, max_managers=6, feasible=True))
def test_the_witness_is_a_choice_of_pairs_and_lawful(case: Case) -> None:
    """The problem leaves the witness possible: every client's manager in it is one of the unit's pairs."""
    made, witness = problem(case), case.witness
    assert witness is not None
    first = made.member[made.member_start[:-1]]
    pair = {
        (int(u), int(j)): p for p, (u, j) in enumerate(zip(made.pair_unit, made.pair_manager, strict=True))
    }
    chosen = np.array([pair[u, int(witness[i])] for u, i in enumerate(first)], dtype=np.int32)
    assert np.array_equal(made.assignment(chosen), witness)
    assert evaluate(made, chosen).feasible
