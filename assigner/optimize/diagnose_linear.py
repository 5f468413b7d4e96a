"""Where a base is large: the elastic model with fractions of clients says which pieces to decide in whole."""

from __future__ import annotations

import numpy as np
from scipy import sparse
from scipy.optimize import linprog

from assigner.portfolio import NOBODY, BoolArray, FloatArray, IntArray
from assigner.problem.elastic import Elastic

ROUNDS = 2
"""Solves; later ones have prices that favour what the one before used: few rules, not little of many
(Candès, Wakin and Boyd 2008)."""

EPSILON = 1e-3


def relax_elastic(elastic: Elastic, seconds: float | None) -> tuple[IntArray, BoolArray] | None:
    """The likeliest pair of each piece, and which pieces the relaxation splits or lets use an option.

    None where no answer came in time.
    """
    model = _LinearModel(elastic)
    price = np.ones(len(elastic.options) + len(elastic.knobs))
    x: FloatArray | None = None
    for _ in range(ROUNDS):
        found = model.solve(price, seconds)
        if found is None:
            break
        x, used = found
        price = EPSILON / (EPSILON + used)
    if x is None:
        return None
    order = np.lexsort((-x, elastic.pair_piece))
    chosen = order[elastic.pair_start[:-1]].astype(np.int32)
    open_pieces = x[chosen] < 1 - 1e-6
    needing = np.zeros(elastic.num_pairs, dtype=bool)
    needing[elastic.need_pair] = True
    return chosen, open_pieces | needing[chosen]


class _LinearModel:
    """Columns: pairs, options, knobs (0..1 of their range). Rows: one pair, needs, limits, edges, ties."""

    def __init__(self, elastic: Elastic) -> None:
        self.elastic = elastic
        self.n, self.o, self.k = elastic.num_pairs, len(elastic.options), len(elastic.knobs)
        self.pick = sparse.csr_array(
            (np.ones(self.n), (elastic.pair_piece, np.arange(self.n))),
            shape=(elastic.num_pieces, self.n + self.o + self.k),
        )
        parts = [self._limits(), self._needs(), self._relations()]
        self.below = sparse.vstack([part[0] for part in parts]).tocsr()
        self.room = np.concatenate([part[1] for part in parts])

    def _matrix(self, rows: IntArray, columns: IntArray, values: FloatArray, height: int) -> sparse.csr_array:
        return sparse.csr_array((values, (rows, columns)), shape=(height, self.n + self.o + self.k))

    def _limits(self) -> tuple[sparse.csr_array, FloatArray]:
        e = self.elastic
        turned = np.flatnonzero(e.row_knob != NOBODY)
        reach = np.array([knob.step * knob.most for knob in e.knobs])
        rows = np.concatenate([e.row, turned])
        columns = np.concatenate([e.row_pair, self.n + self.o + e.row_knob[turned]])
        gains = -e.row_gain[turned] * reach[e.row_knob[turned]] if self.k else np.zeros(0)
        values = np.concatenate([e.coef, gains]) / e.row_scale[rows.astype(np.int64)]
        return self._matrix(rows, columns, values, len(e.limit)), e.limit / e.row_scale

    def _needs(self) -> tuple[sparse.csr_array, FloatArray]:
        e, count = self.elastic, len(self.elastic.need_pair)
        rows = np.tile(np.arange(count), 2)
        columns = np.concatenate([e.need_pair, self.n + e.need_option])
        values = np.concatenate([np.ones(count), -np.ones(count)])
        return self._matrix(rows, columns, values, count), np.zeros(count)

    def _relations(self) -> tuple[sparse.csr_array, FloatArray]:
        """x(a, j) + x(b, j) - option <= 1 for edges, x(piece, j) - x(core, j) - option <= 0 for ties."""
        entries: list[tuple[int, int, float]] = []
        room: list[float] = []
        for a, b, option, sign, limit in (
            *((a, b, option, 1.0, 1.0) for a, b, option in self.elastic.edges if a != b),
            *((piece, core, option, -1.0, 0.0) for piece, core, option in self.elastic.ties),
        ):
            there = self._pairs(b)
            for manager, pair in self._pairs(a).items():
                entries.append((len(room), pair, 1.0))
                if manager in there:
                    entries.append((len(room), there[manager], sign))
                if option != NOBODY:
                    entries.append((len(room), self.n + option, -1.0))
                room.append(limit)
        table = np.array(entries).reshape(-1, 3)
        rows, columns = table[:, 0].astype(np.int64), table[:, 1].astype(np.int64)
        return self._matrix(rows, columns, table[:, 2], len(room)), np.array(room)

    def _pairs(self, piece: int) -> dict[int, int]:
        first, last = self.elastic.pair_start[piece], self.elastic.pair_start[piece + 1]
        return {int(self.elastic.manager[p]): p for p in range(first, last)}

    def solve(self, price: FloatArray, seconds: float | None) -> tuple[FloatArray, FloatArray] | None:
        """Pair values, and how much of each option and knob is used."""
        result = linprog(
            np.concatenate([np.zeros(self.n), price]),
            self.below,
            self.room,
            self.pick,
            np.ones(self.elastic.num_pieces),
            bounds=(0, 1),
            method="highs-ds" if self.n < 20_000 else "highs-ipm",
            options={} if seconds is None else {"time_limit": max(0.5, seconds)},
        )
        if result.status != 0:
            return None
        return np.asarray(result.x[: self.n]), np.asarray(result.x[self.n :])
