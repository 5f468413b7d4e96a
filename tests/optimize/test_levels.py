"""Lexicographic mode: phases, bounds and answers of all levels, however early the run ends (model §6)."""

from __future__ import annotations

import pytest

from assigner.optimize import solve
from assigner.solution import SolverConfig
from tests.optimize.support import TO_PROOF, answer, judge, problem_of, tiny_case, with_policy
from tests.strategies import Case, make_case

ORDER = ("disruption", "imbalance", "fit")


def lexicographic(of: Case) -> Case:
    """The case with levels one after the other."""
    return with_policy(of, "objective", mode="lexicographic", order=ORDER)


@pytest.mark.parametrize("seed", [10, 28, 42])
def test_phases_tell_of_every_level_in_their_order(seed: int) -> None:
    solution = answer(lexicographic(tiny_case(seed)), TO_PROOF)
    assert tuple(dict.fromkeys(phase.level for phase in solution.phases)) == ORDER
    assert tuple(level.level for level in solution.levels) == ORDER


@pytest.mark.parametrize("after", [0, 2])
def test_a_run_cancelled_in_the_first_level_has_an_answer_and_honest_bounds(after: int) -> None:
    """The levels that were not searched hold what is at hand; a longer run is never below their bounds."""
    of = lexicographic(make_case(11, 120, 5, feasible=True))
    answered: list[int] = []
    short = solve(
        problem_of(of),
        SolverConfig(time_limit=60.0, target_gap=0.0),
        should_stop=lambda: len(answered) > after,
        on_best=lambda _: answered.append(1),
    )
    assert judge(of, short).ok
    assert short.stopped_by == "cancel"
    assert "not searched" in {phase.name for phase in short.phases}
    long = answer(of, SolverConfig(work_limit=2.0, time_limit=None))
    for ours, theirs in zip(short.levels, long.levels, strict=True):
        assert ours.bound <= ours.value
        if ours.level == ORDER[0]:
            assert ours.bound <= theirs.value


def test_a_run_limited_by_work_repeats() -> None:
    """No clock decides how the work is shared among the levels."""
    of = lexicographic(make_case(11, 120, 5, feasible=True))
    config = SolverConfig(work_limit=1.0, time_limit=None, target_gap=0.0)
    first, second = answer(of, config), answer(of, config)
    assert first.assignment.tolist() == second.assignment.tolist()
    assert [level.bound for level in first.levels] == [level.bound for level in second.levels]
