"""/data/{id}: what must be known of a base at once, and the next steps."""

from __future__ import annotations

from nicegui import ui

from api.pages.data.base import open_base
from api.pages.parts import Tile, notice, text, tiles
from api.pages.texts import TITLES
from api.pages.visit import Visit, page


@page("/data/{dataset_id}", operation="get_dataset", title=TITLES["data"])
async def overview(visit: Visit, dataset_id: str) -> None:
    """The headline, the figures, what to do next."""
    base = await open_base(visit, dataset_id)
    if base is None:
        return
    say, figures = visit.tr.gettext, base["figures"] or {}
    if figures.get("headline"):
        notice(figures["headline"])
    tiles(Tile(one["title"], one["value"], remark=one.get("remark", "")) for one in figures.get("tiles", []))
    text("h2", say("Next"))
    with ui.row():
        root = f"/data/{dataset_id}"
        ui.link(say("1. See what each column was understood as"), f"{root}/columns")
        ui.link(say("2. Decide possible duplicates"), f"{root}/duplicates")
        ui.link(say("3. Decide disputes"), f"{root}/disputes")
        ui.link(say("4. Ask for a proposal"), f"/proposals/new?dataset={dataset_id}")
