"""A small writer of SVG charts: step lines over a logarithmic time axis, logarithmic values."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from math import ceil, floor, log10

WIDTH, HEIGHT = 860, 460
LEFT, RIGHT, TOP, BOTTOM = 76, 190, 46, 52
TEXT, GRID = "#333333", "#d9d9d9"
LABEL_HEIGHT = 15


@dataclass(frozen=True, slots=True)
class Curve:
    """A step function: points (x, y) by rising x, both above 0, drawn on until the last x of the chart."""

    label: str
    colour: str
    points: tuple[tuple[float, float], ...]
    dash: str = ""
    width: float = 2.0
    mark: str = ""  # a sign at the last point: "o" a dot


@dataclass(frozen=True, slots=True)
class Axis:
    """A logarithmic axis from `least` to `most`, drawn from pixel `begin` to `end`."""

    least: float
    most: float
    begin: float
    end: float

    def at(self, value: float) -> float:
        """Pixel of a value; values outside lie on the edge."""
        inside = min(max(value, self.least), self.most)
        share = (log10(inside) - log10(self.least)) / (log10(self.most) - log10(self.least))
        return self.begin + share * (self.end - self.begin)

    def ticks(self) -> list[float]:
        """Round values: 1, 2, 5 of each power of ten, only the powers where these would be many."""
        powers = range(floor(log10(self.least)), ceil(log10(self.most)) + 1)
        steps = (1, 2, 5) if log10(self.most / self.least) < 3 else (1,)
        values = [float(f"{step}e{power}") for power in powers for step in steps]
        return [v for v in values if self.least <= v <= self.most]


def chart(title: str, curves: Sequence[Curve], *, least_x: float, most_x: float, y_label: str) -> str:
    """The document."""
    values = [y for curve in curves for _, y in curve.points]
    across = Axis(least_x, most_x, LEFT, WIDTH - RIGHT)
    most, least = 1.15 * max(values, default=10.0), 0.9 * min(values, default=1.0)
    up = Axis(least, max(most, 1.5 * least), HEIGHT - BOTTOM, TOP)
    parts = [
        *_frame(title, across, up, y_label),
        *(_line(c, across, up) for c in curves),
        *_labels(curves, up),
    ]
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" '
        f'height="{HEIGHT}" role="img" font-family="system-ui, sans-serif" font-size="12">'
    )
    name = f"<title>{escape(title)}</title>"
    return "\n".join([head, name, '<rect width="100%" height="100%" fill="white"/>', *parts, "</svg>"]) + "\n"


def _frame(title: str, across: Axis, up: Axis, y_label: str) -> Iterator[str]:
    yield _text(LEFT, 22, title, size=15)
    for value in across.ticks():
        x = across.at(value)
        yield _stroke(x, up.begin, x, up.end, GRID)
        yield _text(x, up.begin + 18, f"{value:g}", anchor="middle")
    for value in up.ticks():
        y = up.at(value)
        yield _stroke(across.begin, y, across.end, y, GRID)
        yield _text(across.begin - 8, y + 4, f"{value:,g}", anchor="end")
    yield _text((across.begin + across.end) / 2, HEIGHT - 12, "seconds", anchor="middle")
    middle = (up.begin + up.end) / 2
    turned = f'transform="rotate(-90 18 {middle:.0f})"'
    yield _text(18, middle, y_label, anchor="middle", extra=turned)


def _line(curve: Curve, across: Axis, up: Axis) -> str:
    """Steps: a value holds until the next point."""
    if not curve.points:
        return ""
    path = []
    for n, (x, y) in enumerate(curve.points):
        here, there = across.at(x), up.at(y)
        path.append(f"M{here:.1f},{there:.1f}" if n == 0 else f"H{here:.1f}V{there:.1f}")
    path.append(f"H{across.end:.1f}")
    dash = f' stroke-dasharray="{curve.dash}"' if curve.dash else ""
    line = (
        f'<path d="{"".join(path)}" fill="none" stroke="{curve.colour}" stroke-width="{curve.width}"{dash}/>'
    )
    x, y = curve.points[0]
    first = f'<circle cx="{across.at(x):.1f}" cy="{up.at(y):.1f}" r="3.5" fill="{curve.colour}"/>'
    return line + (first if curve.mark else "")


def _labels(curves: Sequence[Curve], up: Axis) -> Iterator[str]:
    """Names at the right ends of the lines, moved apart where they would touch."""
    drawn = [(up.at(curve.points[-1][1]), curve) for curve in curves if curve.points]
    ends = sorted(drawn, key=lambda end: end[0])
    free = float(TOP - LABEL_HEIGHT)
    room = HEIGHT - BOTTOM - LABEL_HEIGHT * len(ends)
    for n, (y, curve) in enumerate(ends):
        free = max(free + LABEL_HEIGHT, min(y, room + LABEL_HEIGHT * (n + 1)))
        right = WIDTH - RIGHT
        yield _stroke(right, y, right + 12, free, curve.colour)
        yield _text(right + 16, free + 4, curve.label, colour=curve.colour)


def _stroke(x1: float, y1: float, x2: float, y2: float, colour: str) -> str:
    return f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="{colour}"/>'


def _text(
    x: float,
    y: float,
    words: str,
    *,
    anchor: str = "start",
    size: int = 12,
    colour: str = TEXT,
    extra: str = "",
) -> str:
    place = f'x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" font-size="{size}" fill="{colour}"'
    return f"<text {place} {extra}>{escape(words)}</text>"
