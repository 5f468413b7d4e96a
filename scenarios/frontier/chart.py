"""The picture of the curve: answers, what is proven impossible, what is not known, the knee, today."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from markupsafe import Markup

from assigner.i18n import Translator
from assigner.report.page.patterns import NOWHERE
from assigner.report.page.svg import (
    BLUE,
    INK,
    MUTED,
    ORANGE,
    RULE,
    SKY,
    VERMILION,
    Value,
    box,
    chart,
    label,
    line,
    tag,
    tip,
)
from scenarios.frontier.axes import Axis, decimals
from scenarios.frontier.model import Answer, Bound, Frontier
from scenarios.frontier.words import points

WIDTH, HEIGHT = 1080.0, 480.0
LEFT, RIGHT, TOP, BOTTOM = 66.0, 24.0, 44.0, 54.0
MARGIN = 0.06
"""Free share of the curve's width at either side."""

FAR = 0.4
"""Today is an arrow where it is farther beyond the curve than this share of its width or height."""

HALO: dict[str, Value] = {"paint_order": "stroke", "stroke": "#fff", "stroke_width": 5}
"""Keeps words readable on a hatched ground."""

Corner = tuple[float, float]


@dataclass(frozen=True, slots=True)
class _Plane:
    """Both axes."""

    x: Axis
    y: Axis

    def path(self, corners: Iterable[Corner], *, closed: bool) -> str:
        """The path through these values."""
        steps = [f"{self.x.at(x):.1f} {self.y.at(y):.1f}" for x, y in corners]
        return "M" + " L".join(steps) + ("Z" if closed else "")


def frontier_chart(tr: Translator, frontier: Frontier) -> Markup:
    """Disruption to the right, imbalance upwards; the nearer to the lower left corner the better."""
    plane = _plane(frontier)
    title = tr.gettext("Least imbalance found and proven for each disruption; less of both is better")
    return chart(
        WIDTH,
        HEIGHT,
        title,
        *_regions(plane, frontier),
        *_scales(tr, plane),
        *_legend(tr),
        *_today(tr, plane, frontier.today),
        *_dots(tr, plane, frontier),
    )


def _plane(frontier: Frontier) -> _Plane:
    first, last, today = frontier.answers[0], frontier.answers[-1], frontier.today
    width = (last.disruption - first.disruption) or max(first.disruption, 1.0)
    height = (first.imbalance - last.imbalance) or max(first.imbalance, 1.0)
    near = first.disruption - today.disruption <= FAR * width
    low = min(first.disruption, today.disruption) if near else first.disruption
    high = max(
        last.disruption, today.disruption if today.disruption <= last.disruption + FAR * width else 0.0
    )
    top = max(first.imbalance, today.imbalance if today.imbalance <= first.imbalance + FAR * height else 0.0)
    room = MARGIN * width
    x = Axis(max(low - room, 0.0), high + room, LEFT, WIDTH - RIGHT)
    return _Plane(x, Axis(0.0, max(top, 1e-6) * (1 + MARGIN), HEIGHT - BOTTOM, TOP))


def answer_corners(answers: Iterable[Answer], right: float) -> list[Corner]:
    """The staircase of answers: each one is the best known until the next, the last one to the right edge."""
    corners: list[Corner] = []
    for one in answers:
        if corners:
            corners.append((one.disruption, corners[-1][1]))
        corners.append((one.disruption, one.imbalance))
    return [*corners, (right, corners[-1][1])]


def bound_corners(stairs: Iterable[Bound], right: float) -> list[Corner]:
    """The staircase of bounds from the left edge: each one holds up to its disruption, none is 0."""
    corners: list[Corner] = []
    left = -math.inf
    for bound in stairs:
        corners += [(left, bound.imbalance), (min(bound.disruption, right), bound.imbalance)]
        left = min(bound.disruption, right)
    return corners if left >= right else [*corners, (left, 0.0), (right, 0.0)]


def _regions(plane: _Plane, frontier: Frontier) -> list[Markup]:
    """What can't be below the bounds, what is not known between them and the answers, and both lines."""
    right = plane.x.high
    bounds = bound_corners(frontier.stairs, right)
    answers = answer_corners(frontier.answers, right)
    floor = [(right, 0.0), (plane.x.low, 0.0)]
    unknown = [(answers[0][0], plane.y.high), *answers, *reversed(_from(bounds, answers[0][0]))]
    return [
        tag("path", d=plane.path(unknown, closed=True), fill=SKY, fill_opacity="0.28"),
        tag("path", d=plane.path([*bounds, *floor], closed=True), fill=NOWHERE),
        tag("path", d=plane.path(bounds, closed=False), fill="none", stroke=MUTED, stroke_width=1.2),
        tag("path", d=plane.path(answers, closed=False), fill="none", stroke=BLUE, stroke_width=2),
    ]


