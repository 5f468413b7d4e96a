"""Fills told apart in grey print too: defined once on every page, referred to by its charts."""

from __future__ import annotations

from markupsafe import Markup

from assigner.report.page.svg import GREEN, ORANGE, VERMILION, tag

CLAIMED = "url(#claimed)"
RECEIVED = "url(#received)"
FAR_UNDER = "url(#far-under)"
MANY_PROBLEMS = "url(#many-problems)"
NOWHERE = "url(#nowhere)"


def patterns() -> Markup:
    """An invisible picture that holds the patterns of all charts."""
    return tag(
        "svg",
        tag(
            "defs",
            hatch("claimed", VERMILION, "#fbe3d3"),
            stripes("received", GREEN, "#e3f4ee"),
            hatch("far-under", "#b97f00", ORANGE),
            hatch("many-problems", VERMILION, "#f6c6a6"),
            hatch("nowhere", "#d3d8dc", "#f3f5f6"),
        ),
        class_="patterns",
        width=0,
        height=0,
        aria_hidden="true",
    )


def hatch(name: str, colour: str, ground: str) -> Markup:
    """A pattern of slanted lines, so that a colour is told apart in grey print too."""
    ground_box = tag("rect", width=6, height=6, fill=ground)
    stroke = tag("line", x1=0, y1=0, x2=0, y2=6, stroke=colour, stroke_width=3)
    return tag(
        "pattern",
        ground_box,
        stroke,
        id=name,
        width=6,
        height=6,
        patternUnits="userSpaceOnUse",
        patternTransform="rotate(45)",
    )


def stripes(name: str, colour: str, ground: str) -> Markup:
    """A pattern of upright lines: neither slanted nor plain, and cheap for printers."""
    return tag(
        "pattern",
        tag("rect", width=6, height=6, fill=ground),
        tag("rect", width=1.5, height=6, fill=colour),
        id=name,
        width=6,
        height=6,
        patternUnits="userSpaceOnUse",
    )
