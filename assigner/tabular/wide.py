"""One big sheet: every row is a touch, with the client's own columns repeated beside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from assigner.portfolio import BoolArray, StrArray
from assigner.tabular.headers import match_headers, names_of
from assigner.tabular.problems import Problems, examples
from assigner.tabular.table import Columns, Table
from assigner.tabular.vocabulary import fold, fold_spaces

TOUCH_COLUMNS = ("occurred_at", "kind")
"""What a sheet of clients must have beside repeated ids to be one of touches."""

CONTACT_COLUMNS = ("contact_name", "phone", "email")
"""Columns of the client that may name another person at every touch."""

MAX_CHANGING_SHARE = 0.1
"""A column nobody knows that changes within more than this share of the clients is none of the client's."""


def split_big_sheet(
    columns: Columns, overrides: Mapping[str, str], problems: Problems
) -> tuple[Columns, Columns] | None:
    """Clients and activities of one big sheet, None where it is a list of clients.

    `overrides` are those of the activities. A client has the first filled value of each column; values
    that differ from it are told. Every row with a date or a kind is a touch.
    """
    if not _is_of_touches(columns, overrides):
        return None
    log = _touches(columns, overrides, problems)
    own = set(log.at.values()) - set(columns.at.values())
    clients = _Clients(columns, problems).read(own)
    problems.warn(
        "big-sheet", file=columns.table.file, clients=len(clients), touches=len(log), count=len(log)
    )
    return clients, log


def _is_of_touches(columns: Columns, overrides: Mapping[str, str]) -> bool:
    ids = columns.text("client_id")
    if len(pd.unique(ids)) == len(ids):
        return False
    free = {fold(columns.table.headers[at]) for at in _free(columns)}
    return all(free & names_of("activities", column, overrides) for column in TOUCH_COLUMNS)


def _free(columns: Columns) -> set[int]:
    """Positions that are no column of the clients."""
    return set(range(len(columns.table.headers))) - set(columns.at.values())


def _touches(columns: Columns, overrides: Mapping[str, str], problems: Problems) -> Columns:
    """The rows as activities: columns of their own, and those that clients and touches share."""
    table, free = columns.table, _free(columns)
    wanted = {fold(header) for header in overrides.values()}
    shared = {columns.at[name] for name in CONTACT_COLUMNS if columns.has(name)}
    mapped = {at for at, header in enumerate(table.headers) if fold(header) in wanted}
    headers = _only(table, free | shared | mapped)
    given = {"client_id": columns.at["client_id"]}
    if columns.has("manager_id") and not _has_own_manager(table, free):
        given["manager_id"] = columns.at["manager_id"]
    given = {name: at for name, at in given.items() if name not in overrides}
    log = match_headers(replace(table, name="activities", headers=headers), overrides, problems, given=given)
    log = replace(log, extra=(), table=replace(log.table, headers=_only(table, set(log.at.values()))))
    touched = (columns.text("client_id") != "") & ((log.text("occurred_at") != "") | (log.text("kind") != ""))
    return log.where(np.asarray(touched, dtype=bool))


def _only(table: Table, open_to: set[int]) -> tuple[str, ...]:
    """The headers with those at other positions blank."""
    return tuple(header if at in open_to else "" for at, header in enumerate(table.headers))


def _has_own_manager(table: Table, free: set[int]) -> bool:
    names = names_of("activities", "manager_id", {})
    return any(fold(table.headers[at]) in names for at in free)


@dataclass(frozen=True, slots=True, eq=False)
class _First:
    """The first filled row of each client in one column, and the rows that say something else."""

    values: StrArray
    differs: BoolArray


class _Clients:
    """The rows of a big sheet put together by client."""

    def __init__(self, columns: Columns, problems: Problems) -> None:
        self._columns, self._problems = columns, problems
        ids = columns.text("client_id")
        blank = np.flatnonzero(ids == "")
        keys = ids.copy()
        keys[blank] = [f"\0{at}" for at in blank.tolist()]  # rows without an id stay apart: each is an error
        self._client, uniques = pd.factorize(keys)
        self._num = len(uniques)

    def read(self, of_touches: set[int]) -> Columns:
        """One row per client, without the columns that are the touches' alone."""
        table = self._columns.table
        first = [self._first(cells, compare=at not in of_touches) for at, cells in enumerate(table.columns)]
        self._warn_differing(first)
        changing = {at for at in self._columns.extra if self._changes(first[at])}
        keep = ~pd.Series(self._client).duplicated().to_numpy()
        cells = tuple(column.values for column in first)
        headers = _only(table, set(range(len(first))) - of_touches)
        extra = tuple(at for at in self._columns.extra if at not in of_touches | changing)
        matches = {at: match for at, match in self._columns.matches.items() if at not in of_touches}
        return replace(
            self._columns,
            table=replace(table, headers=headers, columns=cells, rows=table.rows[keep]),
            extra=extra,
            matches=matches,
        )

    def _first(self, cells: StrArray, *, compare: bool) -> _First:
        """The first filled value of each client; which cells differ in more than case and spaces."""
        filled = np.flatnonzero(cells != "")
        spot = np.full(self._num, -1)
        spot[self._client[filled][::-1]] = filled[::-1]
        values = np.where(spot >= 0, cells[spot], "").astype(object)
        differs = np.zeros(len(cells), dtype=bool)
        if compare:
            expected = values[self._client]
            other = np.flatnonzero((cells != "") & (cells != expected))
            differs[other] = _folded(cells[other]) != _folded(expected[other])
        return _First(values, differs)

    def _changes(self, first: _First) -> bool:
        several = np.bincount(self._client) > 1
        changing = len(pd.unique(self._client[first.differs]))
        return bool(changing > MAX_CHANGING_SHARE * np.count_nonzero(several))

    def _warn_differing(self, first: list[_First]) -> None:
        """Tell of clients whose rows contradict each other; contacts may change from touch to touch."""
        table = self._columns.table
        for name, at in self._columns.at.items():
            rows: NDArray[np.int64] = table.rows[first[at].differs]
            if len(rows) and name not in CONTACT_COLUMNS:
                self._problems.warn(
                    "client-rows-differ",
                    file=table.file,
                    row=int(rows[0]),
                    column=table.headers[at],
                    value=str(table.columns[at][first[at].differs][0]),
                    count=len(pd.unique(self._client[first[at].differs])),
                    rows=examples(rows),
                )


def _folded(cells: StrArray) -> StrArray:
    """The cells without case and double spaces."""
    codes, uniques = pd.factorize(cells)
    return np.array([fold_spaces(str(text)) for text in uniques], dtype=object)[codes]
