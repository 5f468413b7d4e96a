"""Lorenz curve: how much of the base the first so many of the managers' shares hold."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from api.pages.charts.base import Look, Options, chart, legend, value_axis
from api.pages.theme import BLUE, VERMILION

Points = Sequence[Sequence[float]]


def lorenz_chart(look: Look, curves: Mapping[str, Points]) -> Options:
    """`curves`: name -> [share of weight, share of capacity], both rising from 0 to 1, the poorest first."""
    say = look.tr.gettext
    looks = ((BLUE, "solid"), (VERMILION, "dashed"))
    drawn = [
        _line(name, points, colour, line)
        for (name, points), (colour, line) in zip(curves.items(), looks, strict=False)
    ]
    even = _line(say("everybody an equal share"), [[0, 0], [1, 1]], look.muted, "dotted")
    part = {
        "min": 0,
        "max": 1,
        "axisLabel": {"color": look.muted, ":formatter": "v => Math.round(v*100)+' %'"},
    }
    return chart(
        look,
        legend=legend(look),
        xAxis=value_axis(look, say("managers, the poorest first"), nameLocation="middle", nameGap=28, **part),
        yAxis=value_axis(look, say("of the capacity"), **part),
        grid={"left": 8, "right": 24, "top": 44, "bottom": 24, "containLabel": True},
        series=[*drawn, even],
    )


def _line(name: str, points: Points, colour: str, line: str) -> Options:
    return {
        "type": "line",
        "name": name,
        "data": [list(point) for point in points],
        "showSymbol": False,
        "itemStyle": {"color": colour},
        "lineStyle": {"width": 2.5, "type": line},
    }
