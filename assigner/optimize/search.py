"""The shared state of one solve, and the phases that improve it: walks, neighbourhoods, proof."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import numpy as np

from assigner.optimize.bounding import trivial
from assigner.optimize.clock import Clock, Lap
from assigner.optimize.cpsat import POLISH, PROVE, PROVE_FINE, CpLimits, CpModel, CpParams
from assigner.optimize.relax import Relaxation, violation_alone
from assigner.optimize.tables import Aim, Value, evaluate, row_loads, violations
from assigner.optimize.walk import Annealer, AnnealParams, bearable, candidate_pairs
from assigner.portfolio import BoolArray, FloatArray, IntArray
from assigner.problem.model import Problem, apart_from
from assigner.solution import Phase

MILLION = 1e6
PAIRS_PER_WORK = 2e4
"""Pairs of a CP-SAT model that are built in one unit of work."""

CLOSE = 1e-3
"""Score points that the rounding of a finished proof may leave open."""

PROOF_TOLERANCE = 1e-6
"""A gap this small (relative to max(1, score)) counts as proven optimal (model §7)."""


@dataclass(frozen=True, slots=True)
class SearchParams:
    """Shares of the remaining effort and sizes of the neighbourhoods.

    `proof_pairs`: up to so many pairs that the bound can't rule out, the whole model goes to CP-SAT; up to
    `tiny_pairs` at once, before any walk; up to `fine_pairs` a finished proof is repeated at high resolution.
    """

    anneal: AnnealParams = field(default_factory=AnnealParams)
    proof_pairs: int = 10_000
    fine_pairs: int = 400
    tiny_pairs: int = 120
    neighbourhood_units: int = 240
    neighbourhood_effort: float = 2.0
    steps_per_work: float = 1.0 * MILLION
    steps_per_unit: float = 2_000  # of one walk from the relaxation; what effort is left goes to more walks
    most_walks: int = 8


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
    best: IntArray | None = None
    score: float = np.inf
    bound: float = 0.0
    infeasible: bool = False
    complete: bool = False  # the exact solver went through everything: what gap is left is rounding
    phases: list[Phase] = field(default_factory=list)
    round: int = 0
    alone: FloatArray = field(init=False)  # (pairs,) violation that a unit alone causes with a manager

    def __post_init__(self) -> None:
        self.alone = violation_alone(self.problem)

    def bearable(self, relaxation: Relaxation) -> BoolArray:
        """Pairs whose unit alone violates hardly more than the relaxation's worst row."""
        return bearable(self.problem, self.alone, relaxation.worst + self.params.anneal.too_large)

    def offer(self, chosen: IntArray) -> bool:
        """Take an answer if it keeps all rules and is better than the best so far."""
        value: Value = evaluate(self.problem, chosen)
        score = value.score(self.aim)
        if (
            not value.feasible
            or value.imbalance > self.aim.imbalance_cap + 1e-9
            or score >= self.score - 1e-12
        ):
            return False
        self.best, self.score = chosen.astype(np.int32).copy(), score
        return True

    def raise_bound(self, bound: float) -> bool:
        """Take a proven lower bound if it is better; whether it can be believed.

        A bound above an answer that keeps all the rules would be proof of a defect, not of quality: it is
        refused, and the certificate's phases say so.
        """
        if bound > self.score + PROOF_TOLERANCE * max(1.0, abs(self.score)):
            self.log("bound refused", self.clock.seconds, f"{bound:.9g} is above an answer")
            return False
        self.bound = max(self.bound, min(bound, self.score))
        return True

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
    cheapest = _first_of_unit(problem, -problem.pair_disruption)
    return np.where(problem.unit_owner >= 0, problem.unit_owner, cheapest).astype(np.int32)


def rounded(search: Search, relaxation: Relaxation) -> IntArray:
    """Every unit with the manager that has most of it in the relaxation and is not too small for it."""
    worth = relaxation.fraction - 1e-6 * np.minimum(relaxation.reduced, 1e6)
    return _first_of_unit(search.problem, np.where(search.bearable(relaxation), worth, worth - 2.0))


def _first_of_unit(problem: Problem, worth: FloatArray) -> IntArray:
    """The pair of each unit with the largest worth."""
    order = np.lexsort((-worth, problem.pair_unit))
    return order[problem.pair_start[:-1]].astype(np.int32)


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


