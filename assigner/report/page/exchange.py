"""Who gives and who gets in each segment: clients that leave and join every book."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from assigner.i18n import Translator
from assigner.portfolio import IntArray
from assigner.report.page.grid import Cell, grid_chart
from assigner.report.page.slices import slices
from assigner.report.page.svg import PALE
from assigner.report.words import dimension_word, segment_word

LOSES, GAINS = "#fdf0dc", "#dcecf7"
MOST_ROWS = 22


def exchange_charts(
    tr: Translator,
    dimension: str,
    values: Sequence[tuple[int, str]],
    managers: Sequence[tuple[int, str]],
    exchange: tuple[IntArray, IntArray],
) -> list[Markup]:
    """Rows of managers, columns of segment values: "−12 +5"; who neither gives nor gets there is left out."""
    given, taken = exchange
    busy = [(j, name) for j, name in managers if given[j].any() or taken[j].any()]
    heads = [segment_word(tr, value) for _, value in values]
    rows = [(name, [_cell(tr, int(given[j, n]), int(taken[j, n])) for n, _ in values]) for j, name in busy]
    title = tr.gettext(
        "Clients that every manager gives away (−) and receives (+), by {dimension}",
        dimension=dimension_word(tr, dimension),
    )
    return [grid_chart(title, heads, part) for part in slices(rows, MOST_ROWS)] if rows else []


def _cell(tr: Translator, given: int, taken: int) -> Cell | None:
    if not given and not taken:
        return None
    signed = (f"{sign}{tr.number(count)}" for sign, count in (("−", given), ("+", taken)) if count)
    return Cell(" ".join(signed), GAINS if taken > given else LOSES if given > taken else PALE, "", "")