def _from(corners: list[Corner], left: float) -> list[Corner]:
    """The part of a staircase to the right of a value: corners before it are moved onto it."""
    return [(max(x, left), y) for x, y in corners]


def _scales(tr: Translator, plane: _Plane) -> list[Markup]:
    """Round marks at both axes, and what they measure."""
    parts: list[Markup] = []
    for mark in plane.y.marks(6):
        y = plane.y.at(mark)
        parts.append(line(LEFT, y, WIDTH - RIGHT, y, RULE, stroke_dasharray="1 4"))
        parts.append(label(LEFT - 8, y, points(tr, mark, _digits(plane.y.marks(6))), "t m n", "end"))
    for mark in plane.x.marks(10):
        x = plane.x.at(mark)
        parts.append(line(x, HEIGHT - BOTTOM, x, HEIGHT - BOTTOM + 5, MUTED))
        shown = points(tr, mark, _digits(plane.x.marks(10)))
        parts.append(label(x, HEIGHT - BOTTOM + 16, shown, "t m n", "middle"))
    bottom = HEIGHT - BOTTOM
    parts.append(line(LEFT, bottom, WIDTH - RIGHT, bottom, INK))
    parts.append(label((LEFT + WIDTH - RIGHT) / 2, HEIGHT - 12, tr.gettext("disruption"), "t b", "middle"))
    parts.append(label(4, 14, tr.gettext("imbalance"), "t b"))
    return parts


def _digits(marks: list[float]) -> int:
    return decimals(marks[1] - marks[0]) if len(marks) > 1 else 1


def _legend(tr: Translator) -> list[Markup]:
    y = 14.0
    return [
        tag("circle", cx=LEFT + 76, cy=y, r=5.0, fill=BLUE),
        label(LEFT + 88, y, tr.gettext("best plan found"), "t m"),
        box(LEFT + 270, y - 7, 26, 14, SKY, fill_opacity="0.28"),
        label(LEFT + 304, y, tr.gettext("not known: a better plan may exist"), "t m"),
        box(LEFT + 610, y - 7, 26, 14, NOWHERE, stroke=MUTED, stroke_width=0.6),
        label(LEFT + 644, y, tr.gettext("proven: no plan can be here"), "t m"),
    ]


def _dots(tr: Translator, plane: _Plane, frontier: Frontier) -> list[Markup]:
    parts = []
    for at, answer in enumerate(frontier.answers):
        x, y = plane.x.at(answer.disruption), plane.y.at(answer.imbalance)
        if at == frontier.knee:
            parts += _knee(tr, x, y, answer)
        parts.append(tag("circle", tip(_said(tr, answer)), cx=x, cy=y, r=5.0, fill=BLUE))
    return parts


def _said(tr: Translator, answer: Answer) -> str:
    return tr.gettext(
        "imbalance {imbalance}, disruption {disruption}, {moved} of the owned capacity moved",
        imbalance=points(tr, answer.imbalance),
        disruption=points(tr, answer.disruption, 2),
        moved=tr.percent(answer.moved_capacity, 1),
    )


def _knee(tr: Translator, x: float, y: float, answer: Answer) -> list[Markup]:
    """A ring around the knee, and words up and to the right of it, where the curve never is."""
    text_x, text_y = min(x + 46, WIDTH - RIGHT - 420), max(y - 52, TOP + 20)
    return [
        tag("circle", cx=x, cy=y, r=10.0, fill="none", stroke=VERMILION, stroke_width=2.5),
        line(x + 8, y - 8, text_x - 4, text_y + 10, VERMILION, stroke_width=1.2),
        label(text_x, text_y, tr.gettext("knee: more than this costs much and gives little"), "t b"),
        label(text_x, text_y + 18, _said(tr, answer), "t m"),
    ]


def _today(tr: Translator, plane: _Plane, today: Answer) -> list[Markup]:
    """Today's ring; an arrow at the edge where today is far outside."""
    x, y = plane.x.at(today.disruption), plane.y.at(today.imbalance)
    outside = not (plane.x.low <= today.disruption <= plane.x.high and today.imbalance <= plane.y.high)
    ring = tag("circle", cx=x, cy=y, r=6.0, fill="#fff", stroke=ORANGE, stroke_width=2.5)
    arrow = tag(
        "path",
        d=f"M{x + 12:.1f} {y - 6:.1f} L{x + 3:.1f} {y:.1f} L{x + 12:.1f} {y + 6:.1f}",
        fill="none",
        stroke=ORANGE,
        stroke_width=2.5,
    )
    words = tr.gettext(
        "today: imbalance {imbalance}, disruption {disruption}",
        imbalance=points(tr, today.imbalance),
        disruption=points(tr, today.disruption, 2),
    )
    return [arrow if outside else ring, label(x + 18, y, words, "t m", "start", **HALO)]
