"""Makes datasets that are ready, as reading an upload leaves them."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import insert, select

from api.app import open_context
from api.context import Context
from api.db import Base
from api.db.models import Assignment, Dataset, ProposalManager, ProposalRecord
from api.ids import new_id
from api.security.actor import Actor, Role
from api.services.proposals import create_proposal
from api.settings import Settings
from api.work.bases import UPLOADS, UploadedBase
from assigner.generate import CompanySpec, generate_company, write_company
from tests.api.running import run_job

QUICK = {"work_limit": 1.0}
TABLES = ("clients", "managers", "activities", "rules")


def make_dataset(ctx: Context, folder: Path, *, clients: int = 60, managers: int = 4, **spec: Any) -> str:
    """A made-up company of so many clients and managers; one manager leaves, one is new."""
    wanted = CompanySpec(num_clients=clients, num_managers=managers, num_new=1, seed=7, **spec)
    write_company(generate_company(wanted), folder)
    return dataset_of(ctx, folder, clients, managers + 1)


def dataset_of(ctx: Context, folder: Path, clients: int, managers: int) -> str:
    """The tables of a folder as a dataset that was read."""
    dataset_id = new_id("ds")
    tables = {name: f"{name}.csv" for name in TABLES if (folder / f"{name}.csv").exists()}
    with ctx.files.making(UPLOADS, dataset_id) as new:
        for file in tables.values():
            shutil.copyfile(folder / file, new / file)
        UploadedBase(new, tables, tables).write()
    ctx.files.folder("cases", dataset_id).mkdir(parents=True)
    with ctx.db.write() as session:
        session.add(
            Dataset(
                id=dataset_id,
                name="company",
                state="ready",
                tables=tables,
                num_clients=clients,
                num_managers=managers,
                created_at=ctx.now(),
                created_by="test",
                version=1,
            )
        )
    return dataset_id


@dataclass(frozen=True, slots=True)
class Solved:
    """A proposal that was solved once: its files, and its rows by table."""

    proposal_id: str
    files: Path
    rows: Mapping[type[Base], list[dict[str, Any]]]

    def put(self, ctx: Context) -> None:
        """The same proposal in another service."""
        shutil.copytree(self.files, ctx.files.root, dirs_exist_ok=True)
        for table, rows in self.rows.items():
            with ctx.db.write() as session:
                session.execute(insert(table), rows)


def solve_once(settings: Settings, folder: Path) -> Solved:
    """Make a dataset, ask for a proposal of it and solve it, in a service of its own."""
    ctx = open_context(settings)
    asker = Actor("usr_asker", "user", Role.HEAD)
    dataset = make_dataset(ctx, folder)
    draft = create_proposal(ctx, asker, dataset_id=dataset, name="Spring", config=QUICK)
    run_job(ctx, draft["job_id"])
    with ctx.db.read() as session:
        tables: tuple[type[Base], ...] = (Dataset, ProposalRecord, ProposalManager, Assignment)
        rows = {table: [_values(row) for row in session.scalars(select(table))] for table in tables}
    ctx.db.close()
    return Solved(draft["id"], ctx.files.root, rows)


def _values(row: Base) -> dict[str, Any]:
    return {column.key: getattr(row, column.key) for column in row.__table__.columns}
