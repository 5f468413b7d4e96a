"""Who owns whom: the owners that the clients table names, and those of them whom nobody lists."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from assigner.portfolio import BoolArray, IntArray, Managers, StrArray
from assigner.tabular.fields import positions
from assigner.tabular.managers import bare_managers, joined_managers
from assigner.tabular.owners import KnownManagers
from assigner.tabular.problems import Problems, examples, listing
from assigner.tabular.table import Columns


def link_owners(
    clients: Columns, excluded: BoolArray, team: Managers | None, table: Columns | None, problems: Problems
) -> tuple[IntArray, Managers]:
    """Owner position per client, and the managers with owners nobody lists at the end (weight 0, model §1).

    `table` is the managers table, `excluded` the clients that take no part. Without a table the owners
    are the managers, in order of their ids.
    """
    owners = clients.text("manager_id")
    named = np.asarray(owners != "", dtype=bool)
    if team is None:
        team = bare_managers(np.array(sorted(set(owners[named])), dtype=object), listed=True)
    else:
        known = KnownManagers(team, table)
        owners = known.ids(clients, problems)
        strange = named & (positions(team.manager_id, owners) < 0)
        if strange.any():
            _report_unlisted(clients, np.where(strange, owners, ""), known, problems)
            _report_all_unlisted(clients, owners, named & ~strange, named & ~excluded, problems)
            ids = np.asarray(pd.unique(owners[strange]), dtype=object)
            team = joined_managers(team, bare_managers(ids, listed=False))
    if len(team) == 0:
        problems.error("no-managers", file=clients.table.file, column=clients.header("manager_id"))
    return positions(team.manager_id, owners), team


def _report_unlisted(clients: Columns, owners: StrArray, known: KnownManagers, problems: Problems) -> None:
    """Tell the owners whom nobody lists; who may be listed is an error, for his clients would go away."""
    groups = pd.Series(clients.table.rows).groupby(owners, sort=False).indices
    for owner in pd.unique(owners[owners != ""]).tolist():
        mine = clients.table.rows[groups[owner]]
        where: dict[str, Any] = {
            "file": clients.table.file,
            "row": int(mine[0]),
            "column": clients.header("manager_id"),
            "value": owner,
            "count": len(mine),
            "rows": examples(mine),
        }
        bearers = known.bearers(owner)
        if bearers:
            problems.row("owner-name-twice", names=listing(bearers), **where)
        else:
            problems.warn("unlisted-owner", **where)


def _report_all_unlisted(
    clients: Columns, owners: StrArray, listed: BoolArray, serviceable: BoolArray, problems: Problems
) -> None:
    """Report several owners none of whom is listed: one of the two tables is wrong, or the base goes away.

    One such owner is usual: the base of a seller who has left is divided.
    """
    ids = pd.unique(owners[serviceable])
    if listed.any() or len(ids) < 2:
        return
    problems.row(
        "no-owner-listed",
        file=clients.table.file,
        row=int(clients.table.rows[serviceable][0]),
        column=clients.header("manager_id"),
        value=str(ids[0]),
        count=len(ids),
    )
