"""The proposal as files: tables, JSON, a workbook and a page; written completely or not at all."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from pathlib import Path

from assigner.i18n import Translator
from assigner.proposal import Proposal
from assigner.report.document import write_document
from assigner.report.folder import FileWriter, write_folder
from assigner.report.model import ClientReasons, ReasonColumns
from assigner.report.page import write_page
from assigner.report.tables import write_assignment, write_merged, write_moves
from assigner.report.view import plan_view
from assigner.report.workbook import write_workbook

__all__ = ["FILE_NAMES", "MERGED_FILE", "ClientReasons", "ReasonColumns", "write_proposal"]

FILE_NAMES = ("assignment.csv", "moves.csv", "proposal.json", "proposal.xlsx", "report.html")
"""The files of every proposal, in the order in which they are written."""

MERGED_FILE = "merged.csv"
"""Written only where cards were merged."""


def write_proposal(
    proposal: Proposal,
    reasons: ReasonColumns,
    out: Path,
    *,
    language: str = "en",
    force: bool = False,
    extra: Mapping[str, FileWriter] | None = None,
) -> tuple[Path, ...]:
    """Write all files of a proposal into the folder `out` and return their paths.

    `language` is that of the workbook and the page ("en" or "ru"); reasons come in their own. With `force`
    earlier results in `out` are replaced, a merged.csv that is no longer true with them, other files in it
    never. `extra` are more files by name, written with the others or not at all. Raises InputError when `out`
    can't be used.
    """
    view = plan_view(proposal, reasons)
    writers = {
        "assignment.csv": partial(write_assignment, view),
        "moves.csv": partial(write_moves, view, language=language),
        "proposal.json": partial(write_document, view),
        "proposal.xlsx": partial(write_workbook, view, language),
        "report.html": partial(write_page, view, language),
    }
    if proposal.portfolio.merged:
        writers[MERGED_FILE] = partial(write_merged, view)
    every = writers | dict(extra or {})
    return write_folder(out, every, retired=(MERGED_FILE,), force=force, tr=Translator(language))
