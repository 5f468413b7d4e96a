"""The files of a curve: a page for people and a document for machines, both or none."""

from __future__ import annotations

from pathlib import Path

from assigner.i18n import Translator
from assigner.report.folder import write_folder
from assigner.report.plain import write_json
from scenarios.frontier.document import document
from scenarios.frontier.model import Frontier
from scenarios.frontier.page import render_page

FILE_NAMES = ("frontier.html", "frontier.json")


def write_frontier(frontier: Frontier, out: Path, *, tr: Translator, force: bool = False) -> tuple[Path, ...]:
    """Write both files into the folder `out`; their paths. Raises InputError where it can't be used."""

    def page(path: Path) -> None:
        path.write_text(render_page(frontier, tr), encoding="utf-8", newline="\n")

    def facts(path: Path) -> None:
        write_json(document(frontier), path)

    return write_folder(out, {"frontier.html": page, "frontier.json": facts}, force=force, tr=tr)
