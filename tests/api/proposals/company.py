"""Makes datasets that are ready, as reading an upload leaves them."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

from api.context import Context
from api.db.models import Dataset
from api.ids import new_id
from api.work.bases import UPLOADS, UploadedBase
from assigner.generate import CompanySpec, generate_company, write_company

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
