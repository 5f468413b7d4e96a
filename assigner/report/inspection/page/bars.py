"""Charts of one stacked bar per row: books by state, segments by who works them, cards by what is filled."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from markupsafe import Markup

from assigner.i18n import Translator
from assigner.report.books import OWNED_STATES
from assigner.report.inspection.view import InspectionView
from assigner.report.page.bars import Bar, bar_chart
from assigner.report.page.stacks import Part, capacity_parts, state_parts
from assigner.report.page.svg import BLUE, PALE
from assigner.report.segments import SegmentRow
from assigner.report.words import segment_word, short_number


def books_chart(tr: Translator, view: InspectionView, managers: Sequence[int]) -> Markup:
    """Clients of every manager by state."""
    table = view.found.summary.clients[:, list(OWNED_STATES)]
    bars = [
        Bar(str(view.manager_names[j]), tuple(table[j].tolist()), tr.number(int(table[j].sum())))
        for j in managers
    ]
    title = tr.gettext("Clients of every manager by state of the relationship")
    return bar_chart(title, state_parts(tr), bars, tr.number)


def segments_chart(tr: Translator, title: str, rows: Sequence[SegmentRow]) -> Markup:
    """Potential of every segment value: worked, held only, free."""
    bars = [
        Bar(
            segment_word(tr, row.value),
            (row.worked, row.idle, row.free),
            tr.gettext("{share} worked", share=tr.percent(row.worked_share)),
        )
        for row in rows
    ]
    return bar_chart(title, capacity_parts(tr), bars, partial(short_number, tr))


def cards_chart(tr: Translator, view: InspectionView, managers: Sequence[int]) -> Markup:
    """How much of the cards of every manager is filled in, on average."""
    share = view.found.quality.managers.completeness
    kinds = [Part(BLUE, "w", tr.gettext("filled in")), Part(PALE, "m", tr.gettext("blank"))]
    bars = [
        Bar(str(view.manager_names[j]), (float(share[j]), 1 - float(share[j])), tr.percent(share[j]))
        for j in managers
    ]
    title = tr.gettext("Filled cells of the cards of every manager, on average")
    return bar_chart(title, kinds, bars, tr.percent, longest=1.0)
