"""Where a client matters to the balance, in words: who is short of what and who is over (model §4)."""

from __future__ import annotations

import numpy as np

from assigner.explain import texts
from assigner.explain.cells import GoalCells, most, need, relief
from assigner.explain.model import CellChange
from assigner.explain.words import Words
from assigner.policy import TOTAL
from assigner.portfolio import NOBODY, UNKNOWN, IntArray, StrArray

_WORTH_SAYING = 0.005
"""Shortfalls that would be shown as 0 % are not mentioned."""

_SPEAKS_FOR_ITSELF = ("region", "industry")
"""Values of other dimensions ("B", "dealer") mean little without the name of the dimension."""


class BalanceWords:
    """Phrases per client; those of moves are the same for every client of one giver, receiver and segment."""

    def __init__(self, cells: tuple[GoalCells, ...], names: StrArray, words: Words) -> None:
        self._cells = cells
        self._names = names
        self._words = words
        self._known: dict[tuple[int, int, int, int], str] = {}

    def place(self, position: int, code: int) -> str:
        """A cell's name for readers: its segment value or the whole base, with any measure but potential."""
        cells = self._cells[position]
        measure = measure_text(cells.goal.measure.value, travel=cells.travel)
        return place_name(self._words, measure, cells.goal.dimension, cells.labels[code])

    def moves(self, clients: IntArray, giver: IntArray, receiver: IntArray) -> list[str]:
        """Why moving each of the clients helps: today's shortfall of the receiver and excess of the giver."""
        where = most([relief(cells, clients, giver, receiver) for cells in self._cells], len(clients))
        codes = self._codes(where, clients)
        rows = zip(
            where.tolist(), codes.tolist(), giver[clients].tolist(), receiver[clients].tolist(), strict=True
        )
        return [self._move(*row) for row in rows]

    def _codes(self, where: IntArray, clients: IntArray) -> IntArray:
        codes = np.zeros(len(clients), dtype=np.int32)
        for position, cells in enumerate(self._cells):
            here = where == position
            codes[here] = cells.codes[clients[here]]
        return codes

    def _move(self, position: int, code: int, giver: int, receiver: int) -> str:
        key = (position, code, giver, receiver)
        if key not in self._known:
            self._known[key] = self._say_move(*key)
        return self._known[key]

    def _short_before(self, position: int, code: int, manager: int) -> float:
        """Shortfall today, 0 for nobody and where there is no cell."""
        cells = self._cells[position]
        if manager == NOBODY or np.isnan(cells.attainable[code, manager]):
            return 0.0
        return float(1 - cells.before[code, manager] / cells.attainable[code, manager])

    def _say_move(self, position: int, code: int, giver: int, receiver: int) -> str:
        words = self._words
        if position < 0:
            return words.text(texts.FREE_CHAIN if giver == NOBODY else texts.MAKES_ROOM)
        short = self._short_before(position, code, receiver)
        over = -self._short_before(position, code, giver)
        return words.text(_move_text(short, over, giver)).format(
            receiver=self._names[receiver],
            giver=self._names[giver] if giver != NOBODY else "",
            short=words.percent(short),
            over=words.percent(over),
            place=self.place(position, code),
        )

    def needs(self, clients: IntArray, manager: IntArray) -> list[str]:
        """Why each of the clients that could move stays: what its manager would be short of without it."""
        where = most([need(cells, clients, manager) for cells in self._cells], len(clients))
        said = [self._words.text(texts.NO_BETTER)] * len(clients)
        template = self._words.text(texts.NEED)
        for position, cells in enumerate(self._cells):
            here = np.flatnonzero(where == position)
            who = clients[here]
            codes, hand = cells.codes[who], manager[who]
            short = cells.short_by(cells.after[codes, hand] - cells.counted_with(who, hand), codes, hand)
            for spot, code, j, gap in zip(
                here.tolist(), codes.tolist(), hand.tolist(), short.tolist(), strict=True
            ):
                said[spot] = template.format(
                    manager=self._names[j], short=self._words.percent(gap), place=self.place(position, code)
                )
        return said


def _move_text(short: float, over: float, giver: int) -> str:
    if short >= _WORTH_SAYING and over >= _WORTH_SAYING:
        return texts.SHORT_AND_OVER
    if short >= _WORTH_SAYING:
        return texts.SHORT_ONLY
    if over >= _WORTH_SAYING:
        return texts.OVER_ONLY
    return texts.FREE_CHAIN if giver == NOBODY else texts.MAKES_ROOM


def measure_text(measure: str, *, travel: bool) -> str:
    """The message that names a measure; workload says when travel is in it."""
    return texts.TRAVEL if travel and measure == "workload" else texts.MEASURES[measure]


def place_name(words: Words, measure: str, dimension: str, value: str) -> str:
    """A cell's name: "North", "the whole base", "tier B", "North (workload)", "region unknown"."""
    if dimension == TOTAL:
        place = words.text(texts.WHOLE_BASE)
    elif value == UNKNOWN:
        place = words.text(texts.UNKNOWN_VALUE).format(dimension=words.text(dimension))
    elif dimension not in _SPEAKS_FOR_ITSELF:
        message = texts.NAMED_VALUE
        place = words.text(message).format(dimension=words.text(dimension), value=value)
    else:
        place = value
    if measure == "potential":
        return place
    return words.text(texts.PLACE_OF_MEASURE).format(place=place, measure=words.text(measure))


def cell_name(words: Words, cell: CellChange) -> str:
    """The name of the cell of a change."""
    measure = measure_text(cell.goal.split("/", 1)[0], travel=cell.travel)
    return place_name(words, measure, cell.dimension, cell.value)
