"""Portfolio + evidence + policy -> Problem: the one place where facts become numbers."""

from __future__ import annotations

import numpy as np

from assigner.errors import InputError, Issue, Severity
from assigner.evidence.model import Evidence
from assigner.i18n import Translator
from assigner.policy import Policy
from assigner.portfolio import NOBODY, FloatArray, IntArray, Portfolio
from assigner.problem.cells import CellLoads
from assigner.problem.limits import list_limits
from assigner.problem.loads import unit_and_pair_loads, with_locked_load
from assigner.problem.locks import Locks, find_locks
from assigner.problem.measures import read_amounts
from assigner.problem.model import Cells, Problem, SideRows
from assigner.problem.pain import Pain, client_values, price_options
from assigner.problem.sides import cut_rows
from assigner.problem.targets import build_cells
from assigner.problem.units import Units, build_units
from assigner.weights import manager_weights


def build_problem(
    portfolio: Portfolio, evidence: Evidence, policy: Policy, *, tr: Translator | None = None
) -> Problem:
    """Build the instance of model §3-§6, in memory linear in the eligible pairs.

    Raises InputError for input that no rule could mend (nobody with weight, a client nobody may have, a
    pin to somebody not eligible), RulesConflict, in the language of `tr`, where rules contradict each other
    for named clients.
    """
    weight = manager_weights(portfolio.managers, policy.managers, evidence.as_of)
    _need_somebody(weight)
    value = client_values(portfolio, policy)
    locks = find_locks(portfolio, evidence, policy, weight, value)
    units, apart = build_units(portfolio, policy, locks, tr or Translator())
    fixed_to = locks.fixed_to
    amounts = read_amounts(portfolio, policy, locks.eligible, fixed_to)
    cells, loads = build_cells(portfolio, policy, locks.eligible, fixed_to, weight, amounts)
    limits = list_limits(portfolio, policy, weight, locks.taken, amounts)
    owner = portfolio.clients.owner_idx
    side = cut_rows(limits, units, locks.locked_to, owner, portfolio.num_managers)
    pain = price_options(portfolio, evidence, policy, weight, value, locks.eligible)
    return _assemble(portfolio, policy, locks, units, apart, pain, cells, loads, side)


def _need_somebody(weight: FloatArray) -> None:
    if not (weight > 0).any():
        raise InputError(
            [
                Issue(
                    Severity.ERROR,
                    "nobody-with-weight",
                    "no manager can receive clients: all have fte 0, leave, or have not started yet",
                    "check the columns fte, leaving and start_date",
                    file="managers",
                )
            ]
        )


def _assemble(
    portfolio: Portfolio,
    policy: Policy,
    locks: Locks,
    units: Units,
    apart: IntArray,
    pain: Pain,
    cells: Cells,
    loads: list[CellLoads],
    side: SideRows,
) -> Problem:
    locked = np.flatnonzero(locks.locked_to != NOBODY)
    held = locks.eligible.find(locked, locks.locked_to[locked])
    unit_loads, pair_loads = unit_and_pair_loads(units, loads, portfolio.num_clients)
    load_start, load_cell, load = unit_loads.by_owner(len(units))
    extra_start, extra_cell, extra = pair_loads.by_owner(len(units.pairs))
    return Problem(
        num_managers=portfolio.num_managers,
        member_start=units.member_start,
        member=units.member,
        pair_start=units.pairs.start,
        pair_manager=units.pairs.manager,
        pair_disruption=units.sum(pain.disruption[units.option]),
        pair_unfit=units.sum(pain.unfit[units.option]),
        const_disruption=float(pain.disruption[held].sum()),
        const_unfit=float(pain.unfit[held].sum()),
        load_start=load_start,
        load_cell=load_cell,
        load=load,
        extra_start=extra_start,
        extra_cell=extra_cell,
        extra=extra,
        cells=with_locked_load(cells, loads, locks.locked_to),
        side=side,
        apart=apart,
        unit_owner=_unit_owner(units, portfolio.clients.owner_idx),
        fixed_manager=locks.locked_to,
        objective=policy.objective,
    )


def _unit_owner(units: Units, owner: IntArray) -> IntArray:
    """Pair that leaves all members of the unit with their common owner, -1 where there is none."""
    if not len(units):
        return np.zeros(0, dtype=np.int32)
    first, last = (
        fold.reduceat(owner[units.member], units.member_start[:-1]) for fold in (np.minimum, np.maximum)
    )
    common = np.where(first == last, first, NOBODY)
    return units.pairs.find(np.arange(len(units)), common)
