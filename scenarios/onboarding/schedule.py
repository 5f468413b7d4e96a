"""The whole onboarding, step by step: on every day on which a share grows, newcomers get what is due.

Each step takes nobody's clients first, then claimed ones, then dormant, and active ones only if asked; what
was given stays given. Each search is the engine's, and may take from a donor what the loss cap has left.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from assigner.i18n import Translator
from assigner.portfolio import FloatArray, IntArray
from assigner.solution import OnProgress, ShouldStop, SolverConfig, never_stop
from scenarios.base import Base
from scenarios.onboarding.calendar import step_days
from scenarios.onboarding.due import Due
from scenarios.onboarding.following import OnSearch, Searching, begun, ignore_search
from scenarios.onboarding.ground import Ground, lay_ground
from scenarios.onboarding.losses import cap_left
from scenarios.onboarding.model import Newcomer, Onboarding, Terms
from scenarios.onboarding.quotas import aims
from scenarios.onboarding.round import Solver, choose
from scenarios.onboarding.standings import Stage
from scenarios.onboarding.telling import told
from scenarios.onboarding.tiers import Tier, open_clients, tiers_in_turn

SEARCHES = 3
"""Searches in which a step is done, as a rule."""


@dataclass(frozen=True, slots=True, eq=False)
class Planner:
    """How books are found on one ground."""

    ground: Ground
    terms: Terms
    solver: Solver
    days: tuple[date, ...]
    on_search: OnSearch = ignore_search

    def step(self, day: date, before: IntArray) -> IntArray:
        """Who has what after a day: pool by pool, until nothing is missing."""
        holder, tiers = before, tuple(tiers_in_turn(self.terms.take_active))
        first, total = self.days.index(day) * len(tiers), len(self.days) * len(tiers)
        for number, tier in enumerate(tiers, first):
            if not self._due(day, holder).short:
                break
            tell = begun(self.on_search, Searching(number, total, tier.name, day))
            holder = self._search(day, tier, holder, tell)
        return holder

    def _due(self, day: date, holder: IntArray) -> Due:
        return Due.of(self.ground, day, holder, self.terms.tolerance)

    def _search(self, day: date, tier: Tier, holder: IntArray, tell: OnProgress) -> IntArray:
        """Who has what after one search in one tier; `holder` where the tier has nothing to give.

        Parts are of the surplus that everybody would have without the newcomers' books, and count all that
        was given so far: who gave too little on one day, since clients are whole, gives more on the next.
        """
        ground, due, ungiven = self.ground, self._due(day, holder), self._due(day, self.ground.owner)
        givers, cap = cap_left(ground, holder, self.terms.loss_cap)
        givers &= due.surplus > 0
        givers[ground.nobody] = True
        candidates = open_clients(
            ground, holder, tier, givers, due.fair[ground.newcomers], self.terms.tolerance
        )
        room = _sum(holder[candidates], ground.potential[candidates], len(givers))
        if not room.sum() > 0:
            return holder
        book = due.book.copy()
        book[ground.nobody] = room[ground.nobody]  # the rest of what is nobody's takes no part
        book = aims(book, due.missing, ungiven.surplus, room, ungiven.book - due.book)
        solver = replace(self.solver, loss_cap=cap, on_progress=tell)
        return choose(ground, holder, candidates, due.missing > 0, book, solver)


def _sum(index: IntArray, amount: FloatArray, length: int) -> FloatArray:
    return np.asarray(np.bincount(index, weights=amount, minlength=length), dtype=np.float64)


def plan_onboarding(
    base: Base,
    newcomers: tuple[Newcomer, ...],
    terms: Terms,
    config: SolverConfig | None = None,
    *,
    on_search: OnSearch = ignore_search,
    should_stop: ShouldStop = never_stop,
    tr: Translator | None = None,
) -> Onboarding:
    """The schedule for newcomers who are in the team of `base` already (see `newcomers_joined`).

    The effort of `config` is shared by all searches, of which `on_search` hears.

    Raises InputError, RulesConflict, NoAnswer as `propose`.
    """
    config, tr = config or SolverConfig(), tr or Translator()
    days = step_days(newcomers, base.policy.managers)
    ground = lay_ground(base, newcomers, days[0])
    each = share_of(config, SEARCHES * len(days))
    solver = Solver(config=each, loss_cap=terms.loss_cap, tr=tr, should_stop=should_stop)
    planner = Planner(ground, terms, solver, days, on_search)
    holder, stages = ground.owner, []
    for day in days:
        holder = planner.step(day, holder)
        stages.append(Stage(day, holder))
    return told(ground, newcomers, terms, tuple(stages), seed=config.seed, tr=tr)


def share_of(config: SolverConfig, count: int) -> SolverConfig:
    """The effort of one of so many searches."""
    return replace(
        config,
        time_limit=None if config.time_limit is None else config.time_limit / count,
        work_limit=None if config.work_limit is None else config.work_limit / count,
    )
