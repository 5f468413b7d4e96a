"""Colours and type of the pages: those of the report, light and dark, safe for colour-blind eyes."""

from __future__ import annotations

from pathlib import Path

from nicegui import ui

STYLE = (Path(__file__).parent / "pages.css").read_text("utf-8")

BLUE, SKY, GREY = "#0072b2", "#56b4e9", "#8b959e"
ORANGE, VERMILION, GREEN = "#e69f00", "#d55e00", "#009e73"
"""Okabe and Ito's colours: told apart with every kind of colour blindness."""

STATE_COLOURS = {
    "proven": BLUE,
    "active": SKY,
    "dormant": "#c9ced3",
    "claimed": VERMILION,
    "free": "#ffffff",
    "excluded": "#6b757e",
}


def use_theme(*, dark: bool) -> None:
    """Put the style on the page that is being made."""
    ui.add_css(STYLE)
    ui.colors(primary=SKY if dark else BLUE, negative=VERMILION, positive=GREEN, warning=ORANGE)
    ui.dark_mode(dark)
