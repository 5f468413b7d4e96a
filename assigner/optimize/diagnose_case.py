"""Ways out of a conflict of the rules, each proven to be enough (model §9).

For every kind of rule: the fewest changes of this kind alone that let all rules hold; beside them the fewest
of all kinds together. A way out counts only when the problem built from the changed policy and tables has an
answer that keeps all the rules.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

import numpy as np

from assigner.errors import InputError, RulesConflict
from assigner.evidence.model import Evidence
from assigner.optimize.clock import Clock
from assigner.optimize.diagnose_exact import ElasticAnswer, ElasticParams, cheapest
from assigner.optimize.tables import evaluate
from assigner.policy import Policy
from assigner.portfolio import NOBODY, IntArray, Portfolio
from assigner.problem.build import build_problem
from assigner.problem.changes import KINDS, LIMITS, Change, apply_changes
from assigner.problem.elastic import Elastic
from assigner.problem.elastic_build import Base, build_elastic
from assigner.problem.knobs import EVERYBODY
from assigner.problem.model import Problem
from assigner.solution import ShouldStop, SolverConfig, never_stop

MOST_PAIRS = 1_000_000
"""With more clients times managers than this no way out is looked for."""


@dataclass(frozen=True, slots=True)
class WayOut:
    """Changes after which all rules can hold; `proven` where no smaller set of the same kinds would do."""

    changes: tuple[Change, ...]
    proven: bool

    @property
    def rules(self) -> tuple[str, ...]:
        """The rules that give way."""
        return tuple(dict.fromkeys(change.rule for change in self.changes))


@dataclass(frozen=True, slots=True)
class DiagnosisParams:
    """Wall `seconds` for all ways out together, and the settings of one elastic solve."""

    seconds: float = 30.0
    elastic: ElasticParams = field(default_factory=ElasticParams)


def ways_out(
    portfolio: Portfolio,
    evidence: Evidence,
    policy: Policy,
    *,
    should_stop: ShouldStop = never_stop,
    params: DiagnosisParams | None = None,
) -> tuple[WayOut, ...]:
    """Ways out, those with the fewest changes first; empty where none was found in time."""
    params = params or DiagnosisParams()
    served = int((~portfolio.clients.excluded).sum())
    if served * portfolio.num_managers > MOST_PAIRS:
        return ()
    clock = Clock(SolverConfig(time_limit=params.seconds), should_stop)
    case = _Case(portfolio, evidence, policy)
    try:
        base = Base.of(portfolio, evidence, policy)
    except (InputError, RulesConflict):
        return ()
    groups = [("max-load", EVERYBODY), *((kind,) for kind in KINDS)]
    found = [_way_out(case, base, kinds, clock, params.elastic) for kinds in groups]
    if len(base.client) * len(base.team) <= params.elastic.whole_pairs or not any(found):
        found += _mixed(case, base, clock, params.elastic)
    return _sorted(found)


def _mixed(case: _Case, base: Base, clock: Clock, params: ElasticParams) -> list[WayOut | None]:
    """Limits only, all kinds, and all kinds without each that the smallest way out of all needs."""
    limits = _way_out(case, base, tuple(LIMITS), clock, params)
    best = _way_out(case, base, KINDS, clock, params)
    rules = best.rules if best is not None and len(best.rules) > 1 else ()
    others = [[kind for kind in KINDS if kind != rule] for rule in rules]
    return [limits, best, *(_way_out(case, base, kinds, clock, params) for kinds in others)]


def _sorted(found: list[WayOut | None]) -> tuple[WayOut, ...]:
    """Without doubles and without those that hold another one; fewest changes first, then the smallest."""
    ways = sorted(
        (way for way in found if way is not None),
        key=lambda way: (len(way.changes), len(way.rules), sum(c.size for c in way.changes)),
    )
    kept: list[WayOut] = []
    for way in ways:
        if not any(set(other.changes) <= set(way.changes) for other in kept):
            kept.append(way)
    return tuple(kept)


@dataclass(frozen=True, slots=True, eq=False)
class _Case:
    """Facts, evidence and policy."""

    portfolio: Portfolio
    evidence: Evidence
    policy: Policy

    def changed(self, changes: tuple[Change, ...]) -> _Case:
        """The case with changes made."""
        return _Case(*self._parts(changes))

    def _parts(self, changes: tuple[Change, ...]) -> tuple[Portfolio, Evidence, Policy]:
        portfolio, policy = apply_changes(self.portfolio, self.policy, changes)
        return portfolio, self.evidence, policy


def _way_out(
    case: _Case, base: Base, kinds: Collection[str], clock: Clock, params: ElasticParams
) -> WayOut | None:
    """The fewest changes of these kinds, and more where they turn out not to be enough."""
    changes: tuple[Change, ...] = ()
    proven = True
    for _ in range(params.rounds):
        if clock.stop():
            return None
        now = case.changed(changes)
        answer, elastic = _cheapest(now, base if not changes else None, kinds, clock, params)
        if answer is None or elastic is None:
            return None
        more = answer.changes(elastic)
        if not changes and not more:
            return None  # no conflict that these rules are part of
        changes, proven = _joined(changes, more), proven and answer.proven
        if lawful(case.changed(changes), elastic.assignment(answer.chosen, case.portfolio.num_clients)):
            return WayOut(changes, proven)
        proven = False
    return None


def _joined(old: tuple[Change, ...], new: tuple[Change, ...]) -> tuple[Change, ...]:
    """Both, a later turn of the same limit instead of the earlier one."""

    def about(change: Change) -> tuple[object, ...]:
        named = (change.client, change.other, change.dimension, change.value)
        return (change.rule, change.measure, change.manager if change.rule != "keep" else NOBODY, *named)

    merged = {about(change): change for change in old}
    for change in new:
        before = merged.get(about(change))
        asked = before.asked if before is not None else change.asked
        merged[about(change)] = Change(
            change.rule,
            change.measure,
            change.manager,
            change.client,
            change.other,
            change.dimension,
            change.value,
            asked,
            change.to,
        )
    return tuple(merged.values())


def _cheapest(
    case: _Case, base: Base | None, kinds: Collection[str], clock: Clock, params: ElasticParams
) -> tuple[ElasticAnswer | None, Elastic | None]:
    """The cheapest answer of the elastic model, and the model itself."""
    try:
        base = base or Base.of(case.portfolio, case.evidence, case.policy)
    except (InputError, RulesConflict):
        return None, None
    elastic = build_elastic(base, case.policy, kinds)
    if elastic is None:
        return None, None
    return cheapest(elastic, clock, params), elastic


def lawful(case: _Case, assignment: IntArray) -> bool:
    """Whether an assignment keeps all the rules of a case, by the problem built from it."""
    try:
        problem = build_problem(case.portfolio, case.evidence, case.policy)
    except (InputError, RulesConflict):
        return False
    chosen = _pairs_of(problem, assignment)
    return chosen is not None and evaluate(problem, chosen).feasible


def _pairs_of(problem: Problem, assignment: IntArray) -> IntArray | None:
    """The pair of each unit under an assignment; None where it splits a unit or moves a locked client."""
    manager = assignment[problem.member]
    if not len(manager):
        return np.zeros(0, dtype=np.int32) if _locks_kept(problem, assignment) else None
    first = manager[problem.member_start[:-1]]
    split = manager != np.repeat(first, np.diff(problem.member_start))
    here = problem.pair_manager == first[problem.pair_unit]
    if split.any() or not _locks_kept(problem, assignment) or here.sum() != problem.num_units:
        return None
    return np.flatnonzero(here).astype(np.int32)


def _locks_kept(problem: Problem, assignment: IntArray) -> bool:
    locked = problem.fixed_manager != NOBODY
    return bool((assignment[locked] == problem.fixed_manager[locked]).all())
