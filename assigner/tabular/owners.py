"""Which manager a text means: by id, else by name, e-mail or a nearly equal id that one manager alone has."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from functools import cached_property

import numpy as np
import pandas as pd

from assigner.portfolio import BoolArray, IntArray, Managers, StrArray
from assigner.tabular.fields import positions
from assigner.tabular.problems import NUM_EXAMPLES, Problems, listing
from assigner.tabular.table import Columns
from assigner.tabular.vocabulary import fold_spaces
from assigner.tabular.words import without_zeros

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
        return self._unique(self._emails, fold_spaces)

    @cached_property
    def _by_bare_id(self) -> Mapping[str, str]:
        return self._unique(self._team.manager_id, _bare_id)

    @property
    def _emails(self) -> StrArray:
        """The e-mails of the first managers, those of the table; without a table the ids."""
        return self._table.text("email") if self._table is not None else self._team.manager_id

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
        """The column with names, e-mails and nearly equal ids replaced by ids, which is told."""
        texts = columns.text(column)
        codes, uniques = pd.factorize(texts)
        read = np.array(uniques, dtype=object)
        wanted = np.ones(len(texts), dtype=bool) if rows is None else rows
        for code, kind in (
            ("manager-by-name", self._named),
            ("manager-by-email", self._mailed),
            ("manager-id-alike", self._alike),
        ):
            ids = [kind(str(text)) for text in read.tolist()]
            changed = np.array([bool(found) for found in ids], dtype=bool)
            pairs = {text: found for text, found in zip(read.tolist(), ids, strict=True) if found}
            read = np.where(changed, np.array(ids, dtype=object), read)
            _warn_read(code, columns, column, changed[codes] & wanted, pairs, problems)
        return np.asarray(read[codes], dtype=object)

    def _named(self, text: str) -> str:
        """The id of the manager of a name, "" where there is none or the text is an id."""
        if not text or text in self._ids:
            return ""
        return self._by_name.get(fold_spaces(text), "") or self._by_words.get(_sorted_words(text), "")

    def bearers(self, text: str) -> list[str]:
        """The ids of all listed managers who may be meant, by name, e-mail or nearly equal id."""
        spaced, words, bare = fold_spaces(text), _sorted_words(text), _bare_id(text)
        mails = {at for at, mail in enumerate(self._emails) if mail and fold_spaces(str(mail)) == spaced}
        pairs = zip(self._team.manager_id.tolist(), self._team.name.tolist(), strict=True)
        return [
            str(manager_id)
            for at, (manager_id, name) in enumerate(pairs)
            if self._team.listed[at]
            and (
                at in mails
                or _bare_id(str(manager_id)) == bare
                or fold_spaces(str(name)) == spaced
                or (words and _sorted_words(str(name)) == words)
            )
        ]

    def _mailed(self, text: str) -> str:
        return self._by_email.get(fold_spaces(text), "") if "@" in text and text not in self._ids else ""

    def _alike(self, text: str) -> str:
        return "" if text in self._ids else self._by_bare_id.get(_bare_id(text), "")


def _sorted_words(name: str) -> str:
    """The words of a name in the order of the alphabet; "" for a single one."""
    words: Iterable[str] = _WORD.findall(fold_spaces(name))
    ordered = sorted(words)
    return " ".join(ordered) if len(ordered) > 1 else ""


def _bare_id(text: str) -> str:
    """An id without case and, of a number, without the leading zeros that spreadsheets take away."""
    return without_zeros(text.casefold())


def _warn_read(
    code: str, columns: Columns, column: str, read: BoolArray, ids: Mapping[str, str], problems: Problems
) -> None:
    """One warning for the rows that were `read`; `ids` is what their texts were read as."""
    if read.any():
        problems.warn(
            code,
            file=columns.table.file,
            row=int(columns.table.rows[read][0]),
            column=columns.header(column),
            value=str(columns.text(column)[read][0]),
            count=int(read.sum()),
            names=listing([f"{text!r} ({found})" for text, found in ids.items()], NUM_EXAMPLES),
        )
