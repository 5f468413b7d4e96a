"""Managers by segments: who is under, within or over the share."""

from __future__ import annotations

from collections.abc import Sequence

from api.pages.charts.base import Look, Options, chart, name_axis
from api.pages.theme import SKY

FAR = 50.0
"""Per cent from which a deviation is drawn in the strong colour."""

WITHIN, WITHIN_DARK = "#f1f3f4", "#22272c"
UNDER, FAR_UNDER, OVER, FAR_OVER = "#f7dca4", "#e69f00", "#b5d8ee", SKY


def heat_chart(
    look: Look,
    managers: Sequence[str],
    segments: Sequence[str],
    cells: Sequence[tuple[int, int, float, bool, str]],
) -> Options:
    """`cells`: (segment's place, manager's place, deviation in per cent, within the tolerance?, what to say).

    What is within its tolerance is not coloured. The number stands in every cell, so colour is not needed to
    read it.
    """
    data = [_cell(look, cell) for cell in cells]
    return chart(
        look,
        tooltip={":formatter": "p => p.data.say"},
        grid={"left": 8, "right": 8, "top": 70, "bottom": 8, "containLabel": True},
        xAxis=name_axis(
            look, list(segments), position="top", axisLabel={"color": look.ink, "rotate": 40, "interval": 0}
        ),
        yAxis=name_axis(look, list(managers), inverse=True),
        series=[
            {
                "type": "heatmap",
                "data": data,
                "label": {"show": True, ":formatter": "p => p.data.shown", "fontSize": 12},
                "itemStyle": {"borderColor": look.paper, "borderWidth": 2},
            }
        ],
    )


def _cell(look: Look, cell: tuple[int, int, float, bool, str]) -> Options:
    column, row, deviation, within, say = cell
    fill = _fill(look, deviation, within=within)
    return {
        "value": [column, row, deviation],
        "shown": f"{deviation:+.0f}" if round(deviation) else "0",
        "say": say,
        "itemStyle": {"color": fill},
        "label": {"color": look.muted if within else "#1c2127"},
    }


def _fill(look: Look, deviation: float, *, within: bool) -> str:
    if within:
        return WITHIN_DARK if look.dark else WITHIN
    far = abs(deviation) > FAR
    if deviation < 0:
        return FAR_UNDER if far else UNDER
    return FAR_OVER if far else OVER
