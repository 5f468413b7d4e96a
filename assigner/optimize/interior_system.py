"""The linear algebra of the interior point method: raw prices and loads, and the Schur system."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from scipy.linalg import cho_factor, cho_solve

from assigner.optimize.interior_kernels import Columns, Places, add_loads, assemble
from assigner.optimize.interior_rows import Limits
from assigner.optimize.pricing import PairData, some_pairs
from assigner.portfolio import FloatArray, IntArray

Solve = Callable[[FloatArray], FloatArray]


class System:
    """Columns, rows and the matrix between them. Prices and loads are vectors (rows + sides,)."""

    def __init__(self, data: PairData, places: Places, limits: Limits) -> None:
        self._whole, self.places, self.limits = data, places, limits
        self.num_rows = len(limits.low)
        size = self.num_rows + len(limits.side)
        self._matrix = np.zeros((size, size))
        flat = np.flatnonzero(places.row >= 0)
        self._flat = flat[np.argsort(places.row[flat])]
        self._scale = places.row_scale[self._flat]

    def choose(self, start: IntArray, pair: IntArray) -> None:
        """Take these pairs as columns, listed by unit."""
        x, d, dx, dd, rest = np.zeros((5, len(pair)))
        self.columns = Columns(start, pair, x, d, dx, dd, rest, np.ones(1))
        self.data = some_pairs(self._whole, start, pair)
        self._widest = int(np.diff(start).max(initial=0))

    def raw(self, prices: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Prices of raw loads (cells x managers, flat) and of raw values of the limits."""
        rows = np.zeros(len(self.places.row))
        rows[self._flat] = prices[: self.num_rows] * self._scale
        return rows, prices[self.num_rows :] * self.places.side_scale

    def loads(self, amount: FloatArray) -> FloatArray:
        """Loads and values of the limits when each column is taken by this amount."""
        rows, sides = np.zeros(len(self.places.row)), np.zeros(len(self.limits.side))
        add_loads(self.data, self.columns, amount, rows, sides)
        return np.concatenate([rows[self._flat] * self._scale, sides * self.places.side_scale])

    def factor(self, diagonal: FloatArray) -> Solve:
        """Factor the Schur system; raises LinAlgError where it is not positive definite."""
        self._matrix[:] = 0.0
        assemble(self.data, self.places, self.columns, self._widest, self._matrix)
        self._matrix[np.diag_indices_from(self._matrix)] += diagonal
        # the transpose is stored as LAPACK wants it: no copy
        factor = cho_factor(self._matrix.T, lower=False, overwrite_a=True, check_finite=False)
        return lambda right: np.asarray(cho_solve(factor, right, check_finite=False))