def walk(
    search: Search,
    name: str,
    start: IntArray,
    candidates: BoolArray,
    effort: float,
    heat: float,
    light: float,
    worst_aimed: float = 0.0,
) -> None:
    """One annealing walk per worker from `start`, cooling from `heat` and pressing from `light` to 1."""
    began, params = search.clock.seconds, search.params.anneal
    annealer = Annealer(
        search.problem, search.aim, candidates | _mask(search.problem, start), params, worst_aimed
    )
    lap, search.round = Lap(search.clock, effort), search.round + 1
    seeds = [search.seed * 1_000_003 + search.round * 101 + k for k in range(search.workers)]
    walks = [annealer.start(start, seed) for seed in seeds]
    steps = _slice_steps(search, effort)
    with ThreadPoolExecutor(search.workers) as pool:
        while True:
            first = lap.done
            if search.clock.counts_work:
                search.clock.work += steps / search.params.steps_per_work
                last = lap.done
            else:
                last = min(1.0, first + 0.02)
            heats = (_heat(params, heat, first), _heat(params, heat, last))
            pressures = (_pressure(light, first), _pressure(light, last))
            list(pool.map(lambda w: annealer.run(w, steps, heats, pressures), walks))  # noqa: B023 - used at once
            for one in walks:
                if np.isfinite(one.best_number[0]):
                    search.offer(one.best)
            search.report(name, search.score if search.best is not None else None, search.bound)
            if lap.done >= 1 or search.finished() or not len(annealer.moves.free):
                break
    search.log(name, began, f"{len(annealer.moves.pair)} candidates")


def _mask(problem: Problem, chosen: IntArray) -> BoolArray:
    mask = np.zeros(problem.num_pairs, dtype=bool)
    mask[chosen] = True
    return mask


def _slice_steps(search: Search, effort: float) -> int:
    """Steps between two looks at the clock: small enough for short laps."""
    most = search.params.anneal.slice_steps
    return int(max(2_000, min(most, effort * search.params.steps_per_work / 50)))


def _heat(params: AnnealParams, hot: float, fraction: float) -> float:
    return float(hot * (params.cold / hot) ** fraction)


def _pressure(light: float, fraction: float) -> float:
    """Geometric rise from `light` to 1 during the first 80 % of a walk."""
    return float(min(1.0, light * (1 / light) ** (fraction / 0.8)))


def polish(search: Search, candidates: BoolArray, effort: float, rng: np.random.Generator) -> None:
    """Large-neighbourhood search: CP-SAT on the units of a few managers at a time."""
    if search.best is None:
        return
    began, lap, tries, gains = search.clock.seconds, Lap(search.clock, effort), 0, 0
    while lap.done < 1 and not search.finished():
        gains += _improve_some(search, candidates, rng, tries)
        tries += 1
        search.report("polish", search.score, search.bound)
    search.log("polish", began, f"{gains} of {tries} neighbourhoods improved")


def _improve_some(search: Search, candidates: BoolArray, rng: np.random.Generator, number: int) -> bool:
    problem, best = search.problem, search.best
    assert best is not None  # noqa: S101 - for the type checker; polish() asked already
    drawn, effort = _draw(search, best, rng, number)
    free = np.flatnonzero(np.isin(problem.pair_manager[best], drawn))
    allowed = (candidates & np.isin(problem.pair_manager, drawn)) | _mask(problem, best)
    model = CpModel(problem, search.aim, best, free, allowed, params=POLISH, relaxed=False)
    answer = model.solve(_limits(search, effort), search.clock)
    search.clock.work += 0.05 + int(allowed.sum()) / PAIRS_PER_WORK + answer.work
    return answer.chosen is not None and search.offer(answer.chosen)


def _draw(search: Search, best: IntArray, rng: np.random.Generator, number: int) -> tuple[IntArray, float]:
    """Managers of the next neighbourhood and its effort.

    In turn: somebody whose cells are violated, drawn by how much, with a wider circle; or a few at random.
    """
    problem, params = search.problem, search.params
    managers = np.unique(problem.pair_manager)
    per_manager = max(1.0, problem.num_units / len(managers))
    count = int(np.clip(round(params.neighbourhood_units / per_manager), 2, len(managers)))
    blame = violations(problem, best).max(axis=0, initial=0.0)[managers] ** 4
    if number % 2 or blame.sum() <= 0:
        return rng.choice(managers, count, replace=False), params.neighbourhood_effort
    guilty = rng.choice(managers, p=blame / blame.sum())
    others = rng.permutation(managers[managers != guilty])[: 2 * count - 1]
    return np.append(others, guilty), 2 * params.neighbourhood_effort


