"""Levels, score and tables of one division of the base (model §4-§6, §8)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from assigner.checker.facts import Facts
from assigner.checker.ground import Ground
from assigner.checker.limits import moved, per_manager
from assigner.disruption import MoveCosts
from assigner.evidence.model import State
from assigner.fairness.balance import Balance, MeasuredCells, ServedBy
from assigner.fairness.eligible import Entitled
from assigner.fairness.figures import envy_up_to_one, spread
from assigner.policy import TOTAL, Goal, Measure
from assigner.portfolio import NOBODY, BoolArray, FloatArray, IntArray
from assigner.verdict import CellTable, Levels, ManagerTable, PlanFigures


@dataclass(frozen=True, slots=True, eq=False)
class Scale:
    """What an assignment is weighed with: cells, targets, costs of moves; rows are serviceable clients."""

    facts: Facts
    rows: IntArray  # positions of the serviceable clients
    balance: Balance
    total: MeasuredCells  # potential in total
    costs: MoveCosts
    lock_lifted: BoolArray

    @classmethod
    def of(cls, ground: Ground) -> Scale:
        """The scale of a base; the same for today's division and for any proposal."""
        facts = ground.facts
        rows = np.flatnonzero(facts.serviceable).astype(np.int32)
        goals = goals_in_force(facts)
        keys = {(Measure.POTENTIAL, TOTAL), *((goal.measure, goal.dimension) for goal in goals)}
        entitled = Entitled(ground.eligible.of(rows), facts.weight)
        amounts = {measure: _amount(facts, rows, measure, entitled) for measure in {key[0] for key in keys}}
        measured = {key: _measure(facts, rows, key[1], entitled, *amounts[key[0]]) for key in keys}
        of_goals = tuple(measured[goal.measure, goal.dimension] for goal in goals)
        minimum = facts.policy.balance.min_clients_per_manager
        return cls(
            facts=facts,
            rows=rows,
            balance=Balance.of(goals, of_goals, ground.fixed_to[rows], minimum),
            total=measured[Measure.POTENTIAL, TOTAL],
            costs=MoveCosts.of(facts.portfolio, facts.evidence, facts.policy),
            lock_lifted=facts.evidence.lock_lifted | facts.owner_banned | facts.pinned_away,
        )


def goals_in_force(facts: Facts) -> tuple[Goal, ...]:
    """The policy's goals whose dimension the clients table has (model §4)."""
    clients = facts.portfolio.clients
    goals = facts.policy.balance.resolve(tuple(clients.dimensions), clients.workload is not None)
    return tuple(goal for goal in goals if goal.dimension == TOTAL or goal.dimension in clients.dimensions)


def _measure(
    facts: Facts,
    rows: IntArray,
    dimension: str,
    entitled: Entitled,
    amount: FloatArray,
    served_by: ServedBy | None,
) -> MeasuredCells:
    """Counted loads and targets of one measure over one dimension."""
    if dimension == TOTAL:
        return MeasuredCells.of(amount, np.zeros(len(rows), dtype=np.int32), 1, entitled, served_by)
    column = facts.portfolio.clients.dimensions[dimension]
    return MeasuredCells.of(amount, column.codes[rows], len(column.labels), entitled, served_by)


def _amount(
    facts: Facts, rows: IntArray, measure: Measure, entitled: Entitled
) -> tuple[FloatArray, ServedBy | None]:
    """m(i) of some clients; with travel its mean over E(i), and what gives m(i, j) (model §1)."""
    amount, travel = facts.amounts(measure)[rows], facts.travel
    if measure is not Measure.WORKLOAD or not travel:
        return amount, None

    def served_by(manager: IntArray) -> FloatArray:
        return amount + travel.hours_with(rows, manager)

    return amount + travel.mean_hours(rows, entitled.eligible), served_by


def label(facts: Facts, goal: Goal, code: int) -> str:
    """The segment value of a cell, "" for the total."""
    return "" if goal.dimension == TOTAL else facts.portfolio.clients.dimensions[goal.dimension].labels[code]


def weigh(scale: Scale, assigned: IntArray) -> PlanFigures:
    """All figures of a proposal; `assigned` (num_clients,) holds managers or NOBODY."""
    return _figures(scale, assigned, assigned)


