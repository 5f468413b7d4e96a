"""Small building blocks of inline SVG: every text is escaped, every chart has a title for screen readers."""

from __future__ import annotations

from markupsafe import Markup, escape

INK = "#1c2127"
MUTED = "#5d6770"
RULE = "#d9dde1"
PALE = "#eef1f3"
BLUE = "#0072B2"
SKY = "#56B4E9"
ORANGE = "#E69F00"
VERMILION = "#D55E00"
GREEN = "#009E73"
"""Colours of the Okabe-Ito set, told apart by every kind of colour vision."""

Value = str | float


def tag(name: str, *children: str, **attributes: Value) -> Markup:
    """One element; underscores in attribute names become hyphens, `class_` is `class`."""
    pairs = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(_shown(value))}"' for key, value in attributes.items()
    )
    inside = Markup("").join(children)
    text = f"<{name}{pairs}>{inside}</{name}>" if children else f"<{name}{pairs}/>"
    return Markup(text)  # noqa: S704 - every part is escaped above


def _shown(value: Value) -> str:
    return f"{value:.1f}".removesuffix(".0") if isinstance(value, float) else str(value)


def label(x: float, y: float, text: str, class_: str = "", anchor: str = "start", **more: Value) -> Markup:
    """A text whose vertical middle is at `y`; the style sheet of the pages sets it there."""
    where = {"start": "", "middle": "c", "end": "e"}[anchor]
    return tag("text", text, x=x, y=y, class_=" ".join(f"{class_ or 't'} {where}".split()), **more)


def box(x: float, y: float, width: float, height: float, fill: str, **more: Value) -> Markup:
    """A filled rectangle."""
    return tag("rect", x=x, y=y, width=max(width, 0.0), height=height, fill=fill, **more)


def line(x1: float, y1: float, x2: float, y2: float, stroke: str = RULE, **more: Value) -> Markup:
    """A straight line."""
    return tag("line", x1=x1, y1=y1, x2=x2, y2=y2, stroke=stroke, **more)


def tip(text: str) -> Markup:
    """The title of a part of a chart, shown under the pointer."""
    return tag("title", text)


def chart(width: float, height: float, title: str, *children: str) -> Markup:
    """The whole picture; `title` says what it shows to who can't see it."""
    return tag(
        "svg",
        tag("title", title),
        *children,
        class_="chart",
        viewBox=f"0 0 {width:g} {height:g}",
        role="img",
        aria_label=title,
        xmlns="http://www.w3.org/2000/svg",
    )


def clip(text: str, size: int) -> str:
    """The text cut to `size` characters."""
    return text if len(text) <= size else text[: size - 1].rstrip() + "…"
