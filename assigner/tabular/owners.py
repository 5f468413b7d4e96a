"""Which manager a text means: by id, else by name or e-mail where one manager alone has it; who owns whom."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from functools import cached_property

import numpy as np
import pandas as pd

from assigner.portfolio import BoolArray, IntArray, Managers, StrArray
from assigner.tabular.fields import positions
from assigner.tabular.managers import bare_managers, joined_managers
from assigner.tabular.problems import Problems, examples, listing
from assigner.tabular.table import Columns
from assigner.tabular.vocabulary import fold_spaces

_WORD = re.compile(r"\w+")


class KnownManagers:
    """The managers by everything that tables call them.

    Exports often show the owner's name where the managers table has ids; read as strangers, all owners would
    pass for leavers. `table` is the managers table, whose rows are the first of `team`.
    """

    def __init__(self, team: Managers, table: Columns | None = None) -> None:
        self._team, self._table = team, table
        self._ids = set(team.manager_id.tolist())

    @cached_property
    def _by_name(self) -> Mapping[str, str]:
        return self._unique(self._team.name, fold_spaces)

    @cached_property
    def _by_words(self) -> Mapping[str, str]:
        """By the words of the name in any order: "Иванов Иван" is "Иван Иванов"."""
        return self._unique(self._team.name, _sorted_words)

    @cached_property
    def _by_email(self) -> Mapping[str, str]:
        emails = self._table.text("email") if self._table is not None else self._team.manager_id
        return self._unique(emails, fold_spaces)

    def _unique(self, texts: StrArray, key_of: Callable[[str], str]) -> Mapping[str, str]:
        """The id by what only one listed manager has."""
        keys = [key_of(str(text)) for text in texts]
        counts = Counter(keys)
        pairs = zip(keys, self._team.manager_id.tolist(), self._team.listed.tolist(), strict=False)
        return {key: str(name) for key, name, listed in pairs if key and listed and counts[key] == 1}

    def positions(
        self,
        columns: Columns,
        problems: Problems,
        *,
        column: str = "manager_id",
        rows: BoolArray | None = None,
    ) -> IntArray:
        """Position of each row's manager, -1 where nobody is known by that text or not among `rows`."""
        found = positions(self._team.manager_id, self.ids(columns, problems, column=column, rows=rows))
        return found if rows is None else np.where(rows, found, -1).astype(np.int32)

    def ids(
        self,
        columns: Columns,
        problems: Problems,
        *,
        column: str = "manager_id",
        rows: BoolArray | None = None,
    ) -> StrArray:
        """The column with names and e-mails replaced by ids, which is told; the rest as it is."""
        texts = columns.text(column)
        codes, uniques = pd.factorize(texts)
        read = np.array(uniques, dtype=object)
        wanted = np.ones(len(texts), dtype=bool) if rows is None else rows
        for code, kind in (("manager-by-name", self._named), ("manager-by-email", self._mailed)):
            ids = [kind(str(text)) for text in read.tolist()]
            changed = np.array([bool(found) for found in ids], dtype=bool)
            read = np.where(changed, np.array(ids, dtype=object), read)
            _warn_read(code, columns, column, changed[codes] & wanted, problems)
        return np.asarray(read[codes], dtype=object)

    def _named(self, text: str) -> str:
        """The id of the manager of a name, "" where there is none or the text is an id."""
        if not text or text in self._ids:
            return ""
        return self._by_name.get(fold_spaces(text), "") or self._by_words.get(_sorted_words(text), "")

    def bearers(self, text: str) -> list[str]:
        """The ids of all listed managers whose name or e-mail the text is."""
        emails = self._table.text("email") if self._table is not None else self._team.manager_id
        mails, names = [fold_spaces(str(mail)) for mail in emails], map(str, self._team.name)
        wanted, words = fold_spaces(text), _sorted_words(text)
        return [
            str(self._team.manager_id[at])
            for at, name in enumerate(names)
            if self._team.listed[at]
            and (
                fold_spaces(name) == wanted
                or (words and _sorted_words(name) == words)
                or (at < len(mails) and mails[at] == wanted)
            )
        ]

    def but_for_zeros(self, text: str) -> list[str]:
        """The ids of listed managers that differ from an id in leading zeros only."""
        bare = text.lstrip("0")
        ids = zip(self._team.manager_id.tolist(), self._team.listed.tolist(), strict=True)
        return [str(name) for name, listed in ids if listed and text.isdecimal() and name.lstrip("0") == bare]

    def _mailed(self, text: str) -> str:
        return self._by_email.get(fold_spaces(text), "") if "@" in text and text not in self._ids else ""


def _sorted_words(name: str) -> str:
    """The words of a name in the order of the alphabet; "" for a single one."""
    words: Iterable[str] = _WORD.findall(fold_spaces(name))
    ordered = sorted(words)
    return " ".join(ordered) if len(ordered) > 1 else ""


def _warn_read(code: str, columns: Columns, column: str, read: BoolArray, problems: Problems) -> None:
    if read.any():
        problems.warn(
            code,
            file=columns.table.file,
            row=int(columns.table.rows[read][0]),
            column=columns.header(column),
            value=str(columns.text(column)[read][0]),
            count=int(read.sum()),
        )


def link_owners(
    clients: Columns, team: Managers | None, table: Columns | None, problems: Problems
) -> tuple[IntArray, Managers]:
    """Owner position per client, and the managers with owners nobody lists at the end (weight 0, model §1).

    `table` is the managers table. Without one the owners are the managers, in order of their ids.
    """
    owners = clients.text("manager_id")
    named = np.asarray(owners != "", dtype=bool)
    if team is None:
        ids = np.array(sorted(set(owners[named])), dtype=object)
        team = bare_managers(ids, listed=True)
    else:
        known = KnownManagers(team, table)
        owners = known.ids(clients, problems)
        strange = named & (positions(team.manager_id, owners) < 0)
        if strange.any():
            ids = pd.unique(owners[strange])
            _report_unlisted(clients, owners, ids, known, problems)
            team = joined_managers(team, bare_managers(np.asarray(ids, dtype=object), listed=False))
    if len(team) == 0:
        problems.error("no-managers", file=clients.table.file, column=clients.header("manager_id"))
    return positions(team.manager_id, owners), team


def _report_unlisted(
    clients: Columns, owners: StrArray, ids: StrArray, known: KnownManagers, problems: Problems
) -> None:
    """Tell the owners whom nobody lists; who may be listed is an error, for his clients would go away."""
    rows = pd.Series(clients.table.rows).groupby(owners, sort=False)
    groups = rows.indices
    for owner in ids.tolist():
        mine = clients.table.rows[groups[owner]]
        where = {
            "file": clients.table.file,
            "row": int(mine[0]),
            "column": clients.header("manager_id"),
            "value": owner,
            "count": len(mine),
            "rows": examples(mine),
        }
        if bearers := known.bearers(owner):
            problems.row("owner-name-twice", names=listing(bearers), **where)
        elif alike := known.but_for_zeros(owner):
            problems.row("owner-but-for-zeros", names=listing(alike), **where)
        else:
            problems.warn("unlisted-owner", **where)
