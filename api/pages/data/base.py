"""What all pages of one base share: its name, its tabs, and what stands there while it is being read."""

from __future__ import annotations

from typing import Any

from nicegui import ui

from api.pages.calling import call
from api.pages.following import Following, show_failure
from api.pages.parts import heading, notice, tabs
from api.pages.visit import Visit
from api.services.datasets.reading import get_dataset

Dataset = dict[str, Any]


async def open_base(visit: Visit, dataset_id: str, lead: str = "") -> Dataset | None:
    """The base, with its head on the page; None where it can't be looked into yet, which is told."""
    say = visit.tr.gettext
    base = await call(visit, get_dataset, dataset_id)
    heading(base["name"] or base["id"], lead)
    if base["state"] == "ready":
        base_tabs(visit, dataset_id)
        return base
    if base["state"] == "refused":
        notice(say("The base was refused; nothing of it is used. Mend this and bring it again:"), "bad")
        show_failure(visit, base["problem"])
        ui.link(say("To all bases"), "/data")
        return None
    await _reading(visit, base)
    return None


def base_tabs(visit: Visit, dataset_id: str) -> None:
    """The parts of a base."""
    say, root = visit.tr.gettext, f"/data/{dataset_id}"
    entries = [
        (say("Overview"), root),
        (say("Columns"), f"{root}/columns"),
        (say("Quality"), f"{root}/quality"),
        (say("Duplicates"), f"{root}/duplicates"),
        (say("Evidence"), f"{root}/evidence"),
        (say("Disputes"), f"{root}/disputes"),
        (say("Clients"), f"{root}/clients"),
        (say("Today's balance"), f"{root}/balance"),
        (say("Audit by phone"), f"{root}/calls"),
    ]
    tabs(visit, entries)


async def _reading(visit: Visit, base: Dataset) -> None:
    async def ended(job: dict[str, Any]) -> None:
        ui.navigate.reload()

    notice(visit.tr.gettext("The base is being read: columns, quality, duplicates, evidence."))
    if base.get("job_id"):
        Following(visit, base["job_id"], ended, chart=False)
