"""With a work limit and one worker the same input gives the same answer, here and in another process."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from assigner.optimize import solve
from assigner.solution import Solution, SolverConfig
from tests.optimize.support import judge, problem_of, with_policy
from tests.strategies import Case, make_case

CONFIG = SolverConfig(work_limit=0.3, time_limit=None, target_gap=0.0, seed=3)

PROGRAM = """
from assigner.optimize import solve
from tests.optimize.support import problem_of
from tests.optimize.test_determinism import CONFIG, facts, large
print(facts(solve(problem_of(large()), CONFIG)))
"""


def large() -> Case:
    """A case that no proof ends within the work limit."""
    return make_case(5, 150, 6, feasible=True)


def facts(solution: Solution) -> str:
    """Everything of an answer but the seconds."""
    return repr(
        (
            solution.assignment.tolist(),
            solution.score,
            solution.bound,
            solution.status,
            solution.stopped_by,
            [(phase.name, phase.score, phase.bound, phase.detail) for phase in solution.phases],
            solution.levels,
        )
    )


def test_the_same_run_gives_the_same_answer_byte_for_byte() -> None:
    first, second = (solve(problem_of(large()), CONFIG) for _ in range(2))
    assert first.stopped_by == "work limit"
    assert facts(first) == facts(second)


def test_another_process_gives_the_same_answer() -> None:
    """With another hash seed: no set or dict order leaks into the search."""
    root = Path(__file__).parents[2]
    ran = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        capture_output=True,
        text=True,
        check=True,
        cwd=root,
        env=os.environ | {"PYTHONHASHSEED": "4711", "PYTHONPATH": str(root)},
    )
    assert ran.stdout.strip() == facts(solve(problem_of(large()), CONFIG))


def test_levels_repeat_too() -> None:
    case = with_policy(large(), "objective", mode="lexicographic")
    first, second = (solve(problem_of(case), CONFIG) for _ in range(2))
    assert len(first.levels) == 3
    assert facts(first) == facts(second)


def test_two_workers_give_a_lawful_answer() -> None:
    config = SolverConfig(work_limit=0.3, time_limit=None, target_gap=0.0, workers=2)
    case = large()
    solution = solve(problem_of(case), config)
    assert solution.bound <= solution.score
    assert judge(case, solution).ok
