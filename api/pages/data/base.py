"""What all pages of one base share: its name, its tabs, and what stands there while it is being read."""

from __future__ import annotations

from typing import Any

from nicegui import ui

from api.errors import TYPE_ROOT
from api.pages.calling import call
from api.pages.following import Following, show_failure
from api.pages.parts import heading, notice, tabs
from api.pages.stopping import of_reading
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
    if base["state"] == "refused" and was_stopped(base):
        notice(say("Reading was stopped; nothing of this base is kept. Bring it again when you need it."))
        ui.link(say("To all bases"), "/data")
        return None
    if base["state"] == "refused":
        notice(say("The base was refused; nothing of it is used. Mend this and bring it again:"), "bad")
        show_failure(visit, base["problem"])
        ui.link(say("To all bases"), "/data")
        return None
    await _reading(visit, base)
    return None


def was_stopped(base: Dataset) -> bool:
    """Whether somebody stopped reading: then nothing is wrong with the base."""
    return bool(base["problem"]) and str(base["problem"]["type"]) == TYPE_ROOT + "cancelled"


def pending_notice(visit: Visit, base: Dataset) -> None:
    """That figures show the base as it was read, where decisions were taken since."""
    count = base.get("num_decisions")
    if count:
        words = visit.tr.ngettext(
            "{n} decision was taken about this base. The figures here are as it was read and do not know of "
            "it; the next proposal counts it.",
            "{n} decisions were taken about this base. The figures here are as it was read and do not know "
            "of them; the next proposal counts them.",
            count,
        )
        notice(words, "warn")


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
        Following(visit, base["job_id"], ended, chart=False, stopping=of_reading)
