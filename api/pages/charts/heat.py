"""Managers by segments: who is under, within or over the share."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from api.pages.charts.base import Look, Options, chart, name_axis
from api.pages.theme import SKY

FAR = 50.0
"""Per cent from which a deviation is drawn in the strong colour."""

WITHIN, WITHIN_DARK = "#f1f3f4", "#22272c"
UNDER, FAR_UNDER, OVER, FAR_OVER = "#f7dca4", "#e69f00", "#b5d8ee", SKY


class HeatCell(NamedTuple):
    """One cell: places of segment and manager, deviation in per cent, and what to say of it.

    `wide`: it is within its tolerance only because that is wider here than in general.
    """

    segment: int
    manager: int
    deviation: float
    within: bool
    say: str
    wide: bool = False


def heat_chart(
    look: Look, managers: Sequence[str], segments: Sequence[str], cells: Sequence[HeatCell]
) -> Options:
    """Managers down, segments across.

    What is within its tolerance is not coloured; a star stands where only the wider tolerance of a lumpy
    segment makes it so. The number stands in every cell, so colour is not needed to read it.
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


def _cell(look: Look, cell: HeatCell) -> Options:
    number = f"{cell.deviation:+.0f}" if round(cell.deviation) else "0"
    return {
        "value": [cell.segment, cell.manager, cell.deviation],
        "shown": number.replace("-", "−") + ("*" if cell.wide else ""),
        "say": cell.say,
        "itemStyle": {"color": _fill(look, cell.deviation, within=cell.within)},
        "label": {"color": look.muted if cell.within else "#1c2127"},
    }


def _fill(look: Look, deviation: float, *, within: bool) -> str:
    if within:
        return WITHIN_DARK if look.dark else WITHIN
    far = abs(deviation) > FAR
    if deviation < 0:
        return FAR_UNDER if far else UNDER
    return FAR_OVER if far else OVER
