"""Who gives to whom: givers on the left, receivers on the right."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from api.pages.charts.base import Look, Options, chart
from api.pages.theme import BLUE, SKY

MAX_FLOWS = 60


def flow_chart(look: Look, flows: Sequence[tuple[str, str, float]]) -> Options:
    """`flows`: (giver, receiver, clients or money), the largest `MAX_FLOWS` of them are drawn."""
    drawn = sorted(flows, key=lambda flow: (-flow[2], flow[0], flow[1]))[:MAX_FLOWS]
    givers = [
        {"name": f"{name} →", "itemStyle": {"color": SKY}} for name in _names(flow[0] for flow in drawn)
    ]
    takers = [
        {"name": f"→ {name}", "itemStyle": {"color": BLUE}} for name in _names(flow[1] for flow in drawn)
    ]
    links = [{"source": f"{a} →", "target": f"→ {b}", "value": value} for a, b, value in drawn]
    return chart(
        look,
        tooltip={"trigger": "item"},
        series=[
            {
                "type": "sankey",
                "data": givers + takers,
                "links": links,
                "left": 140,
                "right": 140,
                "nodeGap": 10,
                "label": {"color": look.ink},
                "lineStyle": {"color": look.muted, "opacity": 0.35, "curveness": 0.5},
                "levels": [
                    {"depth": 0, "label": {"position": "left"}},
                    {"depth": 1, "label": {"position": "right"}},
                ],
            }
        ],
    )


def _names(found: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(found))
