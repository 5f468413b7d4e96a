"""Hard limits as linear rows over pairs (model §3)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from assigner.portfolio import NOBODY, FloatArray, IntArray
from assigner.problem.limits import Limits
from assigner.problem.model import SideRows, starts, weighted_count
from assigner.problem.units import Units


@dataclass(frozen=True, slots=True, eq=False)
class _Part:
    """The rows of one rule: their numbers, the pairs that count, each pair's row and coefficient."""

    number: IntArray
    pair: IntArray
    row: IntArray
    coef: FloatArray
    constant: FloatArray


def cut_rows(
    limits: list[list[Limits]], units: Units, locked_to: IntArray, owner: IntArray, num_managers: int
) -> SideRows:
    """Turn limits into sparse rows over pairs; what locked clients contribute goes to the right-hand side."""
    flat = [item for together in limits for item in together]
    numbers = _number(limits)
    parts = [
        _cut(item, number, units, locked_to, owner, num_managers)
        for item, number in zip(flat, numbers, strict=True)
    ]
    start, row, coef = _merge(parts, len(units.pairs))
    place = np.argsort(np.concatenate([np.zeros(0, dtype=np.int32), *numbers]), kind="stable")
    constant = _in_order(place, (part.constant for part in parts))
    return SideRows(
        start=start,
        row=row,
        coef=coef,
        limit=_in_order(place, (item.most for item in flat)) - constant,
        rule=_names(place, flat, [item.rule for item in flat]),
        measure=_names(place, flat, [item.measure for item in flat]),
        manager=_in_order(place, (item.manager for item in flat)).astype(np.int32),
        constant=constant,
        asked=_in_order(place, (item.asked for item in flat)),
    )


def _number(limits: list[list[Limits]]) -> list[IntArray]:
    """Row numbers of every limit: what stands together is numbered manager by manager."""
    numbers: list[IntArray] = []
    first = 0
    for together in limits:
        manager = np.concatenate([np.zeros(0, dtype=np.int32), *(item.manager for item in together)])
        rank = np.empty(len(manager), dtype=np.int32)
        rank[np.argsort(manager, kind="stable")] = np.arange(first, first + len(manager))
        ends = np.cumsum([len(item.manager) for item in together])
        numbers += np.split(rank, ends[:-1]) if together else []
        first += len(manager)
    return numbers


def _cut(
    item: Limits, number: IntArray, units: Units, locked_to: IntArray, owner: IntArray, num_managers: int
) -> _Part:
    """The entries of one rule: at most one for each pair, since a manager has one row of it at most."""
    row_of = np.full(num_managers, NOBODY, dtype=np.int32)
    row_of[item.manager if NOBODY not in item.manager else slice(None)] = number
    size = item.amounts.of(units.client, units.option)
    if item.only:
        size = np.where(item.counts(units.entry_manager, owner[units.client]), size, 0.0)
    total, row = item.sign * units.sum(size), row_of[units.pairs.manager]
    pair = np.flatnonzero((total != 0) & (row != NOBODY))
    constant = _constant(item, row_of, locked_to, owner)[number]
    return _Part(number, pair.astype(np.int32), row[pair], total[pair], constant)


def _constant(item: Limits, row_of: IntArray, locked_to: IntArray, owner: IntArray) -> FloatArray:
    """What locked clients contribute, by row number."""
    locked = np.flatnonzero(locked_to != NOBODY)
    row = row_of[locked_to[locked]]
    hit = (row != NOBODY) & item.counts(locked_to[locked], owner[locked])
    length = int(row_of.max(initial=NOBODY)) + 1
    return item.sign * weighted_count(row[hit], item.amounts.with_fixed[locked[hit]], length)


def _merge(parts: list[_Part], num_pairs: int) -> tuple[IntArray, IntArray, FloatArray]:
    """All entries by pair, those of one pair in the order of the rules."""
    counts = np.zeros(num_pairs, dtype=np.int32)
    for part in parts:
        counts[part.pair] += 1
    start = starts(counts)
    free, length = start[:-1].copy(), int(start[-1])
    row, coef = np.empty(length, dtype=np.int32), np.empty(length)
    for part in parts:
        spot = free[part.pair]
        row[spot], coef[spot] = part.row, part.coef
        free[part.pair] += 1
    return start, row, coef


def _in_order(place: IntArray, values: Iterable[FloatArray | IntArray]) -> FloatArray:
    return np.asarray(np.concatenate([np.zeros(0), *values])[place], dtype=np.float64)


def _names(place: IntArray, flat: list[Limits], names: list[str]) -> tuple[str, ...]:
    every = [name for item, name in zip(flat, names, strict=True) for _ in item.manager]
    return tuple(every[k] for k in place.tolist())
