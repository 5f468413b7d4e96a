"""Clients on a plain grid of degrees: no tiles, no server, nothing leaves the house."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from api.pages.charts.base import Look, Options, chart, legend, value_axis

COLOURS = ("#0072b2", "#e69f00", "#009e73", "#d55e00", "#56b4e9", "#cc79a7", "#8b959e", "#b8a800")
SYMBOLS = ("circle", "rect", "triangle", "diamond", "pin", "roundRect", "arrow")
MAX_POINTS = 20_000


def places_chart(look: Look, books: Mapping[str, Sequence[Mapping[str, Any]]]) -> Options:
    """`books`: manager -> clients {"lat", "lon", "name", "moved"}. Colour and shape tell managers apart."""
    return chart(
        look,
        legend=legend(look, type="scroll"),
        tooltip={"trigger": "item", ":formatter": "p => p.data.say"},
        xAxis=value_axis(look, look.tr.gettext("longitude"), scale=True, nameLocation="middle", nameGap=28),
        yAxis=value_axis(look, look.tr.gettext("latitude"), scale=True),
        grid={"left": 20, "right": 24, "top": 64, "bottom": 28, "containLabel": True},
        series=[_book(name, clients, n) for n, (name, clients) in enumerate(books.items())],
    )


def _book(name: str, clients: Sequence[Mapping[str, Any]], number: int) -> Options:
    colour = COLOURS[number % len(COLOURS)]
    return {
        "type": "scatter",
        "name": name,
        "symbol": SYMBOLS[number // len(COLOURS) % len(SYMBOLS)],
        "itemStyle": {"color": colour},
        "data": [
            {
                "value": [client["lon"], client["lat"]],
                "say": client["name"],
                "symbolSize": 11 if client.get("moved") else 6,
            }
            for client in clients[:MAX_POINTS]
        ],
    }
