"""The whole optimisation under one clock: worst-off first, then the weighted score or level after level."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from threadpoolctl import threadpool_limits

from assigner.optimize.bounding import RelaxationInfeasible, relax, trivial
from assigner.optimize.clock import Clock
from assigner.optimize.diagnose import diagnose
from assigner.optimize.levels import Stage, level_value, stages
from assigner.optimize.params import SearchParams
from assigner.optimize.run import Run, need_answer, solution_of
from assigner.optimize.schedule import run_search
from assigner.optimize.search import Search, nearest
from assigner.optimize.shares import shares, total_cell
from assigner.optimize.tables import Aim, evaluate
from assigner.optimize.worst_off import LEVEL, Guarantees, WorstOffParams, promise, raise_worst_off, worst
from assigner.portfolio import IntArray
from assigner.problem.model import Problem
from assigner.solution import (
    LevelCertificate,
    OnBest,
    OnProgress,
    Phase,
    ShouldStop,
    Solution,
    SolverConfig,
    ignore_best,
    ignore_progress,
    never_stop,
)

UNLIMITED_EFFORT = 60.0
"""Effort of a run without any limit: it stops by proof, by the target gap, or after this."""

BLAS_THREADS = 1
"""Dense algebra is a small part of a solve; more threads than idle cores make it ten times slower."""

EFFORT = {"imbalance": 3.0, "disruption": 2.0, "fit": 1.0}
"""How the effort left is shared among the levels that are left: the worst deviation is the hard part."""


def solve(
    problem: Problem,
    config: SolverConfig | None = None,
    *,
    on_progress: OnProgress = ignore_progress,
    should_stop: ShouldStop = never_stop,
    params: SearchParams | None = None,
    start: IntArray | None = None,
    on_best: OnBest = ignore_best,
) -> Solution:
    """Best division found, with a certified lower bound.

    `start` is an assignment (clients,) to begin from, as far as it keeps to eligibility and locks; `on_best`
    hears of every better answer. Raises RulesConflict when the hard rules are proven not to hold together,
    NoAnswer when the run was stopped before any rule-abiding answer was found.
    """
    config = _bounded(config or SolverConfig())
    run = Run(config, Clock(config, should_stop), on_progress, on_best, params or SearchParams())
    if problem.num_units == 0:
        return _nothing_to_do(problem, run.clock)
    with threadpool_limits(BLAS_THREADS, user_api="blas"):
        return _solve(problem, run, start)


def _solve(problem: Problem, run: Run, start: IntArray | None) -> Solution:
    chosen = None if start is None else nearest(problem, start)
    held = _worst_off(problem, run, chosen) if problem.objective.worst_off_first else None
    if held is None:
        return _solve_goals(problem, run, chosen)
    return _with_guarantees(_solve_goals(held.problem, run, held.chosen), held, run.clock)


def _bounded(config: SolverConfig) -> SolverConfig:
    """A run without any limit would never end where no proof is found."""
    unlimited = config.time_limit is None and config.work_limit is None
    return replace(config, time_limit=UNLIMITED_EFFORT) if unlimited else config


def _solve_goals(problem: Problem, run: Run, start: IntArray | None) -> Solution:
    """The weighted score, or one level after the other."""
    if problem.objective.mode == "lexicographic":
        return _solve_levels(problem, run, start)
    search = run.search(problem, Aim.weighted(problem))
    run_search(search, start)
    return solution_of(search, search.score, search.bound)


def _worst_off(problem: Problem, run: Run, start: IntArray | None) -> Guarantees | None:
    """Guarantees to the managers who are worst off (model §6); None where there is nothing to guarantee."""
    params = WorstOffParams()
    whole = Run(run.config, run.part(params.effort), run.on_progress, run.on_best, run.params)

    def new_search(stage: Problem, aim: Aim, share: float) -> Search:
        return whole.search(stage, aim, whole.part(share))

    climb = raise_worst_off(problem, new_search, start, params, spend=whole.spend)
    run.spend(whole.clock)
    if climb is not None and climb.infeasible:
        raise diagnose(problem)
    return None if climb is None else promise(climb)


def _with_guarantees(solution: Solution, held: Guarantees, clock: Clock) -> Solution:
    """The solution with the certificate of the first level before all others."""
    return replace(
        solution,
        levels=(held.certificate, *solution.levels),
        phases=(*held.phases, *solution.phases),
        guarantees=tuple(held.share.tolist()),
        stopped_by="cancel" if clock.cancelled else solution.stopped_by,
        seconds=clock.seconds,
    )


def _solve_levels(problem: Problem, run: Run, best: IntArray | None) -> Solution:
    """Lexicographic mode (model §6): each level in turn, then held within its slack."""
    weighted, order = Aim.weighted(problem), problem.objective.order
    certificates: list[LevelCertificate] = []
    phases: list[Phase] = []
    plan = Stage(problem, Aim(0, 0, 0))
    whole = _relaxed_bound(problem, weighted, run)
    search = None
    for number, level in enumerate(order):
        plan = stages(plan, level)
        part = run.part(EFFORT[level] / sum(EFFORT[name] for name in order[number:]))
        search = run.search(plan.problem, plan.aim, part)
        _search_level(search, best)
        best, bound = need_answer(search), search.bound
        phases += [replace(phase, level=level) for phase in search.phases]
        value = level_value(problem, best, level)
        certificates.append(LevelCertificate(level, value, min(bound, value)))
        plan = plan.hold(level, value)
        run.spend(part)
    assert search is not None  # noqa: S101 - there are three levels
    solution = solution_of(search, evaluate(problem, need_answer(search)).score(weighted), whole)
    return replace(
        solution,
        levels=tuple(certificates),
        phases=tuple(phases),
        stopped_by="cancel" if run.clock.cancelled else solution.stopped_by,
        seconds=run.clock.seconds,
    )


def _search_level(search: Search, best: IntArray | None) -> None:
    """One level; after a wish to stop only what is at hand: the answer so far, the bound without prices."""
    if best is not None and search.offer(best) and search.clock.stop():
        search.raise_bound(trivial(search.problem, search.aim).bound)
        search.log("not searched", search.clock.seconds)
        return
    run_search(search, best)


def _relaxed_bound(problem: Problem, aim: Aim, run: Run) -> float:
    """Bound on the weighted score, for the certificate of a lexicographic run."""
    try:
        rng = np.random.default_rng(run.config.seed)
        return relax(problem, aim, rng=rng, seconds_left=lambda: run.clock.seconds_for(0.25)).bound
    except RelaxationInfeasible:
        raise diagnose(problem) from None


def _nothing_to_do(problem: Problem, clock: Clock) -> Solution:
    """Every client is locked: there is one answer."""
    nothing = np.zeros(0, dtype=np.int32)
    value = evaluate(problem, nothing)
    if not value.feasible:
        raise diagnose(problem)
    score = value.score(Aim.weighted(problem))
    order = problem.objective.order if problem.objective.mode == "lexicographic" else ()
    levels = [LevelCertificate(name, getattr(value, name), getattr(value, name)) for name in order]
    cell = total_cell(problem) if problem.objective.worst_off_first else None
    share = None if cell is None else shares(problem, cell, nothing)
    if share is not None:
        levels.insert(0, LevelCertificate(LEVEL, worst(share), worst(share)))
    return Solution(
        problem.assignment(nothing),
        score,
        score,
        "optimal",
        "proof",
        clock.seconds,
        value.levels,
        levels=tuple(levels),
        guarantees=() if share is None else tuple(share.tolist()),
    )
