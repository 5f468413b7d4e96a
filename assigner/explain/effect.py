"""The exact effect of one change on a proposal: the independent checker, run on the changed assignment."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from assigner.checker.figures import weigh
from assigner.checker.verify import breaks, served
from assigner.checker.words import Words
from assigner.errors import InternalError
from assigner.explain.grounds import Grounds
from assigner.explain.model import CellChange, Effect, Pain
from assigner.i18n import Translator
from assigner.policy import Measure
from assigner.portfolio import NOBODY, IntArray
from assigner.proposal import Proposal
from assigner.verdict import CellTable, PlanFigures


def pain_of(figures: PlanFigures) -> Pain:
    """The four parts of the sum of p of a plan."""
    return Pain(
        revenue_at_risk=figures.revenue_at_risk,
        commission_at_stake=figures.commission_at_stake,
        fixed_cost=figures.fixed_cost,
        evidence_mismatch=figures.evidence_mismatch,
    )


def tied_clients(group: IntArray, assignment: IntArray, client_idx: int) -> tuple[int, ...]:
    """The client and those of its group that have the same manager now: who must move together."""
    if group[client_idx] == NOBODY:
        return (client_idx,)
    same = (group == group[client_idx]) & (assignment == assignment[client_idx])
    return tuple(np.flatnonzero(same).tolist())


def changed_assignment(proposal: Proposal, client_idxs: Sequence[int], manager_idx: int) -> IntArray:
    """The proposal's assignment with these clients given to the manager."""
    assignment = proposal.assignment.copy()
    assignment[list(client_idxs)] = manager_idx
    return assignment


def effect_of(
    proposal: Proposal, grounds: Grounds, client_idxs: Sequence[int], manager_idx: int, language: str = "en"
) -> Effect:
    """What giving these clients to the manager does to score, levels, pain, rules and cells (model §4-§6).

    It is what `check` says of the changed assignment, on grounds that are laid once for many changes.
    """
    ground, facts = grounds.ground, grounds.facts
    changed = changed_assignment(proposal, client_idxs, manager_idx)
    words = Words(Translator(language), proposal.portfolio, travel=bool(facts.travel))
    before, after = proposal.verdict.after, weigh(grounds.scale, served(ground, changed))
    return Effect(
        client_idxs=tuple(client_idxs),
        manager_idx=manager_idx,
        score_before=before.score,
        score_after=after.score,
        levels_before=before.levels,
        levels_after=after.levels,
        pain_before=pain_of(before),
        pain_after=pain_of(after),
        breaks=breaks(ground, changed, words),
        cells=_cell_changes(before.cells, after.cells, bool(facts.travel)),
    )


def _cell_changes(before: CellTable, after: CellTable, travel: bool) -> tuple[CellChange, ...]:
    """The cells whose load differs: largest change of violation first, then of load over target."""
    same_cells = np.array_equal(before.goal, after.goal) and np.array_equal(before.value, after.value)
    if not (same_cells and np.array_equal(before.manager_idx, after.manager_idx)):
        raise InternalError("the checker's balance cells depend on the assignment; they must not (model §4)")
    step = np.abs(after.load - before.load)
    rows = np.flatnonzero(step > 1e-9 * np.maximum(before.attainable, 1e-300))
    worse = np.abs(after.violation - before.violation)
    order = np.lexsort((-step[rows] / before.attainable[rows], -worse[rows]))
    return tuple(_cell_change(before, after, int(row), travel) for row in rows[order])


def _cell_change(before: CellTable, after: CellTable, row: int, travel: bool) -> CellChange:
    return CellChange(
        goal=str(before.goal[row]),
        dimension=str(before.dimension[row]),
        value=str(before.value[row]),
        manager_idx=int(before.manager_idx[row]),
        attainable=float(before.attainable[row]),
        load_before=float(before.load[row]),
        load_after=float(after.load[row]),
        violation_before=float(before.violation[row]),
        violation_after=float(after.violation[row]),
        travel=travel and after.measure[row] == Measure.WORKLOAD,
    )
