"""`assigner inspect`: read what is there, find out what state it is in, change nothing."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from assigner.cli.inputs import read_case
from assigner.cli.inspect_screen import tell_inspection
from assigner.cli.options import Reading, Tables
from assigner.cli.progress import progress_line
from assigner.cli.screen import Screen, print_json
from assigner.i18n import Translator
from assigner.inspection import Inspection
from assigner.report.folder import check_target
from assigner.report.inspection import FILE_NAMES, write_inspection
from assigner.report.inspection.document import summary_document
from assigner.report.inspection.view import inspection_view
from assigner.survey import survey
from assigner.tabular import write_map
from assigner.tabular.recognise import recognise

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
    """The tables of a run from files that are named (`clients=base.xlsx`) or found out by looking."""
    found = recognise([Path(file) for file in files], mapping=reading.mapping, tr=tr)
    return Tables(
        clients=found.clients,
        managers=found.managers,
        activities=found.activities,
        rules=found.rules,
        decisions=reading.decisions or found.decisions,
        audit=reading.audit or found.audit,
        policy=reading.policy,
        mapping=reading.mapping,
        merge_exact=reading.merge_exact,
        as_of=reading.as_of,
        tolerant=True,
    )
