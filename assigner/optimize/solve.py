"""The whole optimisation under one clock: first answer, bound, guided search, polish, proof."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from assigner.errors import InternalError, NoAnswer
from assigner.optimize.bounding import RelaxationInfeasible, relax
from assigner.optimize.clock import Clock
from assigner.optimize.diagnose import diagnose
from assigner.optimize.levels import Stage, level_value, stages
from assigner.optimize.params import SearchParams
from assigner.optimize.schedule import run_search
from assigner.optimize.search import PROOF_TOLERANCE, Search, nearest
from assigner.optimize.tables import Aim, evaluate
from assigner.portfolio import IntArray
from assigner.problem.model import Problem
from assigner.solution import (
    LevelCertificate,
    OnBest,
    OnProgress,
    Progress,
    ShouldStop,
    Solution,
    SolverConfig,
    ignore_best,
    ignore_progress,
    never_stop,
)

UNLIMITED_EFFORT = 60.0
"""Effort of a run without any limit: it stops by proof, by the target gap, or after this."""


@dataclass(frozen=True, slots=True)
class Run:
    """What all searches of one solve share."""

    config: SolverConfig
    clock: Clock
    on_progress: OnProgress
    on_best: OnBest
    params: SearchParams

    def search(self, problem: Problem, aim: Aim, clock: Clock | None = None) -> Search:
        """A new search under this run's clock, or under a part of it."""

        def report(phase: str, score: float | None, bound: float) -> None:
            self.on_progress(Progress(phase, self.clock.seconds, score, bound))

        config = self.config
        search = Search(
            problem, aim, clock or self.clock, config.seed, config.workers, config.target_gap, report
        )
        search.params, search.on_best = self.params, self.on_best
        return search


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
    chosen = None if start is None else nearest(problem, start)
    if problem.objective.mode == "lexicographic":
        return _solve_levels(problem, run, chosen)
    search = run.search(problem, Aim.weighted(problem))
    run_search(search, chosen)
    return _solution(search, search.score, search.bound)


def _bounded(config: SolverConfig) -> SolverConfig:
    """A run without any limit would never end where no proof is found."""
    unlimited = config.time_limit is None and config.work_limit is None
    return replace(config, time_limit=UNLIMITED_EFFORT) if unlimited else config


def _solve_levels(problem: Problem, run: Run, best: IntArray | None) -> Solution:
    """Lexicographic mode (model §6): each level in turn, then held within its slack."""
    config, clock = run.config, run.clock
    weighted = Aim.weighted(problem)
    order = problem.objective.order
    certificates: list[LevelCertificate] = []
    plan = Stage(problem, Aim(0, 0, 0))
    whole = _relaxed_bound(problem, weighted, config, clock)
    search = None
    for number, level in enumerate(order):
        plan = stages(plan, level)
        until = _part_of(config, clock, 1 / (len(order) - number))
        search = run.search(plan.problem, plan.aim, until)
        run_search(search, best)
        best = _need_answer(search)
        value = level_value(problem, best, level)
        certificates.append(LevelCertificate(level, value, min(search.bound, value)))
        plan = plan.hold(level, value)
        clock.work = until.work if until.counts_work else clock.work
    assert search is not None  # noqa: S101 - there are three levels
    score = evaluate(problem, _need_answer(search)).score(weighted)
    solution = _solution(search, score, whole)
    return replace(solution, levels=tuple(certificates), seconds=clock.seconds)


def _relaxed_bound(problem: Problem, aim: Aim, config: SolverConfig, clock: Clock) -> float:
    """Bound on the weighted score, for the certificate of a lexicographic run."""
    try:
        rng = np.random.default_rng(config.seed)
        return relax(problem, aim, rng=rng, seconds_left=lambda: clock.seconds_for(0.25)).bound
    except RelaxationInfeasible:
        raise diagnose(problem) from None


def _part_of(config: SolverConfig, clock: Clock, share: float) -> Clock:
    """A clock over a share of what is left of another one."""
    left = clock.seconds_left()
    work = clock.left() * share if clock.counts_work else None
    part = replace(config, time_limit=None if left is None else left * share, work_limit=work)
    return Clock(part, clock.asked_to_stop)


def _need_answer(search: Search) -> IntArray:
    """The best answer; raises where the rules conflict or none was found."""
    if search.infeasible:
        raise diagnose(search.problem)
    if search.best is None:
        raise NoAnswer(
            "stopped before any answer that keeps all the rules was found; give more time, or loosen a rule"
        )
    return search.best


def _solution(search: Search, score: float, bound: float) -> Solution:
    best = _need_answer(search)
    tolerance = PROOF_TOLERANCE * max(1.0, abs(score))
    if bound > score + tolerance:
        raise InternalError(f"the bound {bound!r} is above an answer that keeps the rules, {score!r}")
    stopped_by = "proof" if search.proven or search.complete else search.clock.reason
    if stopped_by != "proof" and not search.clock.stop():
        stopped_by = "target gap"
    return Solution(
        assignment=search.problem.assignment(best),
        score=score,
        bound=min(bound, score),
        status="optimal" if search.proven and score - bound <= tolerance else "feasible",
        stopped_by=stopped_by,
        seconds=search.clock.seconds,
        reached=evaluate(search.problem, best).levels,
        phases=tuple(search.phases),
    )


def _nothing_to_do(problem: Problem, clock: Clock) -> Solution:
    """Every client is locked: there is one answer."""
    nothing = np.zeros(0, dtype=np.int32)
    value = evaluate(problem, nothing)
    if not value.feasible:
        raise diagnose(problem)
    score = value.score(Aim.weighted(problem))
    order = problem.objective.order if problem.objective.mode == "lexicographic" else ()
    levels = tuple(LevelCertificate(name, getattr(value, name), getattr(value, name)) for name in order)
    return Solution(
        problem.assignment(nothing),
        score,
        score,
        "optimal",
        "proof",
        clock.seconds,
        value.levels,
        levels=levels,
    )
