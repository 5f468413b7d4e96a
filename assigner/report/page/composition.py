"""What books and segments are made of, today and in the plan, as two stacked bars per row."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from markupsafe import Markup

from assigner.i18n import Translator
from assigner.report.books import gained, states_kept, states_today
from assigner.report.page.bars import Bar, pair_chart
from assigner.report.page.slices import slices
from assigner.report.page.stacks import capacity_parts, received_part, state_parts
from assigner.report.segments import PlanSegment
from assigner.report.view import PlanView
from assigner.report.words import segment_word, short_number

MOST_ROWS = 14
"""Rows of one chart; so many fit on a printed page."""


def composition_charts(tr: Translator, view: PlanView, managers: list[tuple[int, str]]) -> list[Markup]:
    """Two bars per manager, today above and the plan below; lengths are numbers of clients."""
    today, kept, comes = states_today(view), states_kept(view), gained(view).clients
    kinds = [*state_parts(tr), received_part(tr)]
    pairs = []
    for j, name in managers:
        sizes = (*today[j].tolist(), 0), (*kept[j].tolist(), int(comes[j]))
        pairs.append(tuple(Bar(name, bar, tr.number(sum(bar))) for bar in sizes))
    longest = max((sum(bar.sizes) for pair in pairs for bar in pair), default=0.0)
    title = tr.gettext("Clients of every manager by state: upper bar today, lower bar in the plan")
    return [
        pair_chart(title, kinds, [(a, b) for a, b in part], tr.number, longest=longest)
        for part in slices(pairs, MOST_ROWS)
    ]


def capacity_chart(tr: Translator, title: str, rows: Sequence[PlanSegment]) -> Markup:
    """Two bars per segment value, potential: who works it today, and what the plan makes of it."""
    kinds = [*capacity_parts(tr), received_part(tr)]
    return pair_chart(title, kinds, [_segment_pair(tr, row) for row in rows], partial(short_number, tr))


def _segment_pair(tr: Translator, row: PlanSegment) -> tuple[Bar, Bar]:
    name, today = segment_word(tr, row.today.value), row.today
    size = today.capacity if today.capacity > 0 else 1.0
    shares = (today.worked_share, row.worked_after / size)
    before, after = (tr.gettext("{share} worked", share=tr.percent(share)) for share in shares)
    return (
        Bar(name, (today.worked, today.idle, today.free, 0.0), before),
        Bar(name, (row.worked_after, row.idle_after, 0.0, row.received), after),
    )
