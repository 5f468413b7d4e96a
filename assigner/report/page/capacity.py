"""What each segment could bring: who works it today and in the plan, who gives and who gets."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from assigner.i18n import Translator
from assigner.policy.model import TOTAL
from assigner.portfolio import Dimension
from assigner.report.books import segment_exchange
from assigner.report.page.composition import capacity_chart
from assigner.report.page.exchange import exchange_charts
from assigner.report.segments import PlanSegment, plan_segments
from assigner.report.view import PlanView
from assigner.report.words import dimension_word, short_number

MAX_COLUMNS = 12


@dataclass(frozen=True, slots=True)
class CapacitySection:
    """The pictures of one dimension; `left_out` counts the smaller values that are not shown."""

    name: str
    bars: Markup
    exchange: list[Markup]
    left_out: int


def capacity_sections(
    tr: Translator, view: PlanView, managers: list[tuple[int, str]]
) -> list[CapacitySection]:
    """One section per dimension with any potential."""
    found = plan_segments(view)
    dimensions = view.clients.dimensions.items()
    rows = {name: [row for row in found[name] if row.today.capacity > 0] for name, _ in dimensions}
    return [
        _section(tr, view, dimension, rows[name], managers) for name, dimension in dimensions if rows[name]
    ]


def capacity_sentence(tr: Translator, view: PlanView) -> str:
    """The whole base in a sentence: what is worked, only held and free, and what gets a new manager."""
    whole = plan_segments(view)[TOTAL][0]
    size = whole.today.capacity if whole.today.capacity > 0 else 1.0
    return tr.gettext(
        "Of a potential of {potential} a year, {worked} is really worked today, {idle} only held and "
        "{free} free. The plan gives {received} to a new manager.",
        potential=short_number(tr, whole.today.capacity),
        worked=tr.percent(whole.today.worked / size),
        idle=tr.percent(whole.today.idle / size),
        free=tr.percent(whole.today.free / size),
        received=tr.percent(whole.received / size),
    )


def _section(
    tr: Translator,
    view: PlanView,
    dimension: Dimension,
    rows: list[PlanSegment],
    managers: list[tuple[int, str]],
) -> CapacitySection:
    word = dimension_word(tr, dimension.name)
    shown = [(dimension.labels.index(row.today.value), row.today.value) for row in rows[:MAX_COLUMNS]]
    title = tr.gettext("Potential by {dimension}: upper bar today, lower bar in the plan", dimension=word)
    return CapacitySection(
        name=word,
        bars=capacity_chart(tr, title, rows[:MAX_COLUMNS]),
        exchange=exchange_charts(tr, dimension.name, shown, managers, segment_exchange(view, dimension)),
        left_out=max(len(rows) - MAX_COLUMNS, 0),
    )
