"""The folder of a run: results, comparison, and each scenario's figures and assignment; and back."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from assigner.errors import InputError, Issue, Severity
from assigner.i18n import Translator
from assigner.report.folder import FileWriter, write_folder
from assigner.report.plain import write_json
from scenarios.answers.document import FORMAT, assignment_name, figures_name, results_document
from scenarios.answers.model import Answer
from scenarios.base import base_sha256
from scenarios.compare.model import Column, Comparison, Run
from scenarios.compare.moving_table import write_moves
from scenarios.compare.page import write_page
from scenarios.scenario import text_in

RESULTS, PAGE, MOVES = "results.json", "comparison.html", "moves.csv"
PROPOSAL, ASSIGNMENT = "proposal.json", "assignment.csv"
OUTPUT_NAMES = (RESULTS, PAGE, MOVES)
"""Files that every run has."""

DAMAGE = (OSError, KeyError, TypeError, ValueError, AttributeError, csv.Error)
"""What reading a damaged folder can raise."""


def write_run(
    answers: Sequence[Answer],
    comparison: Comparison,
    out: Path,
    *,
    tr: Translator,
    title: str = "",
    force: bool = False,
) -> tuple[Path, ...]:
    """Write everything, or nothing. Files of an earlier run in the folder go with it (with `force`).

    Raises InputError where the folder is in the way.
    """
    sha256 = base_sha256(answers[0].prepared.base)
    document = results_document(answers, comparison, sha256)
    writers: dict[str, FileWriter] = {
        RESULTS: partial(write_json, document),
        PAGE: partial(write_page, comparison, tr.language, title=title),
        MOVES: partial(write_moves, comparison),
    }
    for answer in answers:
        writers |= _of_scenario(answer)
    return write_folder(out, writers, retired=_earlier(out), force=force, tr=tr)


def _of_scenario(answer: Answer) -> dict[str, FileWriter]:
    if answer.best is None:
        return {}
    files: dict[str, FileWriter] = {
        figures_name(answer, one): partial(write_json, one.result.document) for one in answer.seeds
    }
    result = answer.best.result
    rows = list(zip(result.client_id, result.previous_manager_id, result.manager_id, strict=True))
    return files | {assignment_name(answer): partial(_write_assignment, rows)}


def _write_assignment(rows: Sequence[tuple[str, str, str]], path: Path) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(("client_id", "previous_manager_id", "manager_id", "moved"))
        writer.writerows((*row, int(row[1] not in ("", row[2]))) for row in rows)


def _earlier(out: Path) -> tuple[str, ...]:
    """Files of an earlier run in the folder, as its results tell them."""
    try:
        scenarios = json.loads((out / RESULTS).read_text("utf-8"))["scenarios"]
        named = [run["file"] for one in scenarios for run in one["runs"]]
        named += [one["assignment"] for one in scenarios if one["assignment"]]
    except DAMAGE:
        return ()
    return tuple(name for name in map(str, named) if _is_inside(name))


def _is_inside(name: str) -> bool:
    """Whether a name is a file of a folder of the run: what a file says is not simply believed."""
    parts = Path(name).parts
    return len(parts) == 2 and ".." not in parts and not Path(name).is_absolute()


def read_columns(folder: Path, tr: Translator) -> tuple[Column, ...]:
    """What a folder holds: all scenarios of a run, or the one plan of a proposal.

    Raises InputError where it is neither, or damaged.
    """
    folder = Path(folder)
    try:
        if (folder / RESULTS).exists():
            return _read_run(folder, tr)
        if (folder / PROPOSAL).exists():
            return (_read_proposal(folder),)
    except DAMAGE:
        message = tr.gettext("the files of this folder are damaged or were changed")
    else:
        message = tr.gettext("this is neither the folder of a proposal nor one of a run of scenarios")
    remedy = tr.gettext("give a folder that `assigner propose` or `assigner scenario run` wrote")
    raise InputError([Issue(Severity.ERROR, "compare_folder", message, remedy, file=str(folder))])


def _read_run(folder: Path, tr: Translator) -> tuple[Column, ...]:
    document = json.loads((folder / RESULTS).read_text("utf-8"))
    if document["format"] != FORMAT:
        raise ValueError(document["format"])
    return tuple(_read_scenario(folder, one, tr) for one in document["scenarios"])


def _read_scenario(folder: Path, one: Mapping[str, Any], tr: Translator) -> Column:
    name = str(one["name"])
    ids = _ids(folder / _checked(one["assignment"]) if one["assignment"] else None)
    runs = tuple(
        Run(int(run["seed"]), json.loads((folder / _checked(run["file"])).read_text("utf-8")))
        for run in one["runs"]
    )
    reasons = [str(text) for problem in one["problems"].values() for text in problem["reasons"]]
    return Column(
        name=name,
        title=text_in(one["titles"], tr.language) or name,
        runs=runs,
        client_id=ids[0],
        manager_id=ids[1],
        previous_manager_id=ids[2],
        sentences=tuple(map(str, one["sentences"])),
        problem="" if runs else "\n".join(dict.fromkeys(reasons)),
    )


def _checked(name: str) -> str:
    if not _is_inside(name):
        raise ValueError(name)
    return name


def _read_proposal(folder: Path) -> Column:
    document = json.loads((folder / PROPOSAL).read_text("utf-8"))
    name = folder.absolute().name
    run = Run(int(document["certificate"]["seed"]), document)
    return Column(name, name, (run,), *_ids(folder / ASSIGNMENT))


def _ids(path: Path | None) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """Ids of clients, of their managers and of today's owners, from an assignment table."""
    if path is None:
        return (), (), ()
    with path.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    client, manager, previous = (
        tuple(row[name] for row in rows) for name in ("client_id", "manager_id", "previous_manager_id")
    )
    return client, manager, previous
