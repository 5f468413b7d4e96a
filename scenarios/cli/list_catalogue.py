"""`assigner scenario catalogue`: the ready-made scenarios."""

from __future__ import annotations

import sys
from typing import Any

from assigner.cli.screen import Screen, print_json
from assigner.errors import InputError
from assigner.i18n import Translator
from scenarios.catalogue import Entry, catalogue
from scenarios.files.problems import issue, similar
from scenarios.scenario import text_in


def run(show: str | None, *, tr: Translator, as_json: bool) -> None:
    """List all, or print the YAML of one. Raises InputError where there is none of that name."""
    entries = catalogue(tr)
    if show is not None:
        _show(_named(show, entries, tr), as_json)
    elif as_json:
        print_json([_document(entry) for entry in entries])
    else:
        _tell(Screen(tr), entries)


def _named(name: str, entries: tuple[Entry, ...], tr: Translator) -> Entry:
    found = next((entry for entry in entries if entry.name == name), None)
    if found is None:
        message = tr.gettext("there is no ready-made scenario of this name")
        remedy = similar(name, [entry.name for entry in entries], tr)
        raise InputError([issue("", "scenario_catalogue", message, remedy, column="--show", value=name)])
    return found


def _show(entry: Entry, as_json: bool) -> None:
    if as_json:
        print_json(_document(entry) | {"yaml": entry.text()})
    else:
        sys.stdout.write(entry.text())


def _document(entry: Entry) -> dict[str, Any]:
    parameters = [
        {"name": one.name, "about": dict(one.about), "default": one.default, "required": not one.has_default}
        for one in entry.parameters
    ]
    texts = {"titles": dict(entry.titles), "about": dict(entry.about)}
    return {"name": entry.name, **texts, "parameters": parameters}


def _tell(screen: Screen, entries: tuple[Entry, ...]) -> None:
    tr = screen.tr
    screen.section(tr.gettext("Ready-made scenarios"))
    for entry in entries:
        screen.line(f"{entry.name}: {text_in(entry.titles, tr.language)}", "bold")
        screen.line(text_in(entry.about, tr.language), indent=4)
        for one in entry.parameters:
            default = tr.gettext("{value} by default", value=one.default)
            needed = default if one.has_default else tr.gettext("needed")
            about = text_in(one.about, tr.language)
            screen.line(f"--set {one.name}=...  {about} ({needed})", indent=4)
    screen.console.print()
    screen.line(
        tr.gettext("Run one as it is: assigner scenario run {name} --base DIR --out DIR", name="loss-cap")
    )
