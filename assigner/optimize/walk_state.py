"""What a walk of the local search works on."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from assigner.portfolio import FloatArray, IntArray


class Moves(NamedTuple):
    """What may move: the candidate pairs of the units that have more than one; read by all walks."""

    pair: IntArray  # candidate -> pair
    unit: IntArray  # candidate -> unit
    swap_share: float
    excess_price: float
    imbalance_cap: float  # percent points
    worst_aimed: float  # worst violation that the relaxation promises
    light: FloatArray  # by row: share of the price of violations that the row pays at pressure 0
    look: int  # steps between two looks whether the answer is the best so far


class Walk(NamedTuple):
    """The state of a walk; all arrays change in place.

    `number` holds cost (score points), worst violation (fraction, true after each slice), excess of the hard
    limits, mean part of the imbalance (percent), pressure (0 to 1), count of apart clashes, and the weighted
    sum of what the rows are above the worst violation aimed at. `book` lists candidates by the manager of
    their unit and their own manager; it is made anew now and then, so some entries may be out of date.
    `touched`, `change` and `slot` hold the rows (first) and hard limits (second) that a proposal touches.
    """

    chosen: IntArray
    row_load: FloatArray
    side_load: FloatArray
    book: IntArray
    book_start: IntArray  # (managers^2 + 1)
    touched: IntArray  # (2, most entries)
    change: FloatArray
    slot: IntArray  # (2, rows or limits): place in `touched`, -1 for none
    size: IntArray  # entries of `touched` by kind; moves since the book was made
    weight: FloatArray  # by row: share of the price of violations that it pays now
    number: FloatArray
    rng: NDArray[np.uint64]
    best: IntArray
    best_number: FloatArray  # best energy


ENERGY, WORST, EXCESS, MEAN, PRESSURE, CLASHES, SOFT = 0, 1, 2, 3, 4, 5, 6
ROWS, LIMITS, MOVED = 0, 1, 2