def _limits(search: Search, effort: float) -> CpLimits:
    """Limits of one CP-SAT run: deterministic work where work is limited, else wall time."""
    clock, seconds = search.clock, search.clock.seconds_left()
    if clock.counts_work:
        return CpLimits(seconds, min(effort, clock.left()), search.seed, search.workers)
    return CpLimits(min(effort, clock.left()), None, search.seed, search.workers)


def prove(search: Search, relaxation: Relaxation, effort: float) -> None:
    """The whole model in CP-SAT, without the pairs that the bound rules out.

    A pair whose reduced cost exceeds score - relaxation bound is in no better answer, so
    min(score, bound of the rest) bounds the whole problem.
    """
    began, keep = search.clock.seconds, _still_open(search, relaxation)
    number, params = int(keep.sum()), search.params
    fine = number <= params.tiny_pairs
    finished = _prove_with(search, keep, PROVE_FINE if fine else PROVE, effort)
    if finished and not fine and number <= params.fine_pairs and not search.finished():
        fine, finished = True, _prove_with(search, keep, PROVE_FINE, effort)
    search.complete = fine and finished and search.best is not None and search.gap_points < CLOSE
    search.log("prove", began, f"{number} pairs left of {search.problem.num_pairs}")


def _prove_with(search: Search, keep: BoolArray, resolution: CpParams, effort: float) -> bool:
    """Run CP-SAT over the pairs kept; whether it went through everything."""
    problem = search.problem
    start = search.best if search.best is not None else today(problem)
    allowed, units = keep | _mask(problem, start), np.arange(problem.num_units)
    model = CpModel(problem, search.aim, start, units, allowed, params=resolution, relaxed=True)
    answer = model.solve(_limits(search, effort), search.clock)
    search.clock.work += 0.05 + int(allowed.sum()) / PAIRS_PER_WORK + answer.work
    if answer.chosen is not None:
        search.offer(answer.chosen)
    if answer.infeasible and search.best is None:
        search.infeasible = True
        return True
    return search.raise_bound(answer.bound + search.aim.constant(problem)) and answer.complete


def hopeless_pairs(search: Search) -> BoolArray:
    """Pairs whose own violation already makes an answer worse than the best one.

    Any answer with the pair scores at least 100 x weight x that violation plus every unit's least cost.
    """
    least = trivial(search.problem, search.aim).bound
    with_pair = least + 100 * search.aim.imbalance * search.alone
    return np.asarray(with_pair > search.score * (1 + 1e-9) + 1e-9)


def num_open_pairs(search: Search, relaxation: Relaxation) -> int:
    """Pairs that a better answer could still use."""
    return int(_still_open(search, relaxation).sum())


def _still_open(search: Search, relaxation: Relaxation) -> BoolArray:
    """Pairs that the prices don't rule out: price of the whole + reduced cost <= score."""
    room = max(0.0, search.score - relaxation.priced_bound)
    return np.asarray(relaxation.reduced <= room * (1 + 1e-9) + 1e-9)


def candidates_near(search: Search, relaxation: Relaxation) -> BoolArray:
    """Pairs worth trying: near the relaxation's prices, or able to heal the best answer's worst rows."""
    near = candidate_pairs(search.problem, relaxation, search.aim, search.params.anneal)
    if search.best is not None:
        above = relaxation.worst + search.params.anneal.too_large
        near |= healing_pairs(search.problem, search.best, above)
    return near & search.bearable(relaxation)


def healing_pairs(problem: Problem, chosen: IntArray, above: float) -> BoolArray:
    """Pairs that take load from or bring load to rows violated by more than `above`.

    All pairs of the units that sit in an overfull row, and the pairs of all units of the cell with the
    manager of a row that has too little.
    """
    cells, manager = problem.cells, problem.pair_manager
    over = (row_loads(problem, chosen).reshape(cells.base_load.shape) > cells.high) & (cells.attainable > 0)
    bad = violations(problem, chosen) > above
    unit = problem.load_unit
    sits = manager[chosen[unit]]
    leaving = np.zeros(problem.num_units, dtype=bool)
    leaving[unit[(bad & over)[problem.load_cell, sits]]] = True
    wanted = np.zeros((problem.num_units, problem.num_managers), dtype=bool)
    np.logical_or.at(wanted, unit, (bad & ~over)[problem.load_cell])
    return leaving[problem.pair_unit] | wanted[problem.pair_unit, manager]
