"""One search of the engine: some clients may go to the newcomers, everybody else stays (scope and locks)."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from assigner.engine import propose
from assigner.i18n import Translator
from assigner.policy import TOTAL, Goal, Measure, Policy
from assigner.policy.model import KeepRule, LoadRule, LossCap, ScopeRule
from assigner.portfolio import BoolArray, FloatArray, IntArray
from assigner.solution import OnProgress, ShouldStop, SolverConfig, ignore_progress, never_stop
from scenarios.base import Base
from scenarios.edits.changing import set_managers, with_clients, with_managers
from scenarios.onboarding.ground import Ground, case_of, without_decisions
from scenarios.onboarding.quotas import weights_for

AIM = 0.001
"""Tolerance of the total goal while searching: nearer than what counts as reached."""

TOTAL_WEIGHT = 20.0
"""Weight of the total beside the goals inside segments: the size of the book goes first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Solver:
    """How each search is done; `loss_cap` is the share of commission that nobody may lose more of."""

    config: SolverConfig
    loss_cap: float
    tr: Translator
    should_stop: ShouldStop = never_stop
    on_progress: OnProgress = ignore_progress


def choose(
    ground: Ground,
    holder: IntArray,
    candidates: BoolArray,
    receivers: BoolArray,
    book: FloatArray,
    solver: Solver,
) -> IntArray:
    """Who has each client after one search, (n,): `holder` but for candidates that go to `receivers`.

    `holder` differs from the owners for what newcomers were given before: that is pinned to them. `book` is
    what everybody is to have then. Raises RulesConflict and NoAnswer as `propose` does.
    """
    base = _aimed(ground, holder, candidates, book)
    named = tuple(str(base.portfolio.managers.manager_id[j]) for j in np.flatnonzero(receivers))
    policy = search_policy(ground.base, named, solver.loss_cap)
    unlocked = replace(ground.evidence, lock_lifted=candidates)
    case = replace(case_of(ground, replace(base, policy=policy)), evidence=unlocked)
    found = propose(
        case, solver.config, on_progress=solver.on_progress, should_stop=solver.should_stop, tr=solver.tr
    )
    moved = candidates & receivers[np.maximum(found.assignment, 0)]
    return np.where(moved, found.assignment, holder).astype(np.int32)


def _aimed(ground: Ground, holder: IntArray, candidates: BoolArray, book: FloatArray) -> Base:
    """The base of one search: weights that ask for the books, gifts pinned, the rest of nobody's out."""
    base = without_decisions(ground.base)
    given = holder != ground.owner
    left = ground.served & (holder == ground.nobody) & ~candidates
    amount = np.where(left, 0.0, ground.potential)
    team = range(ground.nobody + 1)
    blank = {"start_date": np.datetime64("NaT", "D"), "leaving": False, "listed": True}
    base = set_managers(base, team, **blank)
    base = with_managers(base, fte=weights_for(book, amount, ground.entitled))
    clients = base.portfolio.clients
    return with_clients(
        _newcomers_limits(ground, base),
        pinned_idx=np.where(given, holder, clients.pinned_idx).astype(np.int32),
        excluded=clients.excluded | left,
    )


def _newcomers_limits(ground: Ground, base: Base) -> Base:
    """The base with limits of the newcomers alone, their own or the policy's: the others only give."""
    rule, limits = base.policy.rules.max_load, {}
    for name, general in (("max_clients", rule.count), ("max_workload", rule.workload)):
        own = getattr(base.portfolio.managers, name)
        column = np.full(len(own), np.nan)
        mine = own[ground.newcomers]
        column[ground.newcomers] = np.where(np.isnan(mine) & (general is not None), general or 0.0, mine)
        limits[name] = column
    return with_managers(base, **limits)


def search_policy(base: Base, receivers: tuple[str, ...], loss_cap: float) -> Policy:
    """Everything is locked but the candidates, only newcomers receive, nobody loses more than the cap.

    Rules made for one division of all (least loads, budgets of moves, absorption) are switched off.
    """
    policy, rules = base.policy, base.policy.rules
    off = {name: getattr(rules, name).model_copy(update={"enabled": False}) for name in OF_A_DIVISION}
    states = ("proven", "active", "dormant", "claimed")
    held = {
        "keep": KeepRule(states=states, open_deals=rules.keep.enabled and rules.keep.open_deals),
        "scope": ScopeRule(receivers=receivers),
        "loss_cap": LossCap(cap=loss_cap),
        "max_load": LoadRule(enabled=rules.max_load.enabled),
    }
    objective = policy.objective.model_copy(update={"mode": "weighted", "worst_off_first": False})
    balance = policy.balance.model_copy(update=_balance(base))
    return policy.model_copy(
        update={
            "rules": rules.model_copy(update=off | held),
            "objective": objective,
            "balance": balance,
        }
    )


OF_A_DIVISION = ("min_load", "move_budget", "absorption")


def _balance(base: Base) -> dict[str, object]:
    """The goals on potential, the total first and closest; other measures follow from whom one gets.

    The base as a whole is never too small to balance.
    """
    clients = base.portfolio.clients
    asked = base.policy.balance.resolve(tuple(clients.dimensions), clients.workload is not None)
    inside = [goal for goal in asked if goal.dimension != TOTAL and goal.measure is Measure.POTENTIAL]
    total = Goal(measure=Measure.POTENTIAL, tolerance=AIM, weight=TOTAL_WEIGHT)
    served = int((~clients.excluded).sum())
    least = min(base.policy.balance.min_clients_per_manager, served / (2 * len(base.portfolio.managers)))
    return {"goals": (total, *inside), "min_clients_per_manager": least}
