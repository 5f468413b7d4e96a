"""Capacity of segments in plain sentences: who holds it, how much is really worked, what is free."""

from __future__ import annotations

from assigner.capacity import SegmentTable
from assigner.i18n import Translator
from assigner.policy import TOTAL
from assigner.portfolio import StrArray
from assigner.report.words import segment_word, short_number


def capacity_words(tr: Translator, table: SegmentTable) -> list[str]:
    """One sentence per value: "North: 12.4 m a year; 91% held, 34% really worked, 9% free"."""
    columns = (table.capacity, table.held.sum(axis=1), table.worked.sum(axis=1), table.free)
    rows = zip(*(column.tolist() for column in columns), strict=True)
    places = [place_word(tr, table.dimension, label) for label in table.labels]
    return [_sentence(tr, place, *row) for place, row in zip(places, rows, strict=True)]


def manager_capacity_words(tr: Translator, table: SegmentTable, names: StrArray) -> list[list[str]]:
    """For each value a phrase per manager who holds any of it, the largest first: "Ann 12% (5% worked)"."""
    return [_holders(tr, table, names, row) for row in range(len(table.labels))]


def place_word(tr: Translator, dimension: str, label: str) -> str:
    """A segment value as people call it; the only value of the total is the whole base."""
    return tr.gettext("The whole base") if dimension == TOTAL else segment_word(tr, label)


def _sentence(tr: Translator, place: str, capacity: float, held: float, worked: float, free: float) -> str:
    if capacity <= 0:
        return tr.gettext("{place}: no potential", place=place)
    return tr.gettext(
        "{place}: {capacity} a year; {held} held, {worked} really worked, {free} free",
        place=place,
        capacity=short_number(tr, capacity),
        held=tr.percent(held / capacity),
        worked=tr.percent(worked / capacity),
        free=tr.percent(free / capacity),
    )


def _holders(tr: Translator, table: SegmentTable, names: StrArray, row: int) -> list[str]:
    """The managers who hold something of one value."""
    capacity, held, worked = float(table.capacity[row]), table.held[row], table.worked[row]
    order = (-held).argsort(kind="stable").tolist()
    return [
        tr.gettext(
            "{name} {held} ({worked} worked)",
            name=names[j],
            held=tr.percent(float(held[j]) / capacity),
            worked=tr.percent(float(worked[j]) / capacity),
        )
        for j in order
        if held[j] > 0
    ]
