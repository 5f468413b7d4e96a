"""What all searches of one solve share, and how an answer leaves it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from assigner.errors import InternalError, NoAnswer
from assigner.optimize.clock import Clock
from assigner.optimize.diagnose import diagnose
from assigner.optimize.params import SearchParams
from assigner.optimize.search import PROOF_TOLERANCE, Search
from assigner.optimize.tables import Aim, evaluate
from assigner.portfolio import IntArray
from assigner.problem.model import Problem
from assigner.solution import OnBest, OnProgress, Progress, Solution, SolverConfig


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

    def part(self, share: float) -> Clock:
        """A clock over a share of the effort that is left."""
        clock, left = self.clock, self.clock.seconds_left()
        work = clock.left() * share if clock.counts_work else None
        limits = replace(self.config, time_limit=None if left is None else left * share, work_limit=work)
        return Clock(limits, clock.asked_to_stop)

    def spend(self, part: Clock) -> None:
        """Count what a part of the clock spent, and remember a wish to stop."""
        self.clock.work += part.work
        self.clock.cancelled = self.clock.cancelled or part.cancelled


def need_answer(search: Search) -> IntArray:
    """The best answer; raises where the rules conflict or none was found."""
    if search.infeasible:
        raise diagnose(search.problem)
    if search.best is None:
        raise NoAnswer(
            "stopped before any answer that keeps all the rules was found; give more time, or loosen a rule"
        )
    return search.best


def solution_of(search: Search, score: float, bound: float) -> Solution:
    """The best answer of a search with its score and a bound on it."""
    best = need_answer(search)
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
