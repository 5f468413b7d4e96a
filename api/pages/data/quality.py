"""/data/{id}/quality: what is wrong with the cards, by kind and by manager, and every cell of it."""

from __future__ import annotations

from typing import Any

from nicegui import ui

from api.pages.calling import call
from api.pages.data.base import open_base
from api.pages.parts import Column, empty, notice, table, text
from api.pages.texts import TITLES
from api.pages.visit import Visit, page
from api.services.datasets.lists import list_dataset_findings
from api.services.datasets.reading import get_dataset_quality

ROWS = 100


@page("/data/{dataset_id}/quality", operation="get_dataset_quality", title=TITLES["quality"])
async def quality(visit: Visit, dataset_id: str) -> None:
    """Kinds of odd cells with what to do, and how each manager fills in cards."""
    say = visit.tr.gettext
    base = await open_base(
        visit, dataset_id, say("What looks wrong in the tables, and who fills in cards how well.")
    )
    if base is None:
        return
    found = await call(visit, get_dataset_quality, dataset_id)
    for issue in found["issues"]:
        notice(str(issue.get("message", issue)), "warn")
    text("h2", say("What was found"))
    if not found["findings"]:
        empty(say("Nothing looks wrong."))
    else:
        _kinds(visit, dataset_id, found["findings"])
    text("h2", say("By manager"))
    _managers(visit, found["managers"], ownerless(found))


def _kinds(visit: Visit, dataset_id: str, findings: list[dict[str, Any]]) -> None:
    say, root = visit.tr.gettext, f"/data/{dataset_id}/quality/cells?check="
    heads = [
        Column(say("What")),
        Column(say("Column")),
        Column(say("Cells"), number=True),
        Column(say("What to do")),
    ]
    table(
        heads,
        [
            [(one["word"], root + one["check"]), one["column"], visit.tr.number(one["count"]), one["remedy"]]
            for one in findings
        ],
    )


def ownerless(found: dict[str, Any]) -> int:
    """How many of the odd cells no manager answers for."""
    owned = sum(int(n) for one in found["managers"] for n in (one["findings"] or {}).values())
    return max(0, sum(int(one["count"]) for one in found["findings"]) - owned)


def _managers(visit: Visit, managers: list[dict[str, Any]], others: int) -> None:
    say, tr = visit.tr.gettext, visit.tr
    heads = [Column(say("Manager"))] + [
        Column(title, number=True)
        for title in (say("Cards"), say("Filled in"), say("Odd cells"), say("Per 100 cards"))
    ]
    rows = [
        [
            one["name"],
            tr.number(one["cards"]),
            "–" if one["completeness"] is None else tr.percent(one["completeness"]),
            tr.number(one["problems"] or 0),
            tr.number(100 * one["problems"] / one["cards"], 1)
            if one["cards"] and one["problems"] is not None
            else "–",
        ]
        for one in sorted(managers, key=lambda one: -(one["problems"] or 0))
    ]
    if others:
        rows.append([say("no manager answers for them"), "–", "–", tr.number(others), "–"])
    table(heads, rows)


@page("/data/{dataset_id}/quality/cells", operation="list_dataset_findings", title=TITLES["quality"])
async def cells(visit: Visit, dataset_id: str, check: str | None = None, cursor: str | None = None) -> None:
    """Every cell of one kind."""
    say = visit.tr.gettext
    if await open_base(visit, dataset_id) is None:
        return
    found = await call(visit, list_dataset_findings, dataset_id, check=check, cursor=cursor, limit=ROWS)
    heads = [
        Column(title)
        for title in (
            say("Client"),
            say("What"),
            say("Table"),
            say("Row"),
            say("Column"),
            say("Value"),
            say("Detail"),
        )
    ]
    rows = [
        [
            (one["client_id"], f"/data/{dataset_id}/clients/{one['client_id']}") if one["client_id"] else "",
            one["word"],
            one["table"],
            str(one["row"] or ""),
            one["column"],
            one["value"],
            one["detail"],
        ]
        for one in found["items"]
    ]
    table(heads, rows)
    if found["next"]:
        ui.link(say("More"), f"/data/{dataset_id}/quality/cells?check={check or ''}&cursor={found['next']}")
