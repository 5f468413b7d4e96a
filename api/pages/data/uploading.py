"""Dropping files: each is given its meaning by its name, which can be corrected before it is read."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from nicegui import events, ui

from api.context import Context
from api.pages.calling import acting, call
from api.pages.texts import TABLES
from api.pages.visit import Visit
from api.security.actor import Actor
from api.services.datasets.intake import Intake
from api.services.datasets.uploads import begin_upload, keep_upload

CHUNK = 1 << 20
HINTS = (
    ("managers", ("manager", "seller", "user", "employee", "менедж", "сотрудник", "пользоват", "ответствен")),
    (
        "activities",
        (
            "activit",
            "touch",
            "deal",
            "order",
            "call",
            "log",
            "касан",
            "сделк",
            "звонк",
            "актив",
            "заказ",
            "дел",
        ),
    ),
    ("rules", ("rule", "правил")),
    ("mapping", (".yaml", ".yml")),
)


class Dropped(NamedTuple):
    """A file that was dropped: its name and where it lies for now."""

    name: str
    path: Path


def upload_form(visit: Visit) -> None:
    """The drop zone, and below it what each file is taken for."""
    _Form(visit).show()


def table_of(name: str) -> str:
    """What a file is, going by its name: clients where nothing else is said."""
    low = name.casefold()
    return next((table for table, hints in HINTS if any(hint in low for hint in hints)), "clients")


class _Form:
    def __init__(self, visit: Visit) -> None:
        self.visit = visit
        self.folder = Path(tempfile.mkdtemp(prefix="upload"))
        self.rows: list[tuple[Dropped, ui.select]] = []

    def show(self) -> None:
        visit, say = self.visit, self.visit.tr.gettext
        limit = visit.ctx.settings.max_upload_bytes
        ui.context.client.on_delete(lambda: shutil.rmtree(self.folder, ignore_errors=True))
        drop = ui.upload(
            label=say("Drop files here: CSV, Excel, Parquet, JSON"),
            multiple=True,
            auto_upload=True,
            max_file_size=limit,
            on_upload=self._take,
            on_rejected=lambda: ui.notify(say("The file is too large."), type="warning"),
        )
        drop.classes("w-full").props("flat bordered")
        ui.button(say("Choose files"), on_click=lambda: drop.run_method("pickFiles")).props("outline")
        self.files = ui.column().classes("w-full")
        with ui.row().classes("items-end"):
            self.name = ui.input(say("Name of the base")).classes("w-64")
            self.tolerant = ui.checkbox(say("Read on where a cell can't be read, and list it"))
            button = ui.button(say("Read the base"), on_click=acting(visit, self._send)).props("unelevated")
            button.bind_enabled_from(self, "rows", backward=bool)

    async def _take(self, event: events.UploadEventArguments) -> None:
        path = self.folder / str(len(self.rows))
        await event.file.save(path)
        name = Path(event.file.name.replace("\\", "/")).name[:200]
        say = self.visit.tr.gettext
        with self.files, ui.row().classes("items-center"):
            ui.label(name).classes("w-64")
            options = {table: say(word) for table, word in TABLES.items()}
            chosen = ui.select(options, value=table_of(name), label=say("is the table of")).classes("w-56")
        self.rows = [*self.rows, (Dropped(name, path), chosen)]

    async def _send(self) -> None:
        parts = [(str(chosen.value), dropped) for dropped, chosen in self.rows]
        made = await call(self.visit, _keep, parts, self.name.value.strip(), bool(self.tolerant.value))
        ui.navigate.to(f"/data/{made['id']}")


def _keep(
    ctx: Context, actor: Actor, parts: Sequence[tuple[str, Dropped]], name: str, tolerant: bool
) -> dict[str, str]:
    """Hand the files to the service, piece by piece."""
    intake = begin_upload(ctx, actor)
    try:
        intake.name, intake.tolerant = name or parts[0][1].name, tolerant
        for table, dropped in parts:
            _pour(intake, table, dropped)
        return keep_upload(ctx, actor, intake)
    except BaseException as error:
        intake.abort(error)
        raise


def _pour(intake: Intake, table: str, dropped: Dropped) -> None:
    intake.begin(table, dropped.name)
    with dropped.path.open("rb") as stream:
        while piece := stream.read(CHUNK):
            intake.data(piece)
    intake.end()
