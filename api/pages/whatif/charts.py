"""Charts of what could be, as ECharts options: pure functions of plain figures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from api.pages.charts import Look
from api.pages.charts.base import Options, chart, legend, name_axis, value_axis
from api.pages.theme import BLUE, GREY, ORANGE, SKY, VERMILION

COLOURS = (GREY, BLUE, ORANGE, "#009e73", VERMILION, SKY, "#cc79a7", "#b8a800")
PATTERNS = {"enabled": True, "decal": {"show": True}}
"""Bars are told apart by patterns too, not by colour alone."""

PERCENT = "v => Math.round(v) + ' %'"


def books_chart(look: Look, managers: Sequence[str], series: Mapping[str, Sequence[float | None]]) -> Options:
    """Bars by manager: `series` are names with one share of fair for each manager, 1 is exactly fair."""
    fair = {
        "silent": True,
        "symbol": "none",
        "data": [{"xAxis": 100}],
        "label": {"formatter": look.tr.gettext("fair"), "color": look.ink, "position": "start"},
        "lineStyle": {"color": look.ink, "type": "dashed"},
    }
    bars = [_bars(name, values, n) for n, (name, values) in enumerate(series.items())]
    bars[0]["markLine"] = fair
    return chart(
        look,
        aria=PATTERNS,
        legend=legend(look, type="scroll"),
        tooltip={"trigger": "axis", "axisPointer": {"type": "shadow"}, ":valueFormatter": PERCENT},
        xAxis=value_axis(look, axisLabel={"color": look.muted, ":formatter": PERCENT}),
        yAxis=name_axis(look, list(managers), inverse=True),
        grid={"left": 8, "right": 32, "top": 52, "bottom": 8, "containLabel": True},
        series=bars,
    )


def _bars(name: str, values: Sequence[float | None], n: int) -> Options:
    data = [None if value is None else 100 * value for value in values]
    return {"type": "bar", "name": name, "data": data, "itemStyle": {"color": COLOURS[n % len(COLOURS)]}}


def months_chart(
    look: Look, months: Sequence[str], targets: Sequence[float], reached: Sequence[float]
) -> Options:
    """A newcomer's book month by month: bars of what is there, a line of what is due."""
    say = look.tr.gettext
    number = f"v => v.toLocaleString('{look.tr.language}')"
    return chart(
        look,
        legend=legend(look),
        tooltip={"trigger": "axis", ":valueFormatter": number},
        xAxis=name_axis(look, list(months), axisLabel={"color": look.ink}),
        yAxis=value_axis(
            look, say("potential a year"), axisLabel={"color": look.muted, ":formatter": number}
        ),
        grid={"left": 8, "right": 24, "top": 64, "bottom": 8, "containLabel": True},
        series=[
            {"type": "bar", "name": say("in the book"), "data": list(reached), "itemStyle": {"color": SKY}},
            {
                "type": "line",
                "step": "middle",
                "name": say("target"),
                "data": list(targets),
                "itemStyle": {"color": ORANGE},
                "lineStyle": {"width": 2.5, "type": "dashed"},
                "symbol": "diamond",
            },
        ],
    )


def losses_chart(look: Look, donors: Sequence[Mapping[str, Any]], cap: float) -> Options:
    """What each donor loses, in per cent: of the book, of the commission; a line at the loss cap."""
    say = look.tr.gettext
    sides = ((say("of the book"), "book_share", BLUE), (say("of the commission"), "commission_share", ORANGE))
    bars: list[Options] = [
        {
            "type": "bar",
            "name": name,
            "data": [100 * donor[key] for donor in donors],
            "itemStyle": {"color": colour},
        }
        for name, key, colour in sides
    ]
    bars[1]["markLine"] = {
        "silent": True,
        "symbol": "none",
        "data": [{"xAxis": 100 * cap}],
        "label": {"formatter": say("loss cap"), "color": look.ink, "position": "start"},
        "lineStyle": {"color": VERMILION, "type": "dashed"},
    }
    return chart(
        look,
        aria=PATTERNS,
        legend=legend(look),
        tooltip={
            "trigger": "axis",
            "axisPointer": {"type": "shadow"},
            ":valueFormatter": "v => v.toFixed(1) + ' %'",
        },
        xAxis=value_axis(look, axisLabel={"color": look.muted, ":formatter": PERCENT}),
        yAxis=name_axis(look, [str(donor["name"]) for donor in donors], inverse=True),
        grid={"left": 8, "right": 40, "top": 52, "bottom": 8, "containLabel": True},
        series=bars,
    )
