"""Datasets that were read already: a made-up company, or one by hand."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from api.context import Context
from api.db.models import Dataset
from api.ids import new_id
from api.work.bases import UPLOADS, UploadedBase
from assigner.generate import CompanySpec, generate_company, write_company

QUICK = {"work_limit": 0.3, "seed": 0}
"""Effort of a solve: equal on every run."""

ONCE = pytest.mark.parametrize("settings", ["sqlite"], indirect=True)
"""For tests of what has nothing to do with the database: one kind is enough."""

BY_HAND = {
    "clients.csv": (
        "client_id,name,manager_id,potential,region\n"
        "c1,Alpha,m1,10,North\nc2,Beta,m1,10,North\nc3,Gamma,m1,10,North\n"
        "c4,Delta,m1,10,South\nc5,Epsilon,m1,10,South\nc6,Zeta,m1,10,South\n"
    ),
    "managers.csv": "manager_id,name,fte\nm1,Anna,1\nm2,Boris,1\n",
}
"""Six equal clients of Anna, none of them worked; Boris has none."""


def made_up(ctx: Context, folder: Path, *, clients: int = 40, managers: int = 4) -> str:
    """A made-up company as a dataset; its id."""
    company = generate_company(CompanySpec(num_clients=clients, num_managers=managers, seed=1))
    write_company(company, folder)
    return dataset(ctx, {path.name: path.read_bytes() for path in _tables(folder)}, clients)


def by_hand(ctx: Context) -> str:
    """The company of BY_HAND as a dataset; its id."""
    return dataset(ctx, {name: text.encode() for name, text in BY_HAND.items()}, 6)


def dataset(ctx: Context, tables: dict[str, bytes], num_clients: int, **columns: Any) -> str:
    """Tables as a dataset that is ready."""
    dataset_id = new_id("ds")
    with ctx.files.making(UPLOADS, dataset_id) as folder:
        for name, content in tables.items():
            (folder / name).write_bytes(content)
        names = {Path(name).stem: name for name in tables}
        UploadedBase(folder, names, names).write()
    given = {"state": "ready", "num_clients": num_clients, "num_managers": 2, **columns}
    with ctx.db.write() as session:
        row = Dataset(id=dataset_id, name="base", tables=names, created_at=ctx.now(), created_by="t", **given)
        session.add(row)
    return dataset_id


def _tables(folder: Path) -> Iterator[Path]:
    return (
        path
        for path in sorted(folder.glob("*.csv"))
        if path.stem in ("clients", "managers", "activities", "rules")
    )
