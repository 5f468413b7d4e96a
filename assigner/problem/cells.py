"""Who counts how much in which balance cell, and the ideal targets (model §4)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from assigner.policy import TOTAL, Policy
from assigner.portfolio import FloatArray, IntArray, Portfolio
from assigner.problem.measures import Amounts
from assigner.problem.model import weighted_count
from assigner.problem.options import Options

ALL = -1
"""Code of the one cell of a goal over the whole base."""


@dataclass(frozen=True, slots=True, eq=False)
class CellLoads:
    """Who counts how much in one cell: positions of the clients and what they count.

    `load` is m'(i), `held` what a fixed client counts with its manager (elsewhere `load`), `cut` the share
    beyond which nothing counts, `amounts` the raw measure.
    """

    client: IntArray
    load: FloatArray
    held: FloatArray
    cut: float
    amounts: Amounts


@dataclass(frozen=True, slots=True, eq=False)
class Division:
    """How a dimension divides the clients: `code` per client, and the values that are large enough."""

    code: IntArray
    num_codes: int
    values: tuple[int, ...]  # codes; ALL for the total
    inside: tuple[IntArray, ...]  # serviceable clients of each value


class Sharing:
    """Adds up, per segment value and manager, the ideal parts of what clients bring (model §4)."""

    def __init__(self, eligible: Options, weight: FloatArray) -> None:
        self._eligible, self._weight = eligible, weight
        total = np.zeros(len(eligible.start) - 1)
        for block in eligible.blocks():
            local = block.row - block.rows.start
            total[block.rows] = weighted_count(local, weight[block.manager], len(total[block.rows]))
        self._total = np.where(total > 0, total, 1.0)

    def targets(self, amount: FloatArray, code: IntArray, num_codes: int) -> FloatArray:
        """T (codes, managers) of amounts per client."""
        return self._add(amount / self._total, code, num_codes) * self._weight

    def num_managers(self, code: IntArray, num_codes: int) -> IntArray:
        """Managers that are eligible for some client of each code."""
        seen = self._add(np.ones(len(code)), code, num_codes)
        return np.asarray((seen > 0).sum(axis=1))

    def _add(self, amount: FloatArray, code: IntArray, num_codes: int) -> FloatArray:
        width = len(self._weight)
        table = np.zeros(num_codes * width)
        for block in self._eligible.blocks():
            key = code[block.row].astype(np.int64) * width + block.manager
            table += weighted_count(key, amount[block.row], len(table))
        return table.reshape(num_codes, width)


def divide(portfolio: Portfolio, policy: Policy, name: str, sharing: Sharing) -> Division | None:
    """The values of a dimension, or the total, with enough clients per eligible manager to be balanced."""
    served = ~portfolio.clients.excluded
    dimension = None if name == TOTAL else portfolio.clients.dimensions.get(name)
    if dimension is None and name != TOTAL:
        return None
    code = np.zeros(len(served), dtype=np.int32) if dimension is None else dimension.codes
    num_codes = 1 if dimension is None else len(dimension.labels)
    managers = sharing.num_managers(code, num_codes)
    order = np.argsort(code, kind="stable")
    bounds = np.searchsorted(code[order], np.arange(num_codes + 1))
    members = [order[bounds[k] : bounds[k + 1]] for k in range(num_codes)]
    inside = [part[served[part]].astype(np.int32) for part in members]
    least = policy.balance.min_clients_per_manager
    large = [k for k in range(num_codes) if len(inside[k]) and len(inside[k]) >= least * int(managers[k])]
    values = tuple(ALL if dimension is None else k for k in large)
    return Division(code, num_codes, values, tuple(inside[k] for k in large))


def goal_cells(
    division: Division | None, amounts: Amounts, sharing: Sharing
) -> Iterator[tuple[int, CellLoads, FloatArray]]:
    """Every cell of a goal with its ideal targets: counted measures are cut at the largest whole share."""
    if division is None or not division.values:
        return
    code, num_codes = division.code, division.num_codes
    raw = sharing.targets(amounts.mean, code, num_codes)
    cut = raw.max(axis=1, initial=0.0)
    counted = np.minimum(amounts.mean, cut[code])
    held = np.minimum(amounts.with_fixed, cut[code])
    target = sharing.targets(counted, code, num_codes)
    for value, inside in zip(division.values, division.inside, strict=True):
        k = max(value, 0)
        yield value, CellLoads(inside, counted[inside], held[inside], float(cut[k]), amounts), target[k]
