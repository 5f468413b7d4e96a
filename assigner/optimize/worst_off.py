"""Worst-off first: raise the smallest share, then the next one, and guarantee what is reached (model §6).

Water-filling: the smallest share among the managers still open is raised as far as the search gets; who is
left there is closed with a floor, and the others go on. Small cases are then finished exactly (leximin.py).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

import numpy as np

from assigner.optimize.clock import Clock
from assigner.optimize.leximin import leximin
from assigner.optimize.schedule import run_search
from assigner.optimize.search import Search
from assigner.optimize.shares import guarantee, only_shares, shares, total_cell
from assigner.optimize.tables import Aim
from assigner.portfolio import BoolArray, FloatArray, IntArray
from assigner.problem.model import Problem
from assigner.solution import LevelCertificate, Phase

LEVEL = "worst_off"
"""Name of the level in the certificate."""

SAME = 1e-9
"""Shares closer than this are one."""

FIRST, LATER = 0.5, 0.3
"""Shares of the effort left that the first stage and each later one get."""


@dataclass(frozen=True, slots=True)
class WorstOffParams:
    """Effort and sizes.

    `effort` is the share of the whole effort that goes to this level. Up to `exact_pairs` pairs CP-SAT
    finishes the vector. The search needs some slope: beside the smallest share it sees `mean_weight` of the
    mean of what is missing, nothing of it where the case is small.
    """

    effort: float = 0.35
    exact_pairs: int = 600
    mean_weight: float = 0.01


NewSearch = Callable[[Problem, Aim, float], Search]
"""Makes a search on a problem with a share of the effort that is left."""


@dataclass(slots=True)
class Climb:
    """The way up: best answer and shares so far, and what was proven of the smallest share."""

    problem: Problem
    cell: int
    new_search: NewSearch
    params: WorstOffParams
    best: IntArray | None = None
    share: FloatArray = field(default_factory=lambda: np.zeros(0))
    bound: float = 0.0
    infeasible: bool = False
    phases: list[Phase] = field(default_factory=list)

    @property
    def small(self) -> bool:
        """Whether the vector can be finished exactly."""
        return self.problem.num_pairs <= self.params.exact_pairs

    @property
    def slope(self) -> float:
        """Weight of the mean beside the worst."""
        return 0.0 if self.small else self.params.mean_weight

    def take(self, chosen: IntArray) -> bool:
        """Take an answer with a better vector (leximin); whether it is one."""
        share = shares(self.problem, self.cell, chosen)
        if self.best is not None and not better(share, self.share):
            return False
        self.best, self.share = chosen.copy(), share
        return True

    def note(self, search: Search) -> None:
        """Keep what the search found."""
        self.phases += [replace(phase, level=LEVEL) for phase in search.phases]
        self.infeasible = self.infeasible or (search.infeasible and self.best is None)
        if search.best is not None:
            self.take(search.best)


@dataclass(frozen=True, slots=True, eq=False)
class Guarantees:
    """The problem with the guarantees as limits, an answer that keeps them, and the level's certificate.

    `share` is what each manager reached, NaN without a cell; `problem` lets him fall `slack` behind it.
    """

    problem: Problem
    chosen: IntArray
    share: FloatArray
    certificate: LevelCertificate
    phases: tuple[Phase, ...]


def better(ours: FloatArray, theirs: FloatArray) -> bool:
    """Whether the one vector, sorted upwards, is larger at the first place where the two differ."""
    a, b = np.sort(ours[~np.isnan(ours)]), np.sort(theirs[~np.isnan(theirs)])
    differ = np.flatnonzero(np.abs(a - b) > SAME)
    return bool(len(differ) and a[differ[0]] > b[differ[0]])


def raise_worst_off(
    problem: Problem,
    new_search: NewSearch,
    start: IntArray | None,
    params: WorstOffParams | None = None,
    *,
    spend: Callable[[Clock], None],
) -> Climb | None:
    """Climb as far as the effort goes; None where no cell over the total exists.

    `spend` is told the clock of every search that has ended.
    """
    cell = total_cell(problem)
    if cell is None:
        return None
    climb = Climb(problem, cell, new_search, params or WorstOffParams())
    for number, stage in enumerate(_stages(climb, problem.cells.attainable[cell] > 0)):
        search = new_search(stage, Aim(1.0, 0.0, 0.0), FIRST if number == 0 else LATER)
        run_search(search, climb.best if climb.best is not None else start)
        if number == 0:  # what the mean adds is at most its weight times the worst
            climb.bound = search.bound / (1 + climb.slope)
        climb.note(search)
        spend(search.clock)
    _finish(climb, spend)
    return climb


def _stages(climb: Climb, has_cell: BoolArray) -> Iterator[Problem]:
    """One problem after the other: the smallest open share is raised, the closed ones keep their floors."""
    open_to = has_cell.copy()
    yield only_shares(climb.problem, climb.cell, open_to, climb.slope)
    while climb.best is not None and open_to.any():
        least = climb.share[open_to].min()
        if climb.small or least >= 1 - SAME:
            return
        open_to &= climb.share > least + SAME
        floors = np.where(open_to, least, climb.share)
        if open_to.any():
            floored = guarantee(climb.problem, climb.cell, floors)
            yield only_shares(floored, climb.cell, open_to, climb.slope)


def _finish(climb: Climb, spend: Callable[[Clock], None]) -> None:
    """Exact leximin where the case is small."""
    if climb.best is None or not climb.small or climb.share[~np.isnan(climb.share)].min() >= 1 - SAME:
        return
    has_cell = climb.problem.cells.attainable[climb.cell] > 0
    search = climb.new_search(only_shares(climb.problem, climb.cell, has_cell, 0.0), Aim(1.0, 0.0, 0.0), 1.0)
    began = search.clock.seconds
    chosen, proven = leximin(search, climb.best, search.clock.left())
    spend(search.clock)
    climb.take(chosen)
    value = worst(climb.share)
    detail = "proven" if proven else "not proven"
    climb.phases.append(
        Phase("leximin", search.clock.seconds - began, value, min(climb.bound, value), detail, LEVEL)
    )


def worst(share: FloatArray) -> float:
    """Value of the level: 100 x (1 - min r), in percent (model §6)."""
    return float(100 * (1 - np.nanmin(share)))


def promise(climb: Climb) -> Guarantees | None:
    """What was reached as guarantees; None where no rule-abiding answer was found."""
    if climb.best is None:
        return None
    slack = climb.problem.objective.slack.worst_off / 100
    held = guarantee(climb.problem, climb.cell, climb.share - slack)
    value = worst(climb.share)
    certificate = LevelCertificate(LEVEL, value, min(climb.bound, value))
    return Guarantees(held, climb.best, climb.share, certificate, tuple(climb.phases))
