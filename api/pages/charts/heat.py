"""Managers by segments: who is under, within or over the share."""

from __future__ import annotations

from collections.abc import Sequence

from api.pages.charts.base import Look, Options, chart, name_axis
from api.pages.theme import SKY

UNDER, FAR_UNDER, OVER, FAR_OVER = "#f7dca4", "#e69f00", "#b5d8ee", SKY


def heat_chart(
    look: Look,
    managers: Sequence[str],
    segments: Sequence[str],
    cells: Sequence[tuple[int, int, float, str]],
    *,
    tolerance: float,
) -> Options:
    """`cells`: (segment's place, manager's place, deviation from the share in per cent, what to say).

    `tolerance` in per cent: within it nothing is coloured. The number stands in every cell, so colour is not
    needed to read it.
    """
    data = [_cell(look, cell, tolerance) for cell in cells]
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


def _cell(look: Look, cell: tuple[int, int, float, str], tolerance: float) -> Options:
    column, row, deviation, say = cell
    fill = _fill(look, deviation, tolerance)
    within = abs(deviation) <= tolerance
    return {
        "value": [column, row, deviation],
        "shown": f"{deviation:+.0f}" if round(deviation) else "0",
        "say": say,
        "itemStyle": {"color": fill},
        "label": {"color": look.muted if within else "#1c2127"},
    }


def _fill(look: Look, deviation: float, tolerance: float) -> str:
    if abs(deviation) <= tolerance:
        return "#22272c" if look.dark else "#f1f3f4"
    far = abs(deviation) > 3 * tolerance
    if deviation < 0:
        return FAR_UNDER if far else UNDER
    return FAR_OVER if far else OVER
