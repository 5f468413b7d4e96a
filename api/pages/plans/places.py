"""/proposals/{id}/map: clients where they are, by manager, on a plain grid of degrees."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from nicegui import ui

from api.pages.calling import call
from api.pages.charts import Look, places_chart
from api.pages.parts import empty, notice
from api.pages.plans.base import open_plan
from api.pages.texts import TITLES
from api.pages.visit import Visit, page
from api.services.proposals import list_moves

MOST = 20_000
"""Clients on one map; a browser draws them in a moment."""

Document = dict[str, Any]


@page("/proposals/{proposal_id}/map", operation="list_moves", title=TITLES["map"], wide=True)
async def places(visit: Visit, proposal_id: str) -> None:
    """Every client with coordinates; those that change hands are larger."""
    plan = await open_plan(visit, proposal_id)
    if plan is None:
        return
    say = visit.tr.gettext
    # The largest first, so that those left out in a huge base matter least.
    found = await call(visit, list_moves, proposal_id, sort="-potential", limit=MOST)
    books = books_of(found["items"], say("nobody"))
    if not books:
        empty(say("The clients of this base have no coordinates."))
        return
    if found["next"]:
        notice(say("The {n} clients with the largest potential are shown.", n=visit.tr.number(MOST)))
    words = say(
        "A click on a manager in the legend hides that book. Larger marks are clients that change hands."
    )
    ui.label(words).classes("muted small")
    ui.echart(places_chart(Look(visit.tr, visit.dark), books)).classes("w-full").style(
        "height: min(75vh, 900px)"
    )


def books_of(items: list[Document], nobody: str) -> dict[str, list[Document]]:
    """Clients with coordinates by the name of the manager who gets them, as the chart takes them."""
    books: dict[str, list[Document]] = defaultdict(list)
    for one in items:
        if one["lat"] is None or one["lon"] is None:
            continue
        moves = f"{one['from_name'] or nobody} → {one['to_name']}" if one["moved"] else one["to_name"]
        point = {name: one[name] for name in ("lat", "lon", "moved")}
        point["name"] = f"{one['name'] or one['client_id']} · {moves}"
        books[one["to_name"] or nobody].append(point)
    return dict(sorted(books.items()))
