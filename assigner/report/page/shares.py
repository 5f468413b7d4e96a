"""The picture that says it all: every manager's book against the fair share, today and in the plan."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from assigner.i18n import Translator
from assigner.report.cells import CellRow
from assigner.report.page.slices import slices
from assigner.report.page.svg import BLUE, GREEN, INK, MUTED, RULE, box, chart, clip, label, line, tag, tip
from assigner.report.view import PlanView

WIDTH, LEFT, RIGHT, TOP, ROW = 1080.0, 190.0, 150.0, 40.0, 30.0
LONGEST_AXIS = 3.0
MOST_ROWS = 20
"""Rows of one chart; so many fit on a printed page."""

TOTAL_GOAL = "potential/total"


@dataclass(frozen=True, slots=True)
class Share:
    """One manager's counted potential over the fair share, and the band that costs nothing; all fractions."""

    name: str
    before: float
    after: float
    band: tuple[float, float] | None


def shares(view: PlanView, cells: list[CellRow]) -> list[Share]:
    """Managers with a target, in the order of the report."""
    before, after = view.proposal.verdict.before.managers, view.proposal.verdict.after.managers
    bands = {row.manager_idx: _band(row) for row in cells if row.goal == TOTAL_GOAL}
    return [
        Share(
            str(view.manager_names[j]),
            float(before.load[j] / after.target[j]),
            float(after.load[j] / after.target[j]),
            bands.get(j),
        )
        for j in view.staying.tolist()
        if after.target[j] > 0
    ]


def _band(row: CellRow) -> tuple[float, float]:
    """The tolerated loads as fractions of the ideal target."""
    scale = row.attainable / row.target
    return (1 - row.tolerance_low) * scale, (1 + row.tolerance_high) * scale


@dataclass(frozen=True, slots=True)
class _Axis:
    top: float  # the largest fraction shown

    def x(self, fraction: float) -> float:
        return LEFT + min(fraction, self.top) / self.top * (WIDTH - LEFT - RIGHT)


def shares_charts(tr: Translator, rows: list[Share]) -> list[Markup]:
    """A dumbbell per manager: hollow ring today, full dot in the plan, the tolerance shaded."""
    largest = max([1.3, *(max(row.before, row.after) for row in rows)])
    axis = _Axis(min(LONGEST_AXIS, largest * 1.03))
    return [_shares_chart(tr, axis, part) for part in slices(rows, MOST_ROWS)]


def _shares_chart(tr: Translator, axis: _Axis, rows: Sequence[Share]) -> Markup:
    height = TOP + ROW * len(rows) + 14
    lines = [_row(tr, axis, row, TOP + ROW * (n + 0.5)) for n, row in enumerate(rows)]
    title = tr.gettext("Potential of every manager as a share of the fair share, today and in the plan")
    return chart(WIDTH, height, title, _legend(tr), _ticks(tr, axis, height), *lines)


def _ticks(tr: Translator, axis: _Axis, height: float) -> Markup:
    step = 0.25 if axis.top <= 1.8 else 0.5
    marks = [step * n for n in range(int(axis.top / step) + 1)]
    parts = []
    for mark in marks:
        fair = mark == 1
        style = {"stroke_width": 1.5 if fair else 1.0}
        parts.append(line(axis.x(mark), TOP - 2, axis.x(mark), height - 12, INK if fair else RULE, **style))
        parts.append(label(axis.x(mark), TOP - 11, tr.percent(mark), "t b" if fair else "t m", "middle"))
    return Markup("").join(parts)


def _legend(tr: Translator) -> Markup:
    y = 9.0
    return Markup("").join(
        [
            _ring(LEFT + 7, y),
            label(LEFT + 19, y, tr.gettext("today"), "t m"),
            _dot(LEFT + 107, y),
            label(LEFT + 119, y, tr.gettext("in the plan"), "t m"),
            box(LEFT + 237, y - 7, 26, 14, GREEN, fill_opacity="0.2"),
            label(LEFT + 271, y, tr.gettext("close enough to a fair share (100%)"), "t m"),
        ]
    )


def _row(tr: Translator, axis: _Axis, row: Share, y: float) -> Markup:
    before, after = tr.percent(row.before), tr.percent(row.after)
    parts = [
        tip(
            tr.gettext(
                "{name}: {before} of the fair share today, {after} in the plan",
                name=row.name,
                before=before,
                after=after,
            )
        ),
        label(LEFT - 14, y, clip(row.name, 26), "t", "end"),
        line(LEFT, y, WIDTH - RIGHT, y, RULE, stroke_dasharray="1 4"),
    ]
    if row.band:
        low, high = axis.x(row.band[0]), axis.x(row.band[1])
        parts.append(box(low, y - ROW / 2, high - low, ROW, GREEN, fill_opacity="0.2"))
    parts += [
        line(axis.x(row.before), y, axis.x(row.after), y, "#8b959e", stroke_width=3),
        _ring(axis.x(row.before), y),
        _dot(axis.x(row.after), y),
        label(WIDTH - RIGHT + 70, y, before, "t m n", "end"),
        label(WIDTH - RIGHT + 84, y, "→", "t m", "middle"),
        label(WIDTH - RIGHT + 138, y, after, "t b n", "end"),
    ]
    return tag("g", *parts)


def _ring(x: float, y: float) -> Markup:
    return tag("circle", cx=x, cy=y, r=5.5, fill="#fff", stroke=MUTED, stroke_width=2)


def _dot(x: float, y: float) -> Markup:
    return tag("circle", cx=x, cy=y, r=6.5, fill=BLUE)
