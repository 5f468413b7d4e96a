"""An assignment made here or elsewhere, read for checking."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from assigner.i18n import Translator
from assigner.portfolio import NOBODY, BoolArray, IntArray, Portfolio
from assigner.tabular.fields import clients_of_cards, first_rows, positions
from assigner.tabular.files import load_table
from assigner.tabular.headers import match_headers
from assigner.tabular.probe import LIMITS, Limits
from assigner.tabular.problems import Problems
from assigner.tabular.records import only_records
from assigner.tabular.table import Columns


def read_assignment(
    path: Path, portfolio: Portfolio, *, tr: Translator | None = None, limits: Limits = LIMITS
) -> IntArray:
    """Manager position per client of `portfolio` from a table with the columns client_id and manager_id.

    Excluded clients may be missing or blank and are NOBODY. Cards that were merged may stand there under
    their own ids, each with the manager of its client. Raises `InputError` with every unknown, missing or
    duplicate client, every unknown or blank manager, and every card that goes elsewhere than its client.
    """
    problems = Problems(tr=tr)
    table = load_table(Path(path), "assignment", {}, problems, limits)
    columns = only_records(match_headers(table, {}, problems), problems) if table is not None else None
    problems.raise_if_failed()
    if columns is None:
        raise AssertionError("an assignment that can't be read was not reported")
    assignment = _resolve(columns, portfolio, problems)
    problems.raise_if_failed()
    return assignment


def _resolve(columns: Columns, portfolio: Portfolio, problems: Problems) -> IntArray:
    clients, managers = columns.text("client_id"), columns.text("manager_id")
    client_idx = clients_of_cards(portfolio, clients)
    manager_idx = positions(portfolio.managers.manager_id, managers)
    repeated = pd.Series(clients).duplicated().to_numpy() & (client_idx >= 0)
    known = client_idx >= 0
    serviceable = known & ~portfolio.clients.excluded[np.maximum(client_idx, 0)]
    blank = np.asarray(managers == "", dtype=bool)
    _report(columns, "assignment-unknown-client", "client_id", ~known, problems)
    _report(columns, "assignment-duplicate-client", "client_id", repeated, problems)
    _report(columns, "assignment-unknown-manager", "manager_id", ~blank & (manager_idx < 0), problems)
    _report(columns, "assignment-blank-manager", "manager_id", blank & serviceable, problems)
    assignment = np.full(portfolio.num_clients, NOBODY, dtype=np.int32)
    assignment[client_idx[known]] = manager_idx[known]
    if portfolio.merged:
        _report_differing_cards(columns, portfolio, client_idx, problems)
    _report_missing(columns, portfolio, client_idx[known], problems)
    return assignment


def _report_differing_cards(
    columns: Columns, portfolio: Portfolio, client_idx: IntArray, problems: Problems
) -> None:
    """Rows of a client made of several cards whose manager is not that of its first row."""
    ids, managers = columns.text("client_id"), columns.text("manager_id")
    table = pd.DataFrame({"client": client_idx, "id": ids, "manager": managers, "row": columns.table.rows})
    first = table.groupby("client").transform("first")
    bad = (table["client"] >= 0) & (table["id"] != first["id"]) & (table["manager"] != first["manager"])
    names = portfolio.clients.client_id
    problems.rows(
        "assignment-cards-differ",
        columns.table,
        bad.to_numpy(dtype=bool),
        column=columns.header("manager_id"),
        values=ids,
        named=lambda at: {"client": names[client_idx[at]], "first": int(first["row"].iloc[at])},
    )


def _report(columns: Columns, code: str, name: str, bad: BoolArray, problems: Problems) -> None:
    if not bad.any():
        return
    texts = columns.text(name)
    first = first_rows(texts, columns.table.rows)
    problems.rows(
        code,
        columns.table,
        bad,
        column=columns.header(name),
        values=texts,
        named=lambda position: {"first": first[str(texts[position])]},
    )


def _report_missing(columns: Columns, portfolio: Portfolio, seen: IntArray, problems: Problems) -> None:
    missing = ~portfolio.clients.excluded
    missing[seen] = False
    for client_id in portfolio.clients.client_id[missing].tolist():
        problems.error("assignment-missing-client", file=columns.table.file, value=client_id)
