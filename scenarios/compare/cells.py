"""Entries of a comparison as words: the value, its range, the difference and what it is worth."""

from __future__ import annotations

from dataclasses import dataclass

from assigner.i18n import Translator
from scenarios.compare.figures import shown, shown_difference
from scenarios.compare.model import Entry, Noise, Row


@dataclass(frozen=True, slots=True)
class CellText:
    """One cell of a table. `noise` is a Noise, or "" where there is nothing to hold the value against."""

    value: str
    range: str = ""
    difference: str = ""
    noise: str = ""


def cell_text(tr: Translator, key: str, one: Entry | None) -> CellText:
    """The words of one entry; a dash where the column has none."""
    if one is None:
        return CellText("–")
    spread = "" if one.low == one.high else f"{shown(tr, key, one.low)} … {shown(tr, key, one.high)}"
    if one.difference is None or one.noise is None or one.noise is Noise.SAME:
        return CellText(shown(tr, key, one.median), spread, "", str(one.noise or ""))
    difference = shown_difference(tr, key, one.difference)
    if difference and one.noise is Noise.NOISE:
        difference = f"≈ {difference}"
    return CellText(shown(tr, key, one.median), spread, difference, str(one.noise))


def row_texts(tr: Translator, row: Row) -> list[CellText]:
    """The words of a row, column by column."""
    return [cell_text(tr, row.key, one) for one in row.entries]


def today_text(tr: Translator, row: Row) -> str:
    """Today's figure; a dash where there is none."""
    return "–" if row.today is None else shown(tr, row.key, row.today)
