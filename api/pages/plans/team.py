"""How full every book of the team is against its fair share; nobody but the reader is named."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from api.pages.charts import Look
from api.pages.charts.base import Options, chart, legend, name_axis, value_axis
from api.pages.theme import BLUE, GREY


def team_chart(look: Look, team: Sequence[Mapping[str, Any]]) -> Options:
    """Bars of today and then, in per cent of the fair share, with a line at 100."""
    say = look.tr.gettext
    number = iter(range(1, len(team) + 1))
    names = [say("you") if one["own"] else say("colleague {n}", n=next(number)) for one in team]
    line = {"xAxis": 100, "lineStyle": {"color": look.ink, "type": "dashed"}, "label": {"show": False}}
    series = [
        _bars(say("today"), [one["ratio_before"] for one in team], GREY),
        _bars(say("then"), [one["ratio_after"] for one in team], BLUE),
    ]
    series[0]["markLine"] = {"silent": True, "symbol": "none", "data": [line]}
    return chart(
        look,
        legend=legend(look),
        tooltip={"trigger": "axis", "axisPointer": {"type": "shadow"}},
        xAxis=value_axis(look, "%"),
        yAxis=name_axis(look, names, inverse=True),
        series=series,
    )


def _bars(name: str, ratios: Sequence[float | None], colour: str) -> Options:
    data = [None if ratio is None else round(ratio * 100, 1) for ratio in ratios]
    return {"type": "bar", "name": name, "data": data, "itemStyle": {"color": colour}}
