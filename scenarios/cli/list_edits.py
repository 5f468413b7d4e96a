"""`assigner scenario edits`: what a scenario can change."""

from __future__ import annotations

from dataclasses import asdict

from assigner.cli.screen import Screen, print_json
from assigner.errors import InputError
from assigner.i18n import Translator
from scenarios.edits import EditDoc, describe_edits
from scenarios.files.problems import issue, similar


def run(kind: str | None, *, tr: Translator, as_json: bool) -> None:
    """List all kinds, or the fields of one. Raises InputError where there is no such kind."""
    found = describe_edits(tr)
    if kind is not None:
        found = tuple(one for one in found if one.kind == kind) or _refuse(kind, found, tr)
    if as_json:
        print_json([asdict(one) for one in found])
    elif kind is None:
        _tell_all(Screen(tr), found)
    else:
        _tell_one(Screen(tr), found[0])


def _refuse(kind: str, found: tuple[EditDoc, ...], tr: Translator) -> tuple[EditDoc, ...]:
    message = tr.gettext("there is no such kind of edit")
    remedy = similar(kind, [one.kind for one in found], tr)
    raise InputError([issue("", "scenario_edit", message, remedy, column="KIND", value=kind)])


def _tell_all(screen: Screen, found: tuple[EditDoc, ...]) -> None:
    screen.section(screen.tr.gettext("Kinds of edit"))
    screen.pairs((one.kind, one.about) for one in found)
    screen.console.print()
    screen.line(screen.tr.gettext("The fields of one: assigner scenario edits {kind}", kind="hire"))


def _tell_one(screen: Screen, one: EditDoc) -> None:
    tr = screen.tr
    screen.section(f"kind: {one.kind}")
    screen.line(one.about)
    for field in one.fields:
        needed = tr.gettext("needed") if field.required else ""
        default = tr.gettext("{value} by default", value=field.default) if field.default else ""
        remarks = ", ".join(part for part in (field.takes, needed, default) if part)
        screen.line(f"{field.name}: {field.about} ({remarks})")
