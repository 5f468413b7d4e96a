"""Pairs taken out of a problem, so that accepted moves stay as they are."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from assigner.portfolio import NOBODY, BoolArray, IntArray
from assigner.problem import Problem
from assigner.problem.model import SideRows, block_entries, starts


def unit_of_clients(problem: Problem) -> IntArray:
    """Unit of every client, NOBODY for locked and excluded ones."""
    unit = np.full(len(problem.fixed_manager), NOBODY, dtype=np.int32)
    unit[problem.member] = np.repeat(np.arange(problem.num_units), np.diff(problem.member_start))
    return unit


def possible(problem: Problem, clients: IntArray, managers: IntArray) -> BoolArray:
    """Whether each client can go to the manager at the same place in some answer, limits aside."""
    unit = unit_of_clients(problem)[clients]
    found: BoolArray = np.asarray(problem.fixed_manager[clients] == managers)
    loose = np.flatnonzero((unit != NOBODY) & (managers != NOBODY))
    keys = problem.pair_unit.astype(np.int64) * problem.num_managers + problem.pair_manager
    found[loose] = np.isin(unit[loose].astype(np.int64) * problem.num_managers + managers[loose], keys)
    return found


def hold(problem: Problem, clients: IntArray, managers: IntArray) -> Problem:
    """The problem in which these clients, each of them `possible` there, have these managers."""
    unit = unit_of_clients(problem)[clients]
    wanted = np.full(problem.num_units, NOBODY, dtype=np.int32)
    wanted[unit[unit != NOBODY]] = managers[unit != NOBODY]
    of_pair = wanted[problem.pair_unit]
    return _with_pairs(problem, (of_pair == NOBODY) | (of_pair == problem.pair_manager))


def _with_pairs(problem: Problem, keep: BoolArray) -> Problem:
    """The problem with these pairs only, at least one for each unit."""
    if keep.all():
        return problem
    pairs = np.flatnonzero(keep).astype(np.int32)
    place = np.full(problem.num_pairs + 1, NOBODY, dtype=np.int32)
    place[pairs] = np.arange(len(pairs))
    extra_start, extra = _blocks(problem.extra_start, pairs)
    return replace(
        problem,
        pair_start=starts(np.bincount(problem.pair_unit[pairs], minlength=problem.num_units)),
        pair_manager=problem.pair_manager[pairs],
        pair_disruption=problem.pair_disruption[pairs],
        pair_unfit=problem.pair_unfit[pairs],
        extra_start=extra_start,
        extra_cell=problem.extra_cell[extra],
        extra=problem.extra[extra],
        side=_side(problem.side, pairs),
        unit_owner=place[problem.unit_owner],
    )


def _side(side: SideRows, pairs: IntArray) -> SideRows:
    start, entry = _blocks(side.start, pairs)
    return replace(side, start=start, row=side.row[entry], coef=side.coef[entry])


def _blocks(start: IntArray, pairs: IntArray) -> tuple[IntArray, IntArray]:
    """New starts of the blocks of some pairs, and the entries in them."""
    _, entry = block_entries(start, pairs)
    return starts(start[pairs + 1] - start[pairs]), entry
