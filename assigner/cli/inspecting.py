"""`assigner inspect`: read what is there, find out what state it is in, change nothing."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from assigner.cli.inputs import read_case
from assigner.cli.inspect_screen import tell_inspection
from assigner.cli.options import Reading, Tables
from assigner.cli.progress import progress_line
from assigner.cli.screen import Screen, print_json
from assigner.errors import InputError, Issue, Severity
from assigner.i18n import Translator
from assigner.inspection import Inspection
from assigner.report.folder import check_target
from assigner.report.inspection import FILE_NAMES, write_inspection
from assigner.report.inspection.document import summary_document
from assigner.report.inspection.view import inspection_view
from assigner.survey import survey
from assigner.tabular import recognise, write_map
from assigner.tabular.sources import TABLES

MAP = "map.yaml"
OUTPUT_NAMES = (*FILE_NAMES, MAP)
"""The files of an inspection's folder."""


def run(
    files: Sequence[str], reading: Reading, out: Path, *, tr: Translator, force: bool, as_json: bool
) -> None:
    """The whole job. Raises InputError where a table can't be read at all; nothing is written then."""
    with progress_line(tr) as line:
        line.begin(tr.gettext("Reading the tables"))
        tables = tables_of(files, reading, tr)
        case = read_case(tables, tr, beforehand=lambda: check_target(out, OUTPUT_NAMES, force=force, tr=tr))
        found = survey(case, tr=tr, on_step=line.begin)
        line.begin(tr.gettext("Writing the results"))
        paths = _save(found, out, force=force, tr=tr)
    if as_json:
        named = {path.name: str(path) for path in paths}
        print_json(summary_document(inspection_view(found)) | {"files": named})
    else:
        tell_inspection(Screen(tr), found, tables, out)


def _save(found: Inspection, out: Path, *, force: bool, tr: Translator) -> tuple[Path, ...]:
    text = write_map(found.portfolio)
    extra = {MAP: lambda path: _write_text(path, text)}
    return write_inspection(found, out, language=tr.language, force=force, extra=extra)


def _write_text(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")


def tables_of(files: Sequence[str], reading: Reading, tr: Translator) -> Tables:
    """The tables of a run from files whose part is named (`clients=base.xlsx`) or found out by looking."""
    parts, others = split_names(files, tr)
    if others or "clients" not in parts:
        parts = recognise(others, tr=tr).paths() | parts
    return Tables(
        clients=parts["clients"],
        managers=parts.get("managers"),
        activities=parts.get("activities"),
        rules=parts.get("rules"),
        decisions=reading.decisions or parts.get("decisions"),
        audit=reading.audit or parts.get("audit"),
        policy=reading.policy,
        mapping=reading.mapping,
        merge_exact=reading.merge_exact,
        as_of=reading.as_of,
        tolerant=True,
    )


def split_names(files: Sequence[str], tr: Translator) -> tuple[dict[str, Path], list[Path]]:
    """Files with the name of a table in front, by table, and the others; a table named twice is refused."""
    named: dict[str, Path] = {}
    others: list[Path] = []
    for file in files:
        table, equals, path = file.partition("=")
        if not equals or table not in TABLES or Path(file).exists():
            others.append(Path(file))
        elif table in named:
            raise _twice(table, file, tr)
        else:
            named[table] = Path(path)
    return named, others


def _twice(table: str, file: str, tr: Translator) -> InputError:
    message = tr.gettext("two files are named as the table {table}", table=table)
    remedy = tr.gettext("Name one file for each table.")
    return InputError([Issue(Severity.ERROR, "table-twice", message, remedy, file=file)])
