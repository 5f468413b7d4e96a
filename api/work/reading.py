"""The job that reads a base: facts, evidence, and everything worth knowing, into files and rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

from sqlalchemy import delete, insert

from api.db import Base, Database
from api.db.models import DatasetClient, DatasetEntry
from api.files import Files
from api.jobs.model import Task
from api.work.balance import balance_document
from api.work.bases import UploadedBase, uploaded_base
from api.work.cases import CASES, DAY, READ, read_case, write_day
from api.work.clean import plain
from api.work.clients import client_rows
from api.work.entries import entry_rows
from api.work.headline import columns_document, told
from api.work.holding import Write, holding, kept_folder
from api.work.limits import within
from api.work.preparing import make_company, take_rows
from api.work.slices import FOLDER, write_slices
from assigner.i18n import Translator
from assigner.report.inspection.capacity_document import capacity_document
from assigner.report.inspection.document import summary_document
from assigner.report.inspection.people import manager_documents
from assigner.report.inspection.view import InspectionView, inspection_view
from assigner.report.plain import write_json
from assigner.survey import survey
from scenarios.runner import JobContext

Row = dict[str, Any]
MOST_IDLE = 500
CHUNK = 5_000
"""Rows of one transaction: SQLite has one writer, others must get their turn."""


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """One run of the job; `write` begins a transaction in which the job is held."""

    task: Task
    write: Write
    job: JobContext
    files: Files
    tr: Translator

    def say(self, step: str) -> None:
        """Tell what is being done."""
        self.job.tell({"step": step})


def read_dataset(task: Task, job: JobContext) -> Row:
    """Read the base that is the job's subject; what it returns are the columns of its row.

    Raises InputError with every problem of the tables, or where they need more memory or time than allowed.
    """
    db = Database(task.database_url)
    try:
        write = partial(holding, db, task)
        run = Reading(task, write, job, Files(task.data_dir), Translator(task.language))
        _forget(run)
        with within(task.argument["memory_mb"], task.argument["seconds"], run.tr):
            view = _look(run)
            figures = _figures(view)
        run.say(run.tr.gettext("Writing the results"))
        _write_rows(run, view)
        return figures
    finally:
        db.close()


def _look(run: Reading) -> InspectionView:
    """Read and inspect, and write what is kept as files."""
    run.say(run.tr.gettext("Reading the tables"))
    base = _prepared(uploaded_base(run.files, run.task.subject), run)
    with kept_folder(run.task, CASES) as folder:
        case = read_case(base, base.sources(), folder / READ, tr=run.tr)
        view = inspection_view(survey(case, tr=run.tr, on_step=run.say))
        write_day(folder / DAY, case.evidence.as_of)
        _write_documents(view, folder)
        write_slices(case, folder / FOLDER)
    return view


def _prepared(base: UploadedBase, run: Reading) -> UploadedBase:
    if run.task.argument.get("demo"):
        return make_company(base, run.task.argument["demo"])
    return take_rows(base, run.tr) if run.task.argument.get("rows") else base


def _write_documents(view: InspectionView, folder: Path) -> None:
    whole = {
        "columns": columns_document(view),
        "quality": _quality(view),
        "managers": {"managers": manager_documents(view), "unowned": _unowned(view)},
        "balance": balance_document(view.found, view.manager_names),
        "capacity": _capacity(view),
        "lists": _lists(view),
    }
    for name, value in whole.items():
        write_json(plain(value), folder / f"{name}.json")


def _quality(view: InspectionView) -> Row:
    """What reading told, and how many cells of each kind are odd."""
    facts, evidence, found = view.portfolio, view.evidence, view.found
    return {
        "issues": [asdict(issue) for issue in facts.issues],
        "findings": [
            {"check": one.check, "table": one.table, "column": one.column, "count": len(one)}
            for one in found.quality.findings
        ],
        "touches": {
            "from_activities": evidence.from_activities,
            "columns_missing": evidence.relaxed,
            "discarded": dict(evidence.discarded),
            "dropped": dict(sorted(facts.dropped_activities.items())),
        },
        "merged": [
            {"client_id": card.client_id, "name": card.name, "into": view.clients.client_id[card.into_idx]}
            for card in facts.merged
        ],
    }


def _capacity(view: InspectionView) -> Row:
    """Who holds what; of the clients that nobody works the largest, and how many there are."""
    whole = capacity_document(view)
    return whole | {"idle": whole["idle"][:MOST_IDLE], "idle_clients": len(whole["idle"])}


def _lists(view: InspectionView) -> Row:
    """Manager -> dimension -> the values that the manager may have, of dimensions that clients have."""
    lists = {name: one for name, one in view.managers.eligible.items() if name in view.clients.dimensions}
    return {
        manager_id: {name: sorted(one[j] or ()) for name, one in lists.items() if one[j] is not None}
        for j, manager_id in enumerate(view.managers.manager_id.tolist())
    }


def _unowned(view: InspectionView) -> Row:
    """Clients of nobody."""
    summary = view.found.summary
    return {"clients": int(summary.unowned.sum()), "potential": float(summary.unowned_potential.sum())}


def _figures(view: InspectionView) -> Row:
    log = view.portfolio.activities
    return {
        "sha256": view.portfolio.input_sha256,
        "as_of": view.evidence.as_of.isoformat(),
        "num_clients": len(view.clients),
        "num_managers": len(view.managers),
        "num_activities": None if log is None else len(log),
        "figures": plain(summary_document(view) | {"told": told(view)}),
    }


def _forget(run: Reading) -> None:
    """Remove what an earlier attempt wrote."""
    for model in (DatasetClient, DatasetEntry):
        with run.write() as session:
            session.execute(delete(model).where(model.dataset_id == run.task.subject))


def _write_rows(run: Reading, view: InspectionView) -> None:
    filled = view.found.quality.completeness
    _insert(run, DatasetClient, client_rows(view.found, filled))
    _insert(run, DatasetEntry, entry_rows(view))


def _insert(run: Reading, model: type[Base], rows: Iterable[Row]) -> None:
    waiting: Iterator[Row] = ({"dataset_id": run.task.subject} | row for row in rows)
    while chunk := list(islice(waiting, CHUNK)):
        with run.write() as session:
            session.execute(insert(model), chunk)
