"""The optimiser itself, whole, with one phase switched off, or stopped at its first answer."""

from __future__ import annotations

from dataclasses import replace

from assigner.optimize import solve
from assigner.optimize.params import SearchParams, Switches
from assigner.problem import Problem
from assigner.solution import Progress, SolverConfig
from benchmarks.solving.answers import Answer, Report, chosen_pairs
from benchmarks.solving.records import Task


def solve_with(
    problem: Problem, task: Task, report: Report, params: SearchParams | None = None, *, first: bool = False
) -> Answer:
    """Our answer within the task's seconds; with `first` the run is cancelled as soon as there is one."""
    seen = False

    def note(progress: Progress, /) -> None:
        nonlocal seen
        seen = seen or progress.score is not None
        report(progress.score, progress.bound)

    config = SolverConfig(
        time_limit=task.seconds, seed=task.seed, workers=task.workers, target_gap=task.target_gap
    )
    solution = solve(
        problem, config, on_progress=note, should_stop=lambda: first and seen, params=params or SearchParams()
    )
    report(solution.score, solution.bound)
    phases = [(p.name, round(p.seconds, 3), p.score, p.bound, p.detail) for p in solution.phases]
    return Answer(
        chosen_pairs(problem, solution.assignment),
        solution.bound,
        solution.stopped_by,
        {"phases": phases, "status": solution.status},
    )


def solve_without(switch: str, problem: Problem, task: Task, report: Report) -> Answer:
    """Our answer with one of the switches off."""
    options: dict[str, bool] = {switch: False}
    return solve_with(problem, task, report, replace(SearchParams(), switches=Switches(**options)))


def first_answer(problem: Problem, task: Task, report: Report) -> Answer:
    """What there is after the first phase that has an answer."""
    return solve_with(problem, task, report, first=True)
