"""A search on its way: the best score falls, the bound rises; between them is what nobody knows yet."""

from __future__ import annotations

from collections.abc import Sequence

from api.pages.charts.base import Look, Options, chart, legend, value_axis
from api.pages.theme import BLUE, ORANGE


def solving_chart(
    look: Look, course: Sequence[Sequence[float | None]], limit: float | None = None
) -> Options:
    """`course`: [seconds, score or None, bound or None] in order of time; `limit`: the seconds there are."""
    say = look.tr.gettext
    scores = [[at, score] for at, score, _ in course if score is not None]
    bounds = [[at, bound] for at, _, bound in course if bound is not None]
    return chart(
        look,
        legend=legend(look),
        tooltip={"trigger": "axis"},
        grid={"left": 8, "right": 24, "top": 64, "bottom": 28, "containLabel": True},
        xAxis=value_axis(look, say("seconds"), nameLocation="middle", nameGap=26, min=0, max=limit),
        yAxis=value_axis(
            look,
            say("score (lower is better)"),
            scale=True,
            nameTextStyle={"color": look.muted, "align": "left"},
        ),
        series=[
            _steps(say("best answer"), scores, BLUE, "solid"),
            _steps(say("bound: no answer can be below"), bounds, ORANGE, "dashed"),
        ],
    )


def _steps(name: str, points: list[list[float | None]], colour: str, line: str) -> Options:
    return {
        "type": "line",
        "name": name,
        "step": "end",
        "data": points,
        "showSymbol": len(points) < 3,
        "itemStyle": {"color": colour},
        "lineStyle": {"width": 2.5, "type": line},
    }
