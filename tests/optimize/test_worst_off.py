"""Worst-off first (model §6): the leximin vector, the guarantees and the score under them, by brute force."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from assigner import engine
from assigner.checker import check
from assigner.errors import InternalError, RulesConflict
from assigner.fairness.worst_off import broken_guarantees, shortfall, total_shares
from assigner.optimize import solve
from assigner.optimize.shares import shares, total_cell
from assigner.optimize.worst_off import better
from assigner.policy import Policy
from assigner.portfolio import FloatArray, IntArray
from assigner.solution import Solution, SolverConfig
from tests import builders
from tests.checker.support import ACTIVE, case
from tests.optimize.brute import Divisions, divide
from tests.optimize.support import TO_PROOF, answer, judge, problem_of, tiny_case, with_policy
from tests.strategies import Case, make_case

SEEDS = range(110)


def first(of: Case, **objective: object) -> Case:
    """The case with worst-off first."""
    return with_policy(of, "objective", worst_off_first=True, **objective)


def checked_shares(of: Case, assignment: IntArray) -> FloatArray | None:
    """Shares by the independent checker."""
    verdict = check(of.portfolio, of.evidence, of.policy, assignment)
    return total_shares(verdict.after.cells, of.portfolio.num_managers)


def all_shares(of: Case, every: Divisions) -> FloatArray:
    """Shares (divisions, managers) of every lawful division, by the checker."""
    return np.array([checked_shares(of, assignment) for assignment in every.assignments])


def leximin_of(table: FloatArray) -> FloatArray:
    """The best of all sorted vectors."""
    vectors = [np.sort(row[~np.isnan(row)]) for row in table]
    return max(vectors, key=lambda vector: np.round(vector, 9).tolist())


def drop_nan(vector: FloatArray) -> FloatArray:
    """The vector sorted, without managers that take no part."""
    return np.sort(vector[~np.isnan(vector)])


@pytest.mark.parametrize("seed", SEEDS)
def test_vector_guarantees_and_score_against_every_division(seed: int) -> None:
    of = first(tiny_case(seed))
    try:
        made = problem_of(of)
    except RulesConflict:
        return
    every = divide(of)
    if not len(every.score):
        return
    solution = answer(of, TO_PROOF)
    if total_cell(made) is None:
        assert (solution.guarantees, solution.levels) == ((), ())
        return
    table = all_shares(of, every)
    best, promised = leximin_of(table), np.array(solution.guarantees)
    assert drop_nan(promised) == pytest.approx(best, abs=2e-6)
    level = solution.levels[0]
    assert level.level == "worst_off"
    assert level.value == pytest.approx(100 * (1 - best[0]), abs=2e-4)
    assert 100 * (1 - best[0]) - 1e-3 <= level.bound <= 100 * (1 - best[0]) + 1e-6
    slack = of.policy.objective.slack.worst_off / 100
    kept = (np.isnan(promised) | (table >= promised - slack - 1e-9)).all(axis=1)
    optimum = float(every.score[kept].min())
    assert solution.score == pytest.approx(optimum, abs=1e-6 * max(1.0, optimum))
    assert solution.status == "optimal"
    assert judge(of, solution).ok


def two_and_two() -> Case:
    """Clients of 40, 30, 20 and 10, all of m0; two equal managers: A = 50 each, tau 0.4 (h = 40)."""
    base = builders.clients([0] * 4, potential=[40, 30, 20, 10], revenue=[100, 1, 1, 1])
    return case(base, builders.managers(2), state=[ACTIVE] * 4, policy=Policy())


def test_a_case_by_hand() -> None:
    """40 + 10 against 30 + 20 is the only even division: both shares are 1, and both are guaranteed."""
    of = two_and_two()
    solution = answer(first(of), TO_PROOF)
    assert solution.guarantees == (1.0, 1.0)
    assert solution.levels[0].value == solution.levels[0].bound == 0
    loads = np.bincount(solution.assignment, weights=[40, 30, 20, 10])
    assert loads.tolist() == [50, 50]
    without = answer(of, TO_PROOF)
    assert np.bincount(without.assignment, weights=[40, 30, 20, 10]).min() < 50
    assert solution.score >= without.score


def test_slack_lets_a_guarantee_give_up_a_little() -> None:
    """With 20 points of slack 60 against 40 (shares 1 and 0.8) is within the guarantees and costs less."""
    solution = answer(first(two_and_two(), slack={"worst_off": 20.0}), TO_PROOF)
    assert np.bincount(solution.assignment, weights=[40, 30, 20, 10]).tolist() == [60, 40]
    assert solution.guarantees == (1.0, 1.0)


def test_lexicographic_levels_come_after_it() -> None:
    of = first(two_and_two(), mode="lexicographic")
    solution = answer(of, TO_PROOF)
    names = ["worst_off", "imbalance", "disruption", "fit"]
    assert [level.level for level in solution.levels] == names
    assert list(dict.fromkeys(phase.level for phase in solution.phases)) == names


def test_larger_cases_fill_up_like_water() -> None:
    """60 clients, 5 managers: no exact leximin, but a valid bound and guarantees that the answer keeps."""
    of = first(make_case(11, 160, 5, feasible=True))
    solution = answer(of, SolverConfig(work_limit=4.0, time_limit=None))
    share = checked_shares(of, solution.assignment)
    assert share is not None
    assert broken_guarantees(share, solution.guarantees, of.policy.objective.slack.worst_off) == []
    level = solution.levels[0]
    assert level.bound <= level.value
    assert level.value == pytest.approx(shortfall(np.array(solution.guarantees)))
    plain = answer(
        replace(of, policy=Policy(rules=of.policy.rules)), SolverConfig(work_limit=1.0, time_limit=None)
    )
    theirs = checked_shares(of, plain.assignment)
    assert theirs is not None
    assert not better(theirs, np.array(solution.guarantees))


@pytest.mark.parametrize("mode", ["weighted", "lexicographic"])
@pytest.mark.parametrize("after", [0, 1, 5])
def test_cancelling_at_any_moment_keeps_what_was_found(mode: str, after: int) -> None:
    """However early the run is stopped, once there is an answer it is returned, with honest bounds."""
    of = first(make_case(11, 160, 5, feasible=True), mode=mode)
    answered: list[int] = []

    def stop() -> bool:
        return len(answered) > after

    solution = solve(
        problem_of(of),
        SolverConfig(time_limit=60.0, target_gap=0.0),
        should_stop=stop,
        on_best=lambda _: answered.append(1),
    )
    assert judge(of, solution).ok
    assert solution.stopped_by in ("cancel", "proof", "target gap")
    for level in solution.levels:
        assert level.bound <= level.value + 1e-9
    names = ["worst_off"] + (["imbalance", "disruption", "fit"] if mode == "lexicographic" else [])
    assert [level.level for level in solution.levels] == names
    assert not broken_guarantees(checked_shares(of, solution.assignment), solution.guarantees, 0.1)


def test_shares_are_the_checkers() -> None:
    of = two_and_two()
    made = problem_of(of)
    cell = total_cell(made)
    assert cell is not None
    chosen = made.pair_start[:-1].astype(np.int32)
    ours = shares(made, cell, chosen)
    assert ours.tolist() == [1.0, 0.0]
    theirs = checked_shares(of, made.assignment(chosen))
    assert theirs is not None
    assert theirs.tolist() == ours.tolist()
    assert shortfall(theirs) == 100


def test_the_engine_refuses_broken_guarantees(monkeypatch: pytest.MonkeyPatch) -> None:
    honest = solve

    def boast(*args: object, **kwargs: object) -> Solution:
        found = honest(*args, **kwargs)  # type: ignore[arg-type]
        return replace(found, guarantees=(1.0, 1.0))

    of = two_and_two()
    monkeypatch.setattr(engine, "solve", boast)
    with pytest.raises(InternalError, match="guarantees"):
        engine.propose(engine.Case(of.portfolio, of.evidence, of.policy), TO_PROOF)


@pytest.mark.parametrize(
    ("ours", "theirs", "expected"),
    [([0.5, 1.0], [0.5, 0.9], True), ([1.0, 0.4], [0.5, 0.5], False), ([0.7, 0.7], [0.7, 0.7], False)],
)
def test_leximin_order(ours: list[float], theirs: list[float], expected: bool) -> None:
    assert better(np.array([*ours, np.nan]), np.array([*theirs, np.nan])) is expected
