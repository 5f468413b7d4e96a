"""The shared state of one solve: the best answer and the best bound so far."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock

import numpy as np

from assigner.optimize.clock import Clock
from assigner.optimize.cpsat import CpLimits
from assigner.optimize.params import SearchParams
from assigner.optimize.relax import violation_alone
from assigner.optimize.tables import Aim, Value, cost_grid, evaluate
from assigner.portfolio import BoolArray, FloatArray, IntArray
from assigner.problem.model import Problem, apart_from
from assigner.solution import OnBest, Phase, ignore_best

PROOF_TOLERANCE = 1e-6
"""A gap this small (relative to max(1, score)) counts as proven optimal (model §7)."""


@dataclass(slots=True)
class Search:
    """Best answer and best bound so far; `report` is called after each change."""

    problem: Problem
    aim: Aim
    clock: Clock
    seed: int
    workers: int
    target_gap: float
    report: Callable[[str, float | None, float], None]
    params: SearchParams = field(default_factory=SearchParams)
    on_best: OnBest = ignore_best
    best: IntArray | None = None
    score: float = np.inf
    bound: float = 0.0
    infeasible: bool = False
    complete: bool = False  # the exact solver went through everything: what gap is left is rounding
    phases: list[Phase] = field(default_factory=list)
    round: int = 0
    least_worst: float = 0.0  # proven: no answer has a smaller worst violation
    lock: Lock = field(default_factory=Lock, repr=False)  # two phases may run at the same time
    grid: float = field(init=False)  # scores are the aim's constant + multiples of it; 0: no such step
    alone: FloatArray = field(init=False)  # (pairs,) violation that a unit alone causes with a manager

    def __post_init__(self) -> None:
        self.alone = violation_alone(self.problem)
        self.grid = cost_grid(self.problem, self.aim)

    def offer(self, chosen: IntArray) -> bool:
        """Take an answer if it keeps all rules and is better than the best so far."""
        value: Value = evaluate(self.problem, chosen)
        score = value.score(self.aim)
        if not value.feasible or value.imbalance > self.aim.imbalance_cap + 1e-9:
            return False
        best = chosen.astype(np.int32).copy()
        with self.lock:
            if score >= self.score - 1e-12:
                return False
            self.best, self.score = best, score
        self.on_best(lambda: self.problem.assignment(best))
        return True

    def raise_bound(self, bound: float) -> bool:
        """Take a proven lower bound if it is better; whether it can be believed.

        A bound above an answer that keeps all the rules would be proof of a defect, not of quality: it is
        refused, and the certificate's phases say so.
        """
        if bound > self.score + PROOF_TOLERANCE * max(1.0, abs(self.score)):
            self.log("bound refused", self.clock.seconds, f"{bound:.9g} is above an answer")
            return False
        self.bound = max(self.bound, min(self.on_grid(bound), self.score))
        return True

    def on_grid(self, bound: float) -> float:
        """The least score at or above a bound that whole costs can have."""
        if self.grid <= 0 or not np.isfinite(bound):
            return bound
        constant = self.aim.constant(self.problem)
        return constant + self.grid * float(np.ceil((bound - constant) / self.grid - 1e-6))

    @property
    def to_beat(self) -> float:
        """What a better answer scores at most."""
        return self.score - self.grid * (1 - 1e-6)

    @property
    def gap_points(self) -> float:
        """Score minus bound."""
        return max(0.0, self.score - self.bound)

    @property
    def proven(self) -> bool:
        """Whether the best answer is optimal."""
        return self.best is not None and self.gap_points <= PROOF_TOLERANCE * max(1.0, abs(self.score))

    def finished(self) -> bool:
        """Whether there is nothing left to do, or no time to do it."""
        close = self.best is not None and self.gap_points <= self.target_gap * max(abs(self.score), 1e-9)
        return self.proven or close or self.complete or self.infeasible or self.clock.stop()

    def log(self, name: str, began: float, detail: str = "") -> None:
        """Note what a phase did."""
        score = self.score if np.isfinite(self.score) else None
        self.phases.append(Phase(name, self.clock.seconds - began, score, self.bound, detail))
        self.report(name, score, self.bound)


def today(problem: Problem) -> IntArray:
    """Every unit with its owner, those without one with their least painful manager."""
    cheapest = first_of_unit(problem, -problem.pair_disruption)
    return np.where(problem.unit_owner >= 0, problem.unit_owner, cheapest).astype(np.int32)


def nearest(problem: Problem, assignment: IntArray) -> IntArray:
    """The pairs that come closest to an assignment (clients,): a unit goes with its first member."""
    chosen = today(problem)
    wanted = assignment[problem.member[problem.member_start[:-1]]]
    hits = np.flatnonzero(problem.pair_manager == wanted[problem.pair_unit])
    chosen[problem.pair_unit[hits]] = hits
    return chosen


def first_of_unit(problem: Problem, worth: FloatArray) -> IntArray:
    """The pair of each unit with the largest worth, the first of equals."""
    unit = problem.pair_unit
    most = np.maximum.reduceat(worth, problem.pair_start[:-1])
    hit = np.flatnonzero(worth == most[unit])
    first = np.diff(unit[hit], prepend=-1) > 0
    return hit[first].astype(np.int32)


def part_apart(problem: Problem, chosen: IntArray) -> IntArray:
    """Move units away from those they must be apart from, as far as one pass over them can."""
    chosen = chosen.copy()
    for unit, others in apart_from(problem).items():
        taken = {int(problem.pair_manager[chosen[other]]) for other in others}
        if int(problem.pair_manager[chosen[unit]]) in taken:
            options = range(problem.pair_start[unit], problem.pair_start[unit + 1])
            open_to = [p for p in options if int(problem.pair_manager[p]) not in taken]
            chosen[unit] = min(open_to, key=lambda p: problem.pair_disruption[p], default=chosen[unit])
    return chosen


def mask_of(problem: Problem, chosen: IntArray) -> BoolArray:
    """Mask of these pairs."""
    mask = np.zeros(problem.num_pairs, dtype=bool)
    mask[chosen] = True
    return mask


def cp_limits(search: Search, effort: float) -> CpLimits:
    """Limits of one CP-SAT run: deterministic work where work is limited, else wall time."""
    clock, seconds = search.clock, search.clock.seconds_left()
    if clock.counts_work:
        return CpLimits(seconds, min(effort, clock.left()), search.seed, search.workers)
    return CpLimits(min(effort, clock.left()), None, search.seed, search.workers)