def weigh_today(scale: Scale) -> PlanFigures:
    """All figures of today's ownership (model §8 "before"); the manager table shows leavers' clients too."""
    return _figures(
        scale, scale.facts.today, np.where(scale.facts.owned, scale.facts.owner, NOBODY).astype(np.int32)
    )


def _figures(scale: Scale, assigned: IntArray, held: IntArray) -> PlanFigures:
    """Figures of an assignment; `held` is who has whom in the manager table, managers without weight too."""
    facts, costs = scale.facts, scale.costs
    clients = np.flatnonzero(assigned != NOBODY)
    sums = costs.sums(clients, assigned[clients])
    load = scale.balance.loads(assigned[scale.rows])
    violation = scale.balance.violations(load)
    imbalance, mean, worst = scale.balance.imbalance(violation)
    levels = Levels(imbalance, costs.disruption(sums), costs.unfit(clients, assigned[clients]))
    gone = moved(facts, assigned)
    proven = (facts.evidence.state == State.PROVEN) & facts.owner_stays & ~scale.lock_lifted
    managers = _manager_table(scale, assigned, held)
    return PlanFigures(
        score=score(facts, levels),
        levels=levels,
        worst_deviation=_worst_deviation(managers),
        mean_violation=mean,
        worst_violation=worst,
        moved_clients=int(gone.sum()),
        moved_share=float(gone.sum()) / max(1, int(facts.owned.sum())),
        kept_proven=int((proven & (assigned == facts.owner)).sum()),
        proven_total=int(proven.sum()),
        revenue_at_risk=sums.revenue_at_risk,
        commission_at_stake=sums.commission_at_stake,
        fixed_cost=sums.fixed_cost,
        evidence_mismatch=sums.evidence_mismatch,
        cells=_cell_table(scale, load, violation),
        managers=managers,
        spread=spread(managers.load, managers.target),
        envy=envy_up_to_one(scale.total.counted, assigned[scale.rows], facts.weight),
    )


def score(facts: Facts, levels: Levels) -> float:
    """Score = 20 x imbalance + disruption + 0.1 x unfit, with the policy's weights (model §6)."""
    weights = facts.policy.objective.weights
    return (
        weights.imbalance * levels.imbalance
        + weights.disruption * levels.disruption
        + weights.fit * levels.fit
    )


def _worst_deviation(managers: ManagerTable) -> float:
    """Largest |load / T - 1| of total potential, a fraction (model §8)."""
    has_target = managers.target > 0
    ratio = managers.load[has_target] / managers.target[has_target]
    return float(np.abs(ratio - 1).max(initial=0.0))


def _cell_table(scale: Scale, load: FloatArray, violation: FloatArray) -> CellTable:
    """One entry per cell and manager."""
    balance = scale.balance
    goals = [balance.goals[position] for position in balance.goal_idx.tolist()]
    names: Mapping[str, list[str]] = {
        "goal": [goal.key for goal in goals],
        "measure": [goal.measure.value for goal in goals],
        "dimension": [goal.dimension for goal in goals],
        "value": [
            label(scale.facts, goal, code) for goal, code in zip(goals, balance.code.tolist(), strict=True)
        ],
    }
    return CellTable(
        **{name: np.array(texts, dtype=object) for name, texts in names.items()},
        manager_idx=balance.manager_idx,
        load=load,
        target=balance.target,
        attainable=balance.attainable,
        tolerance_low=balance.tolerance_low,
        tolerance_high=balance.tolerance_high,
        violation=violation,
    )


def _manager_table(scale: Scale, assigned: IntArray, held: IntArray) -> ManagerTable:
    """One entry per manager: raw sums, target and counted load of total potential."""
    facts = scale.facts
    sums = {measure: per_manager(facts, facts.served(measure, held), held) for measure in Measure}
    return ManagerTable(
        weight=facts.weight,
        clients=sums[Measure.COUNT].astype(np.int32),
        potential=sums[Measure.POTENTIAL],
        revenue=sums[Measure.REVENUE],
        workload=sums[Measure.WORKLOAD],
        commission=facts.rate * sums[Measure.REVENUE],
        target=scale.total.target[0],
        load=scale.total.loads(assigned[scale.rows])[0],
    )
