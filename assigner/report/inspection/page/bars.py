"""Charts of one stacked bar per row: books by state, segments by who works them, cards by what is filled."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from markupsafe import Markup

from assigner.i18n import Translator
from assigner.report.books import OWNED_STATES
from assigner.report.inspection.segments import SegmentRow
from assigner.report.inspection.view import InspectionView
from assigner.report.page.stacks import BAR, Part, legend, patterns, stack, state_parts
from assigner.report.page.svg import BLUE, PALE, chart, clip, label, tag
from assigner.report.words import segment_word, short_number

WIDTH, LEFT, RIGHT, TOP, ROW = 1080.0, 206.0, 120.0, 32.0, 24.0


@dataclass(frozen=True, slots=True)
class Bar:
    """One row: its name, the sizes of its parts, and what is written behind it."""

    name: str
    sizes: tuple[float, ...]
    remark: str


def bar_chart(
    title: str,
    kinds: Sequence[Part],
    bars: Sequence[Bar],
    shown: Callable[[float], str],
    *,
    longest: float = 0.0,
) -> Markup:
    """One bar per row, with a legend above; the longest bar, or `longest`, is as wide as the chart."""
    scale = (WIDTH - LEFT - RIGHT) / max([longest, *(sum(bar.sizes) for bar in bars), 1e-9])
    rows = [_row(bar, kinds, TOP + ROW * n, scale, shown) for n, bar in enumerate(bars)]
    return chart(WIDTH, TOP + ROW * len(bars), title, patterns(), legend(kinds, LEFT), *rows)


def _row(bar: Bar, kinds: Sequence[Part], y: float, scale: float, shown: Callable[[float], str]) -> Markup:
    pieces, end = stack(bar.sizes, kinds, (LEFT, y + (ROW - BAR) / 2), scale, shown)
    name = label(LEFT - 12, y + ROW / 2, clip(bar.name, 24), "t", "end")
    return tag("g", name, *pieces, label(end + 6, y + ROW / 2, bar.remark, "t s n m"))


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
    kinds = [
        Part(BLUE, "w", tr.gettext("really worked")),
        Part("url(#claimed)", "", tr.gettext("held, not worked")),
        Part("#fff", "", tr.gettext("free")),
    ]
    bars = [
        Bar(
            segment_word(tr, row.value),
            (row.worked, row.idle, row.free),
            tr.gettext("{share} worked", share=tr.percent(row.worked_share)),
        )
        for row in rows
    ]
    return bar_chart(title, kinds, bars, partial(short_number, tr))


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
