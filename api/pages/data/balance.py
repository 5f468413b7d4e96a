"""/data/{id}/balance: today's books against fair shares; a click on a cell shows its clients."""

from __future__ import annotations

from collections.abc import Iterable
from math import inf
from typing import Any
from urllib.parse import urlencode

from nicegui import events, ui

from api.pages.calling import call
from api.pages.charts import HeatCell, Look, heat_chart, lorenz_chart
from api.pages.data.base import open_base, pending_notice
from api.pages.parts import Column, Tile, empty, table, text, tiles
from api.pages.texts import DIMENSIONS, MEASURES, TITLES
from api.pages.tolerance import band_words, is_wide, legend_words, usual, usual_words
from api.pages.visit import Visit, page
from api.services.datasets.reading import get_dataset_balance
from assigner.report.words import dimension_word

WORST = 10
ROW_PX, HEAD_PX = 36, 130
NAMES_PX, COLUMN_PX = 160, 160
"""A map of one column is no wider than it needs."""


@page("/data/{dataset_id}/balance", operation="get_dataset_balance", title=TITLES["balance"])
async def balance(visit: Visit, dataset_id: str) -> None:
    """Figures, heat map by dimension, Lorenz curve, worst cells."""
    say = visit.tr.gettext
    lead = say("How far each book is from its fair share today, in all and in every segment.")
    base = await open_base(visit, dataset_id, lead)
    if base is None:
        return
    pending_notice(visit, base)
    found = await call(visit, get_dataset_balance, dataset_id)
    if found["figures"] is None:
        empty(found["remark"] or say("There is nothing to balance."))
        return
    _figures(visit, found["figures"])
    show_cells(
        visit, found["cells"], {one["manager_id"]: one["name"] for one in found["managers"]}, dataset_id
    )
    text("h2", say("Who holds how much"))
    if found["lorenz"]:
        ui.echart(lorenz_chart(Look(visit.tr, visit.dark), {say("today"): found["lorenz"]})).classes(
            "w-full h-80"
        )
    _managers(visit, found["managers"])


def _figures(visit: Visit, figures: dict[str, Any]) -> None:
    say, tr = visit.tr.gettext, visit.tr
    spread = figures["spread"] or {}
    shown = [
        Tile(
            say("Worst deviation of a book"),
            tr.percent(figures["worst_deviation"]),
            remark=say("from its fair share"),
        ),
        Tile(
            say("Mean violation"),
            tr.percent(figures["mean_violation"]),
            remark=say("beyond the tolerance, over all cells"),
        ),
    ]
    if spread:
        shown.append(
            Tile(
                say("Gini"),
                tr.number(spread["gini"], 2),
                remark=say("0: everybody the fair share; 1: one has all"),
            )
        )
        shown.append(
            Tile(
                say("Smallest share"), tr.percent(spread["worst_ratio"]), remark=say("of what would be fair")
            )
        )
    tiles(shown)


def show_cells(
    visit: Visit, cells: list[dict[str, Any]], names: dict[str, str], dataset_id: str | None
) -> None:
    """One heat map for each dimension, and the worst cells as a table."""
    say = visit.tr.gettext
    text("p", legend_words(visit.tr)).classes("muted small")
    for dimension, measure in dict.fromkeys((cell["dimension"], cell["measure"]) for cell in cells):
        own = [cell for cell in cells if (cell["dimension"], cell["measure"]) == (dimension, measure)]
        title = say(DIMENSIONS[dimension]) if dimension in DIMENSIONS else dimension
        text("h2", f"{title}: {say(MEASURES[measure])}")
        if known := usual_words(visit.tr, usual(own)):
            text("p", known).classes("muted small")
        _heat(visit, own, names, dataset_id)
    text("h2", say("The worst cells"))
    heads = [
        Column(say("Manager")),
        Column(say("Goal")),
        Column(say("Segment")),
        Column(say("Has"), number=True),
        Column(say("Fair"), number=True),
        Column(say("Off by"), number=True),
    ]
    table(heads, [_worst(visit, cell, names) for cell in worst_cells(cells)])


