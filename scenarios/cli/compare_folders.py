"""`assigner scenario compare`: folders of runs and proposals side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from assigner.cli.screen import Screen, print_json
from assigner.errors import InputError, Issue
from assigner.i18n import Translator
from assigner.report.folder import check_target, write_folder
from assigner.report.plain import write_json
from scenarios.answers.folder import MOVES, PAGE, read_columns
from scenarios.cli.side_by_side import tell_comparison
from scenarios.compare import Column, Comparison, compare
from scenarios.compare.document import comparison_document
from scenarios.compare.moving_table import write_moves
from scenarios.compare.page import write_page

DOCUMENT = "comparison.json"
NAMES = (DOCUMENT, PAGE, MOVES)


def run(folders: Sequence[Path], out: Path | None, *, tr: Translator, force: bool, as_json: bool) -> None:
    """Read, compare, write if asked to, tell. Raises InputError with every folder that can't be used."""
    if out is not None:
        check_target(out, NAMES, force=force, tr=tr)
    comparison = compare(read_all(folders, tr))
    document = comparison_document(comparison)
    if out is not None:
        _write(comparison, out, tr, force)
    if as_json:
        print_json(document)
    else:
        tell_comparison(Screen(tr), comparison)


def read_all(folders: Sequence[Path], tr: Translator) -> list[Column]:
    """The columns of all folders; where two have one name, the later one gets its folder's before it."""
    columns: list[Column] = []
    issues: list[Issue] = []
    for folder in folders:
        try:
            found = read_columns(folder, tr)
        except InputError as error:
            issues += error.issues
            continue
        taken = {column.name for column in columns}
        columns += [_renamed(column, folder, taken) for column in found]
    if issues:
        raise InputError(issues)
    return columns


def _renamed(column: Column, folder: Path, taken: set[str]) -> Column:
    if column.name not in taken:
        return column
    home = Path(folder).absolute().name
    return replace(column, name=f"{home}/{column.name}", title=f"{home}: {column.title}")


def _write(comparison: Comparison, out: Path, tr: Translator, force: bool) -> None:
    writers = {
        DOCUMENT: partial(write_json, comparison_document(comparison)),
        PAGE: partial(write_page, comparison, tr.language),
        MOVES: partial(write_moves, comparison),
    }
    write_folder(out, writers, force=force, tr=tr)
