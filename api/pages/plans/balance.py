"""The balance of a proposal: heat maps before and after, and the cells that are still farthest off."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from nicegui import ui

from api.pages.charts import HeatCell, Look, heat_chart
from api.pages.parts import Column, table, text
from api.pages.plans.figures import shift
from api.pages.tolerance import band_words, is_wide, legend_words, usual_words
from api.pages.visit import Visit
from assigner.i18n import Translator
from assigner.report.words import goal_word, segment_word, short_number

WORST = 10
Cell = dict[str, Any]
Document = dict[str, Any]


def show_balance(visit: Visit, document: Document, names: Mapping[str, str]) -> None:
    """Two heat maps of one goal, which can be changed, and the worst cells of all goals."""
    say, tr = visit.tr.gettext, visit.tr
    goals = {one["goal"]: one for one in document["goals"]}
    keys = [key for key in goals if any(cell["goal"] == key for cell in document["cells"])]
    if not keys:
        ui.label(say("Nothing is balanced.")).classes("muted")
        return
    start = next((key for key in keys if goals[key]["dimension"] != "total"), keys[0])

    def draw(event: Any = None) -> None:
        place.clear()
        with place:
            _maps(visit, document["cells"], goals[chosen.value], names)
        legend.set_text(f"{usual_words(tr, goals[chosen.value]['tolerance'])} {legend_words(tr)}")

    chosen = ui.select(
        {key: goal_word(tr, key) for key in keys}, value=start, label=say("Goal"), on_change=draw
    )
    chosen.classes("w-72")
    legend = ui.label("").classes("muted small")
    place = ui.element("div").classes("pair")
    draw()
    _worst(visit, document["cells"], names)


def _maps(visit: Visit, cells: Sequence[Cell], goal: Document, names: Mapping[str, str]) -> None:
    for title, load in ((visit.tr.gettext("Before"), "load_before"), (visit.tr.gettext("After"), "load")):
        with ui.element("div"):
            text("h3", title)
            options, height = heat_of(Look(visit.tr, visit.dark), cells, goal, names, load)
            ui.echart(options).classes("w-full").style(f"height: {height}px")


def heat_of(
    look: Look, cells: Sequence[Cell], goal: Document, names: Mapping[str, str], load: str
) -> tuple[Document, int]:
    """Options of a heat map of one goal, and its height in pixels. `load` names the load that is drawn."""
    mine = [cell for cell in cells if cell["goal"] == goal["goal"]]
    segments = list(dict.fromkeys(cell["value"] for cell in mine))
    managers = [key for key in names if any(cell["manager_id"] == key for cell in mine)]
    across, down = (
        {key: n for n, key in enumerate(segments)},
        {key: n for n, key in enumerate(managers)},
    )
    drawn = [
        HeatCell(
            across[cell["value"]],
            down[cell["manager_id"]],
            _deviation(cell, load),
            cell["violation" if load == "load" else "violation_before"] <= 0,
            _say(look.tr, cell, names, load, goal["tolerance"]),
            is_wide(cell, cell[load] / cell["attainable"] - 1, goal["tolerance"]),
        )
        for cell in mine
        if cell["attainable"] > 0
    ]
    heads = [segment_name(look.tr, value) for value in segments]
    options = heat_chart(look, [names[key] for key in managers], heads, drawn)
    return options, 110 + 28 * len(managers)


def segment_name(tr: Translator, value: str) -> str:
    """A segment value in words; blank stands for the whole base."""
    return segment_word(tr, value) if value else tr.gettext("in total")


def _deviation(cell: Cell, load: str) -> float:
    deviation: float = (cell[load] / cell["attainable"] - 1) * 100
    return round(deviation, 1)


def _say(tr: Translator, cell: Cell, names: Mapping[str, str], load: str, general: float) -> str:
    what = tr.gettext(
        "{manager}, {segment}: {load} of {target}",
        manager=names[cell["manager_id"]],
        segment=segment_name(tr, cell["value"]),
        load=short_number(tr, cell[load]),
        target=short_number(tr, cell["attainable"]),
    )
    return "\n".join(filter(None, (what, band_words(tr, cell, general))))


def _worst(visit: Visit, cells: Sequence[Cell], names: Mapping[str, str]) -> None:
    say, tr = visit.tr.gettext, visit.tr
    worst = sorted(cells, key=lambda cell: -cell["violation"])[:WORST]
    worst = [cell for cell in worst if cell["violation"] > 0]
    text("h3", say("What is still outside the tolerance"))
    if not worst:
        ui.label(say("Nothing: every cell is within its tolerance.")).classes("muted")
        return
    heads = [
        *map(Column, (say("Goal"), say("Segment"), say("Manager"))),
        Column(say("Of the share"), number=True),
        Column(say("Beyond the tolerance"), number=True),
    ]
    rows = [
        [
            goal_word(tr, cell["goal"]),
            segment_name(tr, cell["value"]),
            names[cell["manager_id"]],
            shift(tr, _ratio(cell, "load_before"), _ratio(cell, "load")),
            tr.percent(cell["violation"], 1),
        ]
        for cell in worst
    ]
    table(heads, rows)


def _ratio(cell: Cell, load: str) -> float | None:
    return cell[load] / cell["attainable"] if cell["attainable"] > 0 else None