def worst_cells(cells: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Those beyond their tolerance that are farthest off, as a share of what would be fair."""
    beyond = [cell for cell in cells if cell["violation"] > 0]
    return sorted(beyond, key=_off, reverse=True)[:WORST]


def _off(cell: dict[str, Any]) -> float:
    """How far a cell is off; one that should be empty comes first."""
    return inf if cell["deviation"] is None else abs(cell["deviation"])


def _worst(visit: Visit, cell: dict[str, Any], names: dict[str, str]) -> list[str | tuple[str, str]]:
    tr = visit.tr
    off = "–" if cell["deviation"] is None else tr.percent(cell["deviation"])
    dimension = dimension_word(tr, cell["dimension"])
    segment = f"{dimension}: {cell['value']}" if cell["value"] else tr.gettext("in all")
    return [
        names.get(cell["manager_id"], cell["manager_id"]),
        tr.gettext(MEASURES[cell["measure"]]),
        segment,
        tr.number(cell["load"]),
        tr.number(cell["attainable"]),
        off,
    ]


def _heat(visit: Visit, cells: list[dict[str, Any]], names: dict[str, str], dataset_id: str | None) -> None:
    managers, values = _places(cell["manager_id"] for cell in cells), _places(cell["value"] for cell in cells)
    general = usual(cells)
    placed = [
        HeatCell(
            values[cell["value"]],
            managers[cell["manager_id"]],
            100 * cell["deviation"],
            cell["state"] == "within",
            _say(visit, cell, names, general),
            is_wide(cell, cell["deviation"], general),
        )
        for cell in cells
        if cell["deviation"] is not None
    ]
    labels = [value or visit.tr.gettext("in all") for value in values]
    heads = [names.get(one, one) for one in managers]
    options = heat_chart(Look(visit.tr, visit.dark), heads, labels, placed)

    def open_cell(event: events.EChartPointClickEventArguments) -> None:
        if dataset_id is None or not isinstance(event.value, list):
            return
        column, row = list(values)[int(event.value[0])], list(managers)[int(event.value[1])]
        query = {"manager": row} | ({"segment": f"{cells[0]['dimension']}:{column}"} if column else {})
        ui.navigate.to(f"/data/{dataset_id}/clients?{urlencode(query)}")

    chart = ui.echart(options, on_point_click=open_cell)
    width = NAMES_PX + COLUMN_PX * len(values)
    chart.style(f"height: {HEAD_PX + ROW_PX * len(managers)}px; width: 100%; max-width: {width}px")


def _say(visit: Visit, cell: dict[str, Any], names: dict[str, str], general: float) -> str:
    tr = visit.tr
    what = tr.gettext(
        "{manager}, {segment}: {load} of a fair {fair}",
        manager=names.get(cell["manager_id"], cell["manager_id"]),
        segment=cell["value"] or tr.gettext("in all"),
        load=tr.number(cell["load"]),
        fair=tr.number(cell["attainable"]),
    )
    return "\n".join(filter(None, (what, band_words(tr, cell, general))))


def _places(found: Iterable[str]) -> dict[str, int]:
    return {name: n for n, name in enumerate(dict.fromkeys(found))}


def _managers(visit: Visit, managers: list[dict[str, Any]]) -> None:
    say, tr = visit.tr.gettext, visit.tr
    titles = (say("Weight"), say("Clients"), say("Potential"), say("Fair"), say("Has of the fair share"))
    heads = [Column(say("Manager")), *(Column(title, number=True) for title in titles)]
    table(
        heads,
        [
            [
                one["name"],
                tr.number(one["weight"], 2),
                tr.number(one["clients"]),
                tr.number(one["potential"]),
                tr.number(one["target"]),
                "–" if one["ratio"] is None else tr.percent(one["ratio"]),
            ]
            for one in managers
        ],
    )
