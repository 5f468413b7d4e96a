"""The trade-off curve: what fairness costs. A click on a point names it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from api.pages.charts.base import Look, Options, chart, value_axis
from api.pages.theme import BLUE, GREY, ORANGE, VERMILION


def curve_chart(
    look: Look, points: Sequence[Mapping[str, Any]], *, across: str, up: str, dominated: bool = True
) -> Options:
    """`points`: {"name", "x", "y", "say", "knee", "dominated", "today"}; `across` and `up` name the axes."""
    best = [point for point in points if not point.get("dominated") and not point.get("today")]
    line = sorted(([p["x"], p["y"]] for p in best), key=lambda xy: xy[0])
    shown = [p for p in points if dominated or not p.get("dominated")]
    return chart(
        look,
        tooltip={"trigger": "item", ":formatter": "p => p.data.say || ''"},
        xAxis=value_axis(look, across, nameLocation="middle", nameGap=30, scale=True),
        yAxis=value_axis(look, up, scale=True),
        grid={"left": 12, "right": 40, "top": 40, "bottom": 36, "containLabel": True},
        series=[
            {"type": "line", "data": line, "showSymbol": False, "silent": True, "itemStyle": {"color": BLUE}},
            {"type": "scatter", "data": [_point(look, p) for p in shown], "cursor": "pointer"},
        ],
    )


def _point(look: Look, point: Mapping[str, Any]) -> Options:
    kinds = (
        ("knee", "diamond", ORANGE, 20),
        ("today", "triangle", VERMILION, 16),
        ("dominated", "circle", GREY, 8),
    )
    symbol, colour, size = next(
        ((symbol, colour, size) for kind, symbol, colour, size in kinds if point.get(kind)),
        ("circle", BLUE, 12),
    )
    return {
        "name": point["name"],
        "value": [point["x"], point["y"]],
        "say": point.get("say", ""),
        "symbol": symbol,
        "symbolSize": size,
        "itemStyle": {"color": colour},
        "label": {
            "show": bool(point.get("knee") or point.get("today")),
            "formatter": point["name"],
            "color": look.ink,
            "position": "right",
        },
    }
