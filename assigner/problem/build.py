"""Portfolio + evidence + policy -> Problem: the one place where facts become numbers."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from assigner.errors import InputError, Issue, RulesConflict, Severity
from assigner.evidence.model import Evidence
from assigner.i18n import Translator
from assigner.policy import Policy
from assigner.portfolio import NOBODY, BoolArray, FloatArray, IntArray, Portfolio, RuleKind
from assigner.problem.locks import Locks, find_locks
from assigner.problem.model import Cells, Problem, block_entries, starts, weighted_count
from assigner.problem.pain import Pain, client_values, price_pairs
from assigner.problem.sides import PairClients, cut_rows, list_rows
from assigner.problem.targets import CellLoads, build_cells
from assigner.problem.words import Words
from assigner.weights import manager_weights


@dataclass(frozen=True, slots=True, eq=False)
class Units:
    """Movable clients in one-piece units: members sorted by unit, and who may have each unit."""

    member_start: IntArray
    member: IntArray
    eligible: BoolArray  # (units, managers)

    def sum(self, table: FloatArray) -> FloatArray:
        """Sum of a (clients, ...) table over the members of each unit."""
        if not len(self.member):
            return table[:0]
        return np.asarray(np.add.reduceat(table[self.member], self.member_start[:-1], axis=0))


def build_problem(
    portfolio: Portfolio, evidence: Evidence, policy: Policy, *, tr: Translator | None = None
) -> Problem:
    """Build the instance of model §3-§6.

    Raises InputError for input that no rule could mend (nobody with weight, a client nobody may have, a
    pin to somebody not eligible), RulesConflict, in the language of `tr`, where rules contradict each other
    for named clients.
    """
    weight = manager_weights(portfolio.managers, policy.managers, evidence.as_of)
    _need_somebody(weight)
    value = client_values(portfolio, policy)
    locks = find_locks(portfolio, evidence, policy, weight, value)
    units, apart = _build_units(portfolio, policy, locks, tr or Translator())
    pain = price_pairs(portfolio, evidence, policy, weight, value)
    cells, loads = build_cells(portfolio, policy, locks.eligible, _fixed_to(locks), weight)
    return _assemble(portfolio, policy, locks, units, apart, pain, cells, loads, weight)


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


def _fixed_to(locks: Locks) -> IntArray:
    """Manager of each fixed client: locked, or with one eligible manager (model §3)."""
    single = (locks.eligible.sum(axis=1) == 1) & (locks.locked_to == NOBODY)
    return np.where(single, locks.eligible.argmax(axis=1), locks.locked_to).astype(np.int32)


def _build_units(
    portfolio: Portfolio, policy: Policy, locks: Locks, tr: Translator
) -> tuple[Units, IntArray]:
    """Contract holdings to units and take away what apart rules against locked clients forbid."""
    loose = np.flatnonzero((locks.locked_to == NOBODY) & ~portfolio.clients.excluded)
    _, unit = np.unique(locks.holding[loose], return_inverse=True)
    order = np.argsort(unit, kind="stable")
    member = loose[order].astype(np.int32)
    member_start = starts(np.bincount(unit).astype(np.int32)) if len(unit) else starts([])
    eligible = locks.eligible[member]
    if len(member):
        eligible = np.logical_and.reduceat(eligible, member_start[:-1], axis=0)
    unit_of = np.full(portfolio.num_clients, NOBODY, dtype=np.int32)
    unit_of[member] = np.repeat(np.arange(len(member_start) - 1), np.diff(member_start))
    words = Words(portfolio, tr, member_start, member)
    split = [words.no_common_manager(u) for u in np.flatnonzero(~eligible.any(axis=1)).tolist()]
    apart, clashes = _keep_apart(portfolio, policy, locks, unit_of, eligible, words)
    stuck = np.flatnonzero(~eligible.any(axis=1)).tolist() if not split else []
    problems = [*split, *clashes, *(words.nobody_left(u) for u in stuck)]
    if problems:
        raise RulesConflict(problems)
    return Units(member_start, member, eligible), apart


def _keep_apart(
    portfolio: Portfolio,
    policy: Policy,
    locks: Locks,
    unit_of: IntArray,
    eligible: BoolArray,
    words: Words,
) -> tuple[IntArray, list[str]]:
    """Pairs of units to keep apart; where one client is locked, `eligible` just loses its manager."""
    edges, clashes = [], []
    for rule in portfolio.rules if policy.rules.apart.enabled else ():
        if rule.kind is not RuleKind.APART or portfolio.clients.excluded[[rule.a_idx, rule.b_idx]].any():
            continue
        a, b = int(unit_of[rule.a_idx]), int(unit_of[rule.b_idx])
        manager_a, manager_b = int(locks.locked_to[rule.a_idx]), int(locks.locked_to[rule.b_idx])
        if (a == b) and (manager_a == manager_b):
            clashes.append(words.clash(rule.a_idx, rule.b_idx, manager_a))
        elif a != NOBODY and b != NOBODY:
            edges.append((min(a, b), max(a, b)))
        elif a != NOBODY:
            eligible[a, manager_b] = False
        elif b != NOBODY:
            eligible[b, manager_a] = False
    return np.array(sorted(set(edges)), dtype=np.int32).reshape(-1, 2), clashes


def _assemble(
    portfolio: Portfolio,
    policy: Policy,
    locks: Locks,
    units: Units,
    apart: IntArray,
    pain: Pain,
    cells: Cells,
    loads: list[CellLoads],
    weight: FloatArray,
) -> Problem:
    unit, manager = np.nonzero(units.eligible)
    pair_start = starts(units.eligible.sum(axis=1).astype(np.int32))
    locked = np.flatnonzero(locks.locked_to != NOBODY)
    lock = locks.locked_to[locked]
    load_start, load_cell, load = _unit_loads(units, loads, portfolio.num_clients)
    rows = list_rows(portfolio, policy, weight, locks.taken)
    flat = _pair_clients(units, pair_start, manager.astype(np.int32))
    owner, served = portfolio.clients.owner_idx, ~portfolio.clients.excluded
    return Problem(
        num_managers=portfolio.num_managers,
        member_start=units.member_start,
        member=units.member,
        pair_start=pair_start,
        pair_manager=manager.astype(np.int32),
        pair_disruption=units.sum(pain.disruption)[unit, manager],
        pair_unfit=units.sum(pain.unfit)[unit, manager],
        const_disruption=float(pain.disruption[locked, lock].sum()),
        const_unfit=float(pain.unfit[locked, lock].sum()),
        load_start=load_start,
        load_cell=load_cell,
        load=load,
        extra_start=starts(np.zeros(len(manager), dtype=np.int32)),
        extra_cell=np.zeros(0, dtype=np.int32),
        extra=np.zeros(0),
        cells=_with_locked_load(cells, loads, locks.locked_to),
        side=cut_rows(rows, flat, locks.locked_to, owner, served),
        apart=apart,
        unit_owner=_unit_owner(units, pair_start, owner),
        fixed_manager=locks.locked_to,
        objective=policy.objective,
    )


def _with_locked_load(cells: Cells, loads: list[CellLoads], locked_to: IntArray) -> Cells:
    """The cells with the locked clients as base load: other fixed clients are units of one pair."""
    base = np.zeros_like(cells.base_load)
    for c, cell in enumerate(loads):
        manager = locked_to[cell.client]
        held = manager != NOBODY
        base[c] = np.bincount(manager[held], weights=cell.load[held], minlength=base.shape[1])
    return Cells(
        cells.goal, cells.value, base, cells.target, cells.attainable, cells.low, cells.high, cells.weight
    )


def _unit_loads(
    units: Units, loads: list[CellLoads], num_clients: int
) -> tuple[IntArray, IntArray, FloatArray]:
    """Counted load of each unit in each of its cells, as CSR by unit."""
    unit_of = np.full(num_clients, NOBODY, dtype=np.int64)
    unit_of[units.member] = np.repeat(np.arange(len(units.eligible)), np.diff(units.member_start))
    num_units = len(units.eligible)
    unit_parts: list[IntArray] = []
    cell_parts: list[IntArray] = []
    load_parts: list[FloatArray] = []
    for c, cell in enumerate(loads):
        unit = unit_of[cell.client]
        held = (unit != NOBODY) & (cell.load > 0)
        total = weighted_count(unit[held], cell.load[held], num_units)
        present = np.flatnonzero(total > 0)
        unit_parts.append(present)
        cell_parts.append(np.full(len(present), c))
        load_parts.append(total[present])
    if not loads:
        return starts([0] * num_units), np.zeros(0, dtype=np.int32), np.zeros(0)
    unit = np.concatenate(unit_parts)
    order = np.argsort(unit, kind="stable")
    counts = np.bincount(unit, minlength=num_units).astype(np.int32)
    return (
        starts(counts),
        np.concatenate(cell_parts)[order].astype(np.int32),
        np.concatenate(load_parts)[order],
    )


def _pair_clients(units: Units, pair_start: IntArray, manager: IntArray) -> PairClients:
    """Every client of every pair."""
    unit_of_pair = np.repeat(np.arange(len(pair_start) - 1), np.diff(pair_start))
    pair, entry = block_entries(units.member_start, unit_of_pair)
    client = units.member[entry]
    return PairClients(pair.astype(np.int32), client, manager[pair].astype(np.int32), len(manager))


def _unit_owner(units: Units, pair_start: IntArray, owner: IntArray) -> IntArray:
    """Pair that leaves all members of the unit with their common owner, -1 where there is none."""
    result = np.full(len(units.eligible), NOBODY, dtype=np.int32)
    if not len(units.member):
        return result
    first, last = (
        fold.reduceat(owner[units.member], units.member_start[:-1]) for fold in (np.minimum, np.maximum)
    )
    rank = np.cumsum(units.eligible, axis=1) - 1
    rows = np.arange(len(result))
    same = (first == last) & (first != NOBODY) & units.eligible[rows, np.maximum(first, 0)]
    result[same] = (pair_start[:-1] + rank[rows, np.maximum(first, 0)])[same]
    return result
