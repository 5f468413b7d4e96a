"""The hard rules of a base where each can be given up at a price: numbers for the diagnosis (model §9).

A *piece* is what moves as one: a client, a holding, or the clients of a holding that are locked to one
manager. A pair of a piece and a manager may need *options*: changes that must be made before it is allowed. A
*knob* is a limit that can be turned in steps that people can read; several rows may hang on one knob.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from assigner.portfolio import NOBODY, FloatArray, IntArray
from assigner.problem.changes import Change

Option = tuple[Change, ...]
"""Changes that are made together."""


@dataclass(frozen=True, slots=True)
class Knob:
    """A limit that can be turned: after n > 0 steps it is `asked` +- (n x step - offset).

    `asked` +- (step - offset) is the first value beyond `asked` that reads well. `scale` is what an amount is
    compared with. A knob with `down` is lowered.
    """

    rule: str
    measure: str
    manager: int
    asked: float
    step: float
    offset: float
    most: int
    scale: float
    down: bool = False

    def value(self, steps: int) -> float:
        """The limit after so many steps, without the noise of floats."""
        moved = (steps * self.step - self.offset) if steps else 0.0
        digits = 12 - int(np.floor(np.log10(max(1e-6, abs(self.asked), self.step))))
        return round(self.asked - moved if self.down else self.asked + moved, min(15, digits))

    def change(self, steps: int) -> Change:
        """The change that this means."""
        return Change(self.rule, self.measure, self.manager, asked=self.asked, to=self.value(steps))


@dataclass(frozen=True, slots=True, eq=False)
class Elastic:
    """Pieces, pairs sorted by piece, what each pair needs, rows `sum coef x <= limit + gain x turned`.

    `row_knob` is -1 for a row that can't be turned. An edge (piece, piece, option) keeps two pieces apart
    unless its option is taken (-1: always); a tie keeps them together unless its option is taken.
    """

    num_managers: int
    piece_start: IntArray  # clients of each piece
    client: IntArray
    pair_start: IntArray  # pairs of each piece
    manager: IntArray
    need_pair: IntArray
    need_option: IntArray
    options: tuple[Option, ...]
    row: IntArray
    row_pair: IntArray
    coef: FloatArray
    limit: FloatArray
    row_scale: FloatArray
    row_knob: IntArray
    row_gain: FloatArray
    knobs: tuple[Knob, ...]
    edges: tuple[tuple[int, int, int], ...]
    ties: tuple[tuple[int, int, int], ...] = ()

    @property
    def num_pieces(self) -> int:
        """Number of pieces."""
        return len(self.pair_start) - 1

    @property
    def num_pairs(self) -> int:
        """Number of pairs of a piece and a manager."""
        return len(self.manager)

    @property
    def pair_piece(self) -> IntArray:
        """Piece of every pair."""
        return np.repeat(np.arange(self.num_pieces, dtype=np.int32), np.diff(self.pair_start))

    def assignment(self, chosen: IntArray, num_clients: int) -> IntArray:
        """Manager of every client when piece k takes pair `chosen[k]`."""
        result = np.full(num_clients, NOBODY, dtype=np.int32)
        result[self.client] = np.repeat(self.manager[chosen], np.diff(self.piece_start))
        return result


def readable(amount: float) -> float:
    """A step of about a thousandth of an amount of money or hours: 0.01 for 25, 1,000 for 1,234,567."""
    return float(10.0 ** (np.floor(np.log10(max(amount, 1e-9))) - 3))


def turn(
    rule: str, measure: str, manager: int, asked: float, step: float, end: float, scale: float
) -> Knob | None:
    """A knob from `asked` towards `end` (at most or at least), None where there is no way to go."""
    down = end < asked
    inward = np.ceil(asked / step - 1e-9) if down else np.floor(asked / step + 1e-9)
    offset = float(abs(asked - inward * step))
    most = int(np.ceil((abs(end - asked) + offset) / step - 1e-9))
    if down and inward - most < 0:
        most = int(inward)
    if abs(end - asked) <= 1e-12 * max(1.0, abs(asked)) or most < 1:
        return None
    return Knob(rule, measure, manager, asked, step, offset, most, scale, down)


def as_array(values: Sequence[int]) -> IntArray:
    """Numbers as an array, also where there are none."""
    return np.array(values, dtype=np.int32)
