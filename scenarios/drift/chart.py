"""The courses as points: imbalance against the capacity that changes hands."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil, floor, log10

from markupsafe import Markup

from assigner.i18n import Translator
from assigner.report.page.svg import BLUE, GREEN, INK, MUTED, RULE, VERMILION, chart, label, line, tag, tip
from scenarios.drift.model import Course, CourseKind, Drift
from scenarios.drift.words import course_word, points

WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 1080.0, 380.0, 64.0, 190.0, 34.0, 52.0
HIGH, BROAD = 16.0, 190.0
"""Room that a name takes: two names nearer than that are moved apart."""

TICKS = 5
"""About so many lines on an axis."""

Place = tuple[float, float]


def courses_chart(tr: Translator, drift: Drift) -> Markup:
    """Shape and colour tell the courses apart, and each is named beside its mark; lower is fairer."""
    shown = [course for course in drift.courses if course.figures is not None]
    right = _end(max([course.moved_capacity for course in shown] + [0.01]))
    top = _end(max([course.imbalance for course in shown] + [1.0]))
    places = [_place(course.moved_capacity / right, course.imbalance / top) for course in shown]
    title = tr.gettext("Imbalance of each course against the capacity that it moves; lower is fairer")
    marks = [_mark(tr, course, place) for course, place in zip(shown, places, strict=True)]
    return chart(WIDTH, HEIGHT, title, *_frame(tr, right, top), *_names(tr, shown, places), *marks)


def _place(x: float, y: float) -> Place:
    """From shares of both axes to the picture."""
    return LEFT + x * (WIDTH - LEFT - RIGHT), HEIGHT - BOTTOM - y * (HEIGHT - TOP - BOTTOM)


def _step(most: float) -> float:
    """Distance of the lines of an axis: 1, 2 or 5 times a power of ten."""
    power = 10.0 ** floor(log10(most / TICKS))
    return next(power * size for size in (1, 2, 5, 10) if power * size * TICKS >= most * (1 - 1e-9))


def _end(most: float) -> float:
    """The first line at or beyond `most`."""
    return ceil(most / _step(most) - 1e-9) * _step(most)


def _frame(tr: Translator, right: float, top: float) -> list[Markup]:
    parts = []
    for n in range(round(top / _step(top)) + 1):
        left, y = _place(0, n * _step(top) / top)
        parts.append(line(left, y, WIDTH - RIGHT, y, RULE if n else INK))
        parts.append(label(left - 8, y, points(tr, n * _step(top)), "t s n m", "end"))
    for n in range(round(right / _step(right)) + 1):
        x, bottom = _place(n * _step(right) / right, 0)
        parts.append(line(x, bottom, x, bottom + 5, INK))
        parts.append(label(x, bottom + 15, tr.percent(n * _step(right), 1), "t s n m", "middle"))
    where = (LEFT + WIDTH - RIGHT) / 2
    axis = tr.gettext("capacity that changes hands, share of the owned potential")
    parts.append(label(where, HEIGHT - 10, axis, "t s m", "middle"))
    parts.append(label(4.0, 10, tr.gettext("imbalance, points"), "t s m"))
    return parts


def _mark(tr: Translator, course: Course, place: Place) -> Markup:
    """Ring: promised; diamond: today; triangle: repair; dot: new plan."""
    x, y = place
    words = tip(f"{course_word(tr, course)}: {points(tr, course.imbalance)}, "
                f"{tr.percent(course.moved_capacity, 1)}")  # fmt: skip
    if course.kind is CourseKind.PROMISED:
        return tag("circle", words, cx=x, cy=y, r=7.0, fill="#fff", stroke=MUTED, stroke_width=2.5)
    if course.kind is CourseKind.TODAY:
        return _polygon(words, [(x, y - 9), (x + 9, y), (x, y + 9), (x - 9, y)], VERMILION)
    if course.kind is CourseKind.REPAIR:
        return _polygon(words, [(x, y - 8), (x + 8, y + 6), (x - 8, y + 6)], GREEN)
    return tag("circle", words, cx=x, cy=y, r=7.0, fill=BLUE, stroke="#fff", stroke_width=1)


def _polygon(words: Markup, corners: Sequence[Place], fill: str) -> Markup:
    spots = " ".join(f"{x:.1f},{y:.1f}" for x, y in corners)
    return tag("polygon", words, points=spots, fill=fill, stroke="#fff", stroke_width=1)


def _names(tr: Translator, shown: Sequence[Course], places: Sequence[Place]) -> list[Markup]:
    """The names above the marks at the right, the lowest mark first; moved up where another name stands."""
    parts: list[Markup] = []
    taken: list[Place] = []
    for at in sorted(range(len(shown)), key=lambda n: (-places[n][1], places[n][0])):
        x, y = places[at][0] + 11, places[at][1] - 13
        while any(abs(x - a) < BROAD and abs(y - b) < HIGH for a, b in taken):
            y -= HIGH / 4
        taken.append((x, y))
        parts.append(label(x, y, course_word(tr, shown[at]), "t s"))
    return parts
