"""What `assigner inspect` writes: a page, two workbooks and a document; completely or not at all."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from pathlib import Path

from assigner.i18n import Translator
from assigner.inspection import Inspection
from assigner.report.folder import FileWriter, write_folder
from assigner.report.inspection.decisions import write_decisions
from assigner.report.inspection.document import write_document
from assigner.report.inspection.page import write_page
from assigner.report.inspection.view import inspection_view
from assigner.report.inspection.workbook import write_workbook

__all__ = ["FILE_NAMES", "write_inspection"]

FILE_NAMES = ("inspect.html", "inspect.xlsx", "decisions.xlsx", "inspect.json")
"""The files of an inspection, in the order in which they are written."""


def write_inspection(
    found: Inspection,
    out: Path,
    *,
    language: str = "en",
    force: bool = False,
    extra: Mapping[str, FileWriter] | None = None,
) -> tuple[Path, ...]:
    """Write all files of an inspection into the folder `out` and return their paths.

    `language` is that of page and workbooks ("en" or "ru"). With `force` earlier results in `out` are
    replaced, other files in it never. `extra` are more files by name, written with the others or not at
    all. Raises InputError when `out` can't be used.
    """
    view = inspection_view(found)
    writers = {
        "inspect.html": partial(write_page, view, language),
        "inspect.xlsx": partial(write_workbook, view, language),
        "decisions.xlsx": partial(write_decisions, view, language),
        "inspect.json": partial(write_document, view),
    }
    return write_folder(out, writers | dict(extra or {}), force=force, tr=Translator(language))
