"""Grids by manager: who has which problems, and who holds and works how much of each segment."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from markupsafe import Markup

from assigner.capacity.model import SegmentTable
from assigner.i18n import Translator
from assigner.report.inspection.findings import JunkRow, JunkTable, kind_word
from assigner.report.inspection.view import InspectionView
from assigner.report.page.grid import Cell, grid_chart
from assigner.report.page.patterns import MANY_PROBLEMS
from assigner.report.page.svg import BLUE, PALE
from assigner.report.words import dimension_word, segment_word

MAX_COLUMNS = 12
ORANGE_PALE, ORANGE_MID = "#fdf0dc", "#f3c777"
SKY_PALE, SKY_MID = "#dcecf7", "#9ccbe8"
FAR, MUCH = MANY_PROBLEMS, 0.5


def problems_map(tr: Translator, table: JunkTable, most: int) -> Markup:
    """Number of problems of every manager by kind; the deeper the colour, the more of his cards have it."""
    heads = [kind_word(tr, kind) for kind in table.kinds]
    rows = [(row.manager, _problem_cells(tr, row, heads)) for row in table.rows[:most]]
    title = tr.gettext("Problems of every manager's cards by kind")
    return grid_chart(title, heads, rows)


def _problem_cells(tr: Translator, row: JunkRow, heads: Sequence[str]) -> list[Cell | None]:
    return [
        _problem_cell(tr, row, head, count) if count else None
        for head, count in zip(heads, row.counts, strict=True)
    ]


def _problem_cell(tr: Translator, row: JunkRow, head: str, count: int) -> Cell:
    share = min(count / max(row.cards, 1), 1.0)
    fill = FAR if share > MUCH else ORANGE_MID if share > 0.2 else ORANGE_PALE
    told = tr.gettext(
        "{name}: {problem}, {count}, {share} of the cards",
        name=row.manager,
        problem=head,
        count=tr.number(count),
        share=tr.percent(share),
    )
    return Cell(tr.number(count), fill, "b" if share > MUCH else "", told)


def holdings_map(
    tr: Translator, view: InspectionView, table: SegmentTable, managers: Sequence[int]
) -> Markup:
    """What share of each segment's potential every manager holds, and what share he really works."""
    shown = np.argsort(-table.capacity, kind="stable")[:MAX_COLUMNS].tolist()
    shown = [n for n in shown if table.capacity[n] > 0]
    heads = [segment_word(tr, table.labels[n]) for n in shown]
    rows = [(str(view.manager_names[j]), [_holding(tr, view, table, n, j) for n in shown]) for j in managers]
    rows.append((tr.gettext("free"), [_free(tr, table, n) for n in shown]))
    title = tr.gettext(
        "Share of the potential that every manager holds and works, by {dimension}",
        dimension=dimension_word(tr, table.dimension),
    )
    return grid_chart(title, heads, rows)


def _holding(tr: Translator, view: InspectionView, table: SegmentTable, n: int, j: int) -> Cell | None:
    held, worked = (float(side[n, j] / table.capacity[n]) for side in (table.held, table.worked))
    if held <= 0:
        return None
    told = tr.gettext(
        "{name}, {segment}: holds {held}, works {worked}",
        name=view.manager_names[j],
        segment=segment_word(tr, table.labels[n]),
        held=tr.percent(held, 1),
        worked=tr.percent(worked, 1),
    )
    fill = BLUE if held > 0.4 else SKY_MID if held > 0.2 else SKY_PALE
    return Cell(f"{tr.number(100 * held)} / {tr.number(100 * worked)}", fill, "w" if held > 0.4 else "", told)


def _free(tr: Translator, table: SegmentTable, n: int) -> Cell | None:
    share = float(table.free[n] / table.capacity[n])
    return Cell(tr.number(100 * share), PALE, "", tr.percent(share, 1)) if share > 0 else None
