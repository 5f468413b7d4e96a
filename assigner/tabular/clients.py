"""The clients table into `Clients`."""

from __future__ import annotations

import numpy as np
import pandas as pd

from assigner.portfolio import NOBODY, Clients, FloatArray, IntArray
from assigner.tabular.fields import Fields
from assigner.tabular.managers import coordinates, names_or_ids
from assigner.tabular.owners import KnownManagers
from assigner.tabular.problems import Problems
from assigner.tabular.table import Columns


def read_clients(columns: Columns, problems: Problems) -> tuple[Clients, Columns]:
    """Clients of a table without owners, pins and dimensions (they need other tables), and the rows used."""
    columns = columns.where(Fields(columns, problems).usable_ids("client_id"))
    fields = Fields(columns, problems)
    count = len(columns)
    revenue = fields.number("revenue_12m", blank=0.0)
    potential, source = _potential(fields, revenue)
    lat, lon = coordinates(fields)
    group_idx, group_ids = _groups(columns)
    clients = Clients(
        client_id=columns.text("client_id"),
        name=names_or_ids(fields, "client_id"),
        owner_idx=np.full(count, NOBODY, dtype=np.int32),
        potential=potential,
        revenue_12m=revenue,
        workload=fields.number("workload", blank=0.0) if columns.has("workload") else None,
        group_idx=group_idx,
        group_ids=group_ids,
        excluded=fields.flag("excluded"),
        excluded_reason=columns.text("excluded_reason"),
        open_deal_amount=fields.number("open_deal_amount", blank=0.0),
        open_deal_close=fields.date("open_deal_close").astype("datetime64[D]"),
        pinned_idx=np.full(count, NOBODY, dtype=np.int32),
        lat=lat,
        lon=lon,
        tax_id=columns.text("tax_id"),
        phone=columns.text("phone"),
        email=columns.text("email"),
        contact_name=columns.text("contact_name"),
        dimensions={},
        potential_source=source,
        row=columns.table.rows.copy(),
    )
    return clients, columns


def _potential(fields: Fields, revenue: FloatArray) -> tuple[FloatArray, str]:
    """Potential and where it comes from: its column, else revenue, else 1 for everybody (model §1)."""
    columns = fields.columns
    if columns.has("potential"):
        _warn_blank_potential(fields)
        return fields.number("potential", blank=0.0), "potential"
    source = "revenue" if columns.has("revenue_12m") else "count"
    fields.problems.warn("no-potential", file=columns.table.file, source=source)
    return (revenue if source == "revenue" else np.ones(len(columns))), source


def _warn_blank_potential(fields: Fields) -> None:
    columns = fields.columns
    blank = np.asarray(columns.text("potential") == "", dtype=bool)
    if blank.any():
        fields.problems.warn(
            "blank-potential",
            file=columns.table.file,
            row=int(columns.table.rows[blank][0]),
            column=columns.header("potential"),
            count=int(blank.sum()),
        )


def _groups(columns: Columns) -> tuple[IntArray, tuple[str, ...]]:
    """Group position per client, -1 without one, and the group ids in order of appearance."""
    texts = columns.text("group_id")
    codes, uniques = pd.factorize(pd.Series(texts, dtype=object).mask(texts == ""))
    return codes.astype(np.int32), tuple(str(name) for name in uniques)


def link_pins(columns: Columns, known: KnownManagers, problems: Problems) -> IntArray:
    """Manager position each client is pinned to by its own column; an unknown manager is an error."""
    texts = columns.text("pinned_manager_id")
    pinned = known.positions(columns, problems, column="pinned_manager_id")
    Fields(columns, problems).report(
        "unknown-pin", "pinned_manager_id", np.asarray((texts != "") & (pinned < 0), dtype=bool), texts
    )
    return pinned
