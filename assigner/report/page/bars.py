"""Charts of stacked bars: one bar per row, or two: today above, the plan below."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from assigner.report.page.stacks import BAR, Part, legend, stack
from assigner.report.page.svg import chart, clip, label, tag

WIDTH, LEFT, RIGHT, TOP, ROW, PAIR = 1080.0, 206.0, 120.0, 34.0, 24.0, 44.0

Shown = Callable[[float], str]
"""A size in words."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One row: its name, the sizes of its parts, and what is written behind it."""

    name: str
    sizes: tuple[float, ...]
    remark: str


def bar_chart(
    title: str, kinds: Sequence[Part], bars: Sequence[Bar], shown: Shown, *, longest: float = 0.0
) -> Markup:
    """One bar per row, with a legend above; the longest bar, or `longest`, is as wide as the chart."""
    scale = _scale(bars, longest)
    rows = [_row(bar, kinds, TOP + ROW * n, scale, shown) for n, bar in enumerate(bars)]
    return chart(WIDTH, TOP + ROW * len(bars), title, legend(kinds, LEFT), *rows)


def pair_chart(
    title: str,
    kinds: Sequence[Part],
    pairs: Sequence[tuple[Bar, Bar]],
    shown: Shown,
    *,
    longest: float = 0.0,
) -> Markup:
    """Two bars per row, today's above the plan's; the row has the name of the first."""
    scale = _scale([bar for pair in pairs for bar in pair], longest)
    rows = [_pair(pair, kinds, TOP + PAIR * n, scale, shown) for n, pair in enumerate(pairs)]
    return chart(WIDTH, TOP + PAIR * len(pairs), title, legend(kinds, LEFT), *rows)


def _scale(bars: Sequence[Bar], longest: float) -> float:
    return (WIDTH - LEFT - RIGHT) / max([longest, *(sum(bar.sizes) for bar in bars), 1e-9])


def _row(bar: Bar, kinds: Sequence[Part], y: float, scale: float, shown: Shown) -> Markup:
    pieces, end = stack(bar.sizes, kinds, (LEFT, y + (ROW - BAR) / 2), scale, shown)
    return tag("g", _name(bar.name, y + ROW / 2), *pieces, label(end + 6, y + ROW / 2, bar.remark, "t s n m"))


def _pair(pair: tuple[Bar, Bar], kinds: Sequence[Part], y: float, scale: float, shown: Shown) -> Markup:
    parts = [_name(pair[0].name, y + PAIR / 2 - 4)]
    for bar, top, look in zip(pair, (y + 2, y + 4 + BAR), ("t s n m", "t s n b"), strict=True):
        pieces, end = stack(bar.sizes, kinds, (LEFT, top), scale, shown)
        parts += [*pieces, label(end + 6, top + BAR / 2, bar.remark, look)]
    return tag("g", *parts)


def _name(name: str, y: float) -> Markup:
    return label(LEFT - 12, y, clip(name, 24), "t", "end")
