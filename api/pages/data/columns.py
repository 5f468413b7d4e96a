"""/data/{id}/columns: what every column was understood as; wrong guesses are put right here."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from nicegui import ui

from api.pages.calling import acting, call
from api.pages.data.base import open_base
from api.pages.parts import notice, text
from api.pages.texts import TABLES, TITLES
from api.pages.visit import Visit, page
from api.services.datasets.reading import get_dataset, get_dataset_columns
from api.services.datasets.uploads import replace_dataset_mapping
from assigner.portfolio import How
from assigner.report.inspection.texts import HOWS
from assigner.tabular.vocabulary import vocabulary

UNUSED = ""


@page("/data/{dataset_id}/columns", operation="get_dataset_columns", title=TITLES["columns"])
async def columns(visit: Visit, dataset_id: str) -> None:
    """One line for each column: header, meaning, how sure, samples."""
    say = visit.tr.gettext
    lead = say("Each column of your tables, and what it was taken for. Wrong? Choose another meaning.")
    base = await open_base(visit, dataset_id, lead)
    if base is None:
        return
    found = (await call(visit, get_dataset_columns, dataset_id))["columns"]
    if any(column["uncertain"] for column in found):
        notice(say("Some columns were guessed: they are marked with a question mark."), "warn")
    tables: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for column in found:
        tables[column["table"]].append(column)
    changed: dict[str, dict[str, str]] = defaultdict(dict)
    for table, entries in tables.items():
        text("h2", say(TABLES[table]))
        with ui.element("div").classes("scroll"), ui.element("table").classes("plain"):
            _head(visit)
            with ui.element("tbody"):
                for column in entries:
                    _line(visit, table, column, changed)

    async def again() -> None:
        now = await call(visit, get_dataset, dataset_id)
        mapping = {table: dict(columns) for table, columns in changed.items() if columns}
        await call(visit, replace_dataset_mapping, dataset_id, mapping=mapping, if_match=now["etag"])
        ui.navigate.to(f"/data/{dataset_id}")

    if visit.may("replace_dataset_mapping"):
        ui.button(say("Read again with these meanings"), on_click=acting(visit, again)).props("unelevated")


def _head(visit: Visit) -> None:
    say = visit.tr.gettext
    with ui.element("thead"), ui.element("tr"):
        for title in (say("Column"), say("Means"), say("How it was found"), say("Samples")):
            text("th", title).props('scope="col"')


def _line(visit: Visit, table: str, column: dict[str, Any], changed: dict[str, dict[str, str]]) -> None:
    options = {UNUSED: visit.tr.gettext("(not used)")}
    options |= {name: name for name in vocabulary().headers.get(table, ())}
    meaning = column["meaning"]
    options.setdefault(meaning, column["meaning_word"] or meaning)

    def choose(event: Any) -> None:
        changed[table] = {
            name: header for name, header in changed[table].items() if header != column["header"]
        }
        if event.value:
            changed[table][event.value] = column["header"]

    with ui.element("tr"):
        text("td", column["header"])
        with ui.element("td"):
            ui.select(options, value=meaning, on_change=choose).props("dense borderless").props(
                f'aria-label="{visit.tr.gettext("Means")}"'
            )
        sure = f"{visit.tr.gettext(HOWS[How(column['how'])])} · {visit.tr.percent(column['confidence'])}"
        text("td", ("? " if column["uncertain"] else "") + sure).classes("bad" if column["uncertain"] else "")
        text("td", " · ".join(column["examples"][:4])).classes("muted")
