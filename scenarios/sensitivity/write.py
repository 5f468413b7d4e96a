"""The files of a sensitivity: a page for people and a document for machines, both or none."""

from __future__ import annotations

from pathlib import Path

from assigner.i18n import Translator
from assigner.report.folder import write_folder
from assigner.report.plain import write_json
from scenarios.sensitivity.document import document
from scenarios.sensitivity.model import Sensitivity
from scenarios.sensitivity.page import render_page

FILE_NAMES = ("sensitivity.html", "sensitivity.json")


def write_sensitivity(
    found: Sensitivity, out: Path, *, tr: Translator, force: bool = False
) -> tuple[Path, ...]:
    """Write both files into the folder `out`; their paths. Raises InputError where it can't be used."""

    def page(path: Path) -> None:
        path.write_text(render_page(found, tr), encoding="utf-8", newline="\n")

    def facts(path: Path) -> None:
        write_json(document(found), path)

    return write_folder(out, {"sensitivity.html": page, "sensitivity.json": facts}, force=force, tr=tr)
