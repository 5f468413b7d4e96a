"""Tornado charts: how far each knob swings one figure, the strongest on top, the noise of seeds behind."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from assigner.i18n import Translator
from assigner.report.page.patterns import CLAIMED, NOWHERE
from assigner.report.page.svg import BLUE, INK, RULE, box, chart, clip, label, line, tag, tip
from scenarios.frontier.axes import Axis
from scenarios.sensitivity.model import Sensitivity, Side, Swing
from scenarios.sensitivity.words import FIGURES, figure_value, figure_word, setting, shown, title

WIDTH, LEFT, RIGHT, TOP, ROW, BAR = 1080.0, 310.0, 230.0, 56.0, 36.0, 14.0
MOST_ROWS = 12


@dataclass(frozen=True, slots=True)
class _Scale:
    """One figure: where its values stand, its value in the base's plan, and what other seeds gave."""

    figure: str
    axis: Axis
    base: float
    noise: tuple[float, float]


def tornado_charts(tr: Translator, found: Sensitivity) -> list[tuple[str, Markup]]:
    """A heading and a chart for each figure that any knob changes."""
    charts = ((figure, tornado(tr, found, figure)) for figure in FIGURES)
    return [(figure_word(tr, figure), picture) for figure, picture in charts if picture is not None]


def tornado(tr: Translator, found: Sensitivity, figure: str) -> Markup | None:
    """One bar per side of a knob, from the base's plan to where it leads; None where nothing changes."""
    base = figure_value(found.plan, figure)
    swings = strongest(found.swings, figure, base)
    if not swings:
        return None
    scale = _scale(found, swings, figure, base)
    height = TOP + ROW * len(swings) + 6
    rows = [row for n, swing in enumerate(swings) for row in _row(tr, scale, swing, TOP + ROW * n)]
    words = tr.gettext("What each number of the policy does to: {figure}", figure=figure_word(tr, figure))
    return chart(WIDTH, height, words, *_ground(tr, scale, height), *_legend(tr), *rows)


def strongest(swings: Sequence[Swing], figure: str, base: float) -> list[Swing]:
    """The knobs that change a figure at all, by how far they are from the base's plan at most."""
    reach = {swing.path: _reach(swing, figure, base) for swing in swings}
    moving = [swing for swing in swings if reach[swing.path] > 0]
    return sorted(moving, key=lambda swing: -reach[swing.path])[:MOST_ROWS]


def _reach(swing: Swing, figure: str, base: float) -> float:
    plans = (side.plan for side in swing.sides if side.plan is not None)
    return max((abs(figure_value(plan, figure) - base) for plan in plans), default=0.0)


def _scale(found: Sensitivity, swings: Sequence[Swing], figure: str, base: float) -> _Scale:
    noise = [base, *(figure_value(plan, figure) for plan in found.seeds)]
    sides = [side.plan for swing in swings for side in swing.sides if side.plan is not None]
    values = [*noise, *(figure_value(plan, figure) for plan in sides)]
    room = 0.04 * (max(values) - min(values))
    axis = Axis(min(values) - room, max(values) + room, LEFT, WIDTH - RIGHT)
    return _Scale(figure, axis, base, (min(noise), max(noise)))


def _ground(tr: Translator, scale: _Scale, height: float) -> list[Markup]:
    """The noise as a hatched band, the base's plan as a line."""
    low, high = (scale.axis.at(value) for value in scale.noise)
    at = scale.axis.at(scale.base)
    words = tr.gettext("base's plan: {value}", value=shown(tr, scale.figure, scale.base))
    return [
        box(low, TOP - 4, max(high - low, 2.0), height - TOP, NOWHERE),
        line(at, TOP - 4, at, height - 4, INK, stroke_width=1.5),
        label(at, TOP - 14, words, "t s b", "start" if at < WIDTH / 2 else "end"),
    ]


def _legend(tr: Translator) -> list[Markup]:
    y = 12.0
    return [
        box(LEFT, y - 6, 26, 12, BLUE),
        label(LEFT + 34, y, tr.gettext("turned down"), "t m"),
        box(LEFT + 160, y - 6, 26, 12, CLAIMED),
        label(LEFT + 194, y, tr.gettext("turned up"), "t m"),
        box(LEFT + 310, y - 6, 26, 12, NOWHERE),
        label(LEFT + 344, y, tr.gettext("noise: the same policy with other seeds"), "t m"),
    ]


def _row(tr: Translator, scale: _Scale, swing: Swing, y: float) -> list[Markup]:
    """Name at the left, both bars, both settings with what they give at the right."""
    parts = [
        line(LEFT, y + ROW - 2, WIDTH - RIGHT, y + ROW - 2, RULE, stroke_dasharray="1 4"),
        label(LEFT - 12, y + ROW / 2 - 2, clip(title(tr, swing.path), 40), "t", "end"),
    ]
    for side, top, fill in ((swing.low, y + 2, BLUE), (swing.high, y + 2 + BAR, CLAIMED)):
        if side is not None:
            parts += _bar(tr, scale, swing, side, top, fill)
    return parts


def _bar(tr: Translator, scale: _Scale, swing: Swing, side: Side, top: float, fill: str) -> list[Markup]:
    wanted = setting(tr, swing.path, side.value)
    if side.plan is None:
        return [label(WIDTH - RIGHT + 12, top + BAR / 2, f"{wanted}: {tr.gettext('no answer')}", "t s m")]
    value = figure_value(side.plan, scale.figure)
    ends = sorted((scale.axis.at(scale.base), scale.axis.at(value)))
    words = f"{wanted}: {shown(tr, scale.figure, value)}"
    bar = tag("g", tip(words), box(ends[0], top, max(ends[1] - ends[0], 1.0), BAR, fill))
    return [bar, label(WIDTH - RIGHT + 12, top + BAR / 2, words, "t s n m")]
