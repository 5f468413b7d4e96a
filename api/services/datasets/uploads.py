"""New bases: uploaded as files, as rows of JSON, or made up; reading them is a job."""

from __future__ import annotations

from datetime import date
from typing import Any

import yaml
from sqlalchemy import select
from sqlalchemy.orm import Session

from api.audit import record
from api.context import Context
from api.db.models import Dataset, JobRecord
from api.jobs.queue import enqueue
from api.security.actor import Actor
from api.security.operations import operation
from api.services.datasets.intake import TABLES, Intake
from api.services.datasets.standing import (
    READING,
    Document,
    dataset_document,
    found,
    refuse_while_busy,
)
from api.services.versions import check_version
from api.work.bases import UPLOADS, UploadedBase, uploaded_base
from api.work.preparing import ROWS

KIND = "read_dataset"
MAPPING = "mapping.yaml"
Mapping = dict[str, dict[str, str]]
"""Table -> canonical column -> header."""


@operation("create_dataset", begins=True)
def begin_upload(ctx: Context, actor: Actor) -> Intake:
    """Be ready for the parts of an upload; `keep_upload` ends it."""
    return Intake(ctx, actor)


@operation("create_dataset")
def keep_upload(ctx: Context, actor: Actor, intake: Intake) -> Document:
    """Keep what came, and read it in a job. Raises Unprocessable with every part that is wrong."""
    base = intake.finish()
    return _keep(ctx, actor, intake, base, {})


@operation("create_dataset_from_rows", begins=True)
def begin_rows(
    ctx: Context, actor: Actor, *, name: str, tolerant: bool = False, as_of: date | None = None
) -> Intake:
    """Be ready for one body of JSON, {"clients": [rows as objects], ...}."""
    intake = Intake(ctx, actor)
    intake.name, intake.tolerant, intake.as_of = name, tolerant, as_of
    intake.rows()
    return intake


@operation("create_dataset_from_rows")
def keep_rows(ctx: Context, actor: Actor, intake: Intake) -> Document:
    """Keep the body, and read it in a job."""
    base = intake.finish()
    return _keep(ctx, actor, intake, base, {"rows": True})


@operation("create_demo_dataset")
def create_demo_dataset(
    ctx: Context, actor: Actor, *, name: str, clients: int, managers: int, seed: int
) -> Document:
    """A made-up company, in the actor's language; the same wish gives the same base."""
    wish = {"clients": clients, "managers": managers, "seed": seed, "language": actor.language}
    intake = Intake(ctx, actor)
    intake.name = name
    intake.begin("clients", "clients.csv")
    intake.data(b"\n")  # the job writes the tables
    return _keep(ctx, actor, intake, intake.finish(), {"demo": wish})


def _keep(ctx: Context, actor: Actor, intake: Intake, base: UploadedBase, more: dict[str, Any]) -> Document:
    """The row and its job; where they can't be written, the files go."""
    try:
        with ctx.db.write() as session:
            row = Dataset(
                id=intake.dataset_id,
                name=intake.name or base.names["clients"],
                state=READING,
                tables=dict(base.names),
                tolerant=base.tolerant,
                as_of=base.as_of,
                created_at=ctx.now(),
                created_by=actor.id,
                version=1,
            )
            session.add(row)
            _read_later(ctx, session, actor, row, more)
            record(ctx, session, actor, "dataset.created", row.id, tables=sorted(base.tables))
            return dataset_document(row, actor)
    except BaseException:
        ctx.files.remove(UPLOADS, intake.dataset_id)
        raise


def _read_later(
    ctx: Context, session: Session, actor: Actor, row: Dataset, more: dict[str, Any]
) -> JobRecord:
    limits = {"memory_mb": ctx.settings.read_memory_mb, "seconds": ctx.settings.read_seconds}
    job = enqueue(ctx, session, actor, KIND, row.id, limits | more)
    row.job_id, row.state, row.problem = job.id, READING, None
    return job


@operation("replace_dataset_mapping")
def replace_dataset_mapping(
    ctx: Context, actor: Actor, dataset_id: str, *, mapping: Mapping, if_match: str | None
) -> Document:
    """Say what columns mean, and read the base again. Wrong names are told by that job.

    Raises Conflict where a proposal stands on the base.
    """
    with ctx.db.write() as session:
        row = found(session, actor, dataset_id, lock=True)
        check_version(row, if_match)
        refuse_while_busy(session, actor, row)
        _write_mapping(ctx, dataset_id, mapping)
        row.version += 1
        _read_later(ctx, session, actor, row, _unmade(ctx, session, dataset_id))
        record(ctx, session, actor, "dataset.mapped", row.id, version=row.version)
        return dataset_document(row, actor)


def _unmade(ctx: Context, session: Session, dataset_id: str) -> dict[str, Any]:
    """What a reading must make the tables of first: rows or a demo, where none came so far as to make them.

    The first job of a base knows what was asked for.
    """
    base = uploaded_base(ctx.files, dataset_id)
    wanted = select(JobRecord.argument).where(JobRecord.subject == dataset_id, JobRecord.kind == KIND)
    first = session.scalars(wanted.order_by(JobRecord.id).limit(1)).one_or_none() or {}
    if "rows" in first and base.tables["clients"] == ROWS:
        return {"rows": first["rows"]}
    if "demo" in first and "managers" not in base.tables:  # as yet an empty table of clients
        return {"demo": first["demo"]}
    return {}


def _write_mapping(ctx: Context, dataset_id: str, mapping: Mapping) -> None:
    base = uploaded_base(ctx.files, dataset_id)
    given = {table: columns for table, columns in mapping.items() if columns}
    path = base.folder / MAPPING
    path.write_text(yaml.safe_dump(given, allow_unicode=True), "utf-8")
    tables = {table: file for table, file in base.tables.items() if table in TABLES}
    names = {table: name for table, name in base.names.items() if table in TABLES}
    if given:
        tables["mapping"], names["mapping"] = MAPPING, MAPPING
    UploadedBase(base.folder, tables, names, base.tolerant, base.as_of).write()
