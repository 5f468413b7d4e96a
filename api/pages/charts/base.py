"""What all charts share: ink, type, axes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from assigner.i18n import Translator

Options = dict[str, Any]
FONT = '"Inter", "Segoe UI", "Noto Sans", "DejaVu Sans", Arial, sans-serif'


@dataclass(frozen=True, slots=True)
class Look:
    """The reader's language, and light or dark."""

    tr: Translator
    dark: bool = False

    @property
    def ink(self) -> str:
        """Colour of texts."""
        return "#e8eaec" if self.dark else "#1c2127"

    @property
    def muted(self) -> str:
        """Colour of what matters less."""
        return "#a7b0b8" if self.dark else "#56606a"

    @property
    def rule(self) -> str:
        """Colour of lines."""
        return "#3a4148" if self.dark else "#d9dde1"

    @property
    def paper(self) -> str:
        """Colour of the ground."""
        return "#171b1f" if self.dark else "#ffffff"


def chart(look: Look, **parts: Any) -> Options:
    """Options with our type and colours; `aria` lets screen readers have the figures.

    Tooltips are drawn as text: a client's name must never become HTML.
    """
    if "tooltip" in parts:
        parts["tooltip"] = {**parts["tooltip"], "renderMode": "richText", "confine": True}
    return {
        "backgroundColor": "transparent",
        "textStyle": {"fontFamily": FONT, "color": look.ink, "fontSize": 13},
        "animation": False,
        "aria": {"enabled": True},
        "grid": {"left": 20, "right": 48, "top": 36, "bottom": 8, "containLabel": True},
        **parts,
    }


def value_axis(look: Look, name: str = "", **more: Any) -> Options:
    """An axis of numbers."""
    return {
        "type": "value",
        "name": name,
        "nameTextStyle": {"color": look.muted},
        "axisLabel": {"color": look.muted},
        "splitLine": {"lineStyle": {"color": look.rule}},
        **more,
    }


def name_axis(look: Look, names: list[str], **more: Any) -> Options:
    """An axis of names."""
    return {
        "type": "category",
        "data": names,
        "axisLabel": {"color": look.ink, "interval": 0},
        "axisTick": {"show": False},
        "axisLine": {"lineStyle": {"color": look.rule}},
        **more,
    }


def legend(look: Look, **more: Any) -> Options:
    """The names of the series, above the chart."""
    return {"top": 0, "left": 0, "textStyle": {"color": look.ink}, "itemWidth": 14, "itemHeight": 10, **more}
