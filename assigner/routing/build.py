"""From an approved answer to a `RoutingPlan`: targets, loads, limits, and whose every known client is."""

from __future__ import annotations

from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from assigner.checker.facts import Facts
from assigner.checker.figures import Scale
from assigner.checker.ground import Ground, stand
from assigner.checker.limits import load_limits, per_manager
from assigner.errors import InputError, Issue, Severity
from assigner.evidence.model import Evidence
from assigner.fairness.balance import MeasuredCells
from assigner.fairness.eligible import Entitled
from assigner.i18n import Translator
from assigner.policy import TOTAL, Measure, Policy
from assigner.portfolio import NOBODY, BoolArray, IntArray, Portfolio
from assigner.routing.book import known_clients
from assigner.routing.plan import MEASURES, Cells, GoalLine, RoutingPlan, Team, Words

SPARE = GoalLine(Measure.COUNT, TOTAL, 0.0)
"""The number of clients in total: what counts for a client without any balanced cell."""


class Answered(Protocol):
    """A case or a proposal: the facts that an assignment stands on."""

    @property
    def portfolio(self) -> Portfolio: ...  # noqa: D102
    @property
    def evidence(self) -> Evidence: ...  # noqa: D102
    @property
    def policy(self) -> Policy: ...  # noqa: D102


def routing_plan(answer: Answered, assignment: IntArray, *, tr: Translator | None = None) -> RoutingPlan:
    """The plan that new clients are routed by: built once, when an answer is approved (model §12).

    `assignment` (num_clients,) holds manager positions, NOBODY for excluded clients. Raises `InputError`
    where it gives a client to nobody or to a manager who may not have it, and `ValueError` for another
    length.
    """
    if np.shape(assignment) != (answer.portfolio.num_clients,):
        raise ValueError(f"assignment must have shape ({answer.portfolio.num_clients},)")
    ground = stand(answer.portfolio, answer.evidence, answer.policy, tr or Translator())
    assigned = np.where(ground.facts.serviceable, assignment, NOBODY).astype(np.int32)
    _refuse_unlawful(ground, assigned, tr or Translator())
    team = np.flatnonzero(ground.facts.weight > 0)
    scale = Scale.of(ground)
    cells, goals = _cells(scale, ground, assigned, team)
    return RoutingPlan(
        words=_words(ground.facts, team, goals),
        team=_team(scale, assigned, team),
        cells=cells,
        book=known_clients(ground, assigned, team),
    )


def _refuse_unlawful(ground: Ground, assigned: IntArray, tr: Translator) -> None:
    """Raise `InputError` naming every client that is with nobody, or with a manager who may not have it."""
    clients = np.flatnonzero(ground.facts.serviceable)
    held = assigned[clients]
    inside = (held >= 0) & (held < len(ground.facts.weight))
    inside[inside] = ground.eligible.holds(clients[inside], held[inside])
    ids = ground.facts.portfolio.clients.client_id[clients[~inside]]
    issues = [
        Issue(
            Severity.ERROR,
            "routing_assignment",
            tr.gettext("client {client} has no manager who may have it", client=str(one)),
            tr.gettext("Route by an answer that keeps the rules."),
            column="manager_id",
            value=str(one),
        )
        for one in ids
    ]
    if issues:
        raise InputError(issues)


def _words(facts: Facts, team: NDArray[np.intp], goals: tuple[GoalLine, ...]) -> Words:
    clients, managers = facts.portfolio.clients, facts.portfolio.managers
    lists = managers.eligible if facts.policy.rules.eligible.enabled else {}
    return Words(
        manager_ids=tuple(map(str, managers.manager_id[team])),
        manager_names=tuple(map(str, managers.name[team])),
        goals=goals,
        labels={name: dimension.labels for name, dimension in clients.dimensions.items()},
        lists={
            name: tuple(allowed[j] for j in team)
            for name, allowed in lists.items()
            if name in clients.dimensions
        },
        typical={measure: _typical(facts, measure) for measure in MEASURES},
        potential_source=clients.potential_source,
        country=facts.policy.identity.country,
    )


def _typical(facts: Facts, measure: Measure) -> float:
    amounts = facts.amounts(measure)[facts.serviceable]
    positive = amounts[amounts > 0]
    return float(np.median(positive)) if len(positive) else 0.0


def _team(scale: Scale, assigned: IntArray, team: NDArray[np.intp]) -> Team:
    facts, fit = scale.facts, scale.costs.fit
    held = [per_manager(facts, facts.served(measure, assigned), assigned)[team] for measure in MEASURES]
    rule = facts.policy.rules.max_load
    limit = [load_limits(facts, rule, measure, own=True)[team] for measure in MEASURES]
    return Team(
        weight=facts.weight[team],
        receives=_receives(facts)[team],
        limit=np.array(limit),
        held=np.array(held),
        profile=np.concatenate([np.zeros((0, len(team))), *(part[team].T for part in fit.profiles)]),
        norm=fit.norm[team],
    )


def _receives(facts: Facts) -> BoolArray:
    """Receivers of the rule scope; everybody where it names none."""
    rule, ids = facts.policy.rules.scope, facts.portfolio.managers.manager_id
    named = rule.receivers if rule.enabled else None
    return np.array([named is None or str(one) in named for one in ids], dtype=bool)


def _cells(
    scale: Scale, ground: Ground, assigned: IntArray, team: NDArray[np.intp]
) -> tuple[Cells, tuple[GoalLine, ...]]:
    """The balanced cells of the plan and their goals, the spare ones last."""
    balance = scale.balance
    goals = [GoalLine(goal.measure, goal.dimension, goal.weight) for goal in balance.goals]
    pairs = sorted(set(zip(balance.goal_idx.tolist(), balance.code.tolist(), strict=True)))
    measured = [*balance.measured, _spare(scale, ground)]
    rows = [(measured[goal], goal, code) for goal, code in (*pairs, (len(goals), 0))]
    fixed, given = ground.fixed_to[scale.rows], assigned[scale.rows]
    tables = {
        id(cells): (cells.target[:, team], cells.loads(fixed)[:, team], cells.loads(given)[:, team])
        for cells in measured
    }
    stacked = [np.array([tables[id(cells)][n][code] for cells, _, code in rows]) for n in range(3)]
    found = Cells(
        goal=np.array([goal for _, goal, _ in rows], dtype=np.int32),
        code=np.array([code for _, _, code in rows], dtype=np.int32),
        share=np.array([cells.share[code] for cells, _, code in rows]),
        target=stacked[0],
        fixed=stacked[1],
        load=stacked[2],
    )
    return found, (*goals, SPARE)


def _spare(scale: Scale, ground: Ground) -> MeasuredCells:
    """The number of clients in total; each counts 1, also in a base of fewer clients than managers."""
    ones, codes = np.ones(len(scale.rows)), np.zeros(len(scale.rows), dtype=np.int32)
    entitled = Entitled(ground.eligible.of(scale.rows), scale.facts.weight)
    target, num_eligible = entitled.targets(ones, codes, 1)
    count = np.array([len(scale.rows)], dtype=np.int32)
    return MeasuredCells(codes, ones, np.ones(1), ones, target, count, num_eligible)
