"""Finds out which header means which canonical column.

Order of precedence: the mapping file, the canonical name itself, a synonym, a fuzzy match. Matching is
blind to case, punctuation, spaces and ё/е. A canonical column is taken once and a header used once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rapidfuzz import fuzz

from assigner.tabular.problems import Problems, listing
from assigner.tabular.table import Columns, Table
from assigner.tabular.vocabulary import fold, vocabulary

FUZZY_THRESHOLD = 90
FUZZY_MIN_LETTERS = 5


def find_header(table: str, overrides: Mapping[str, str], rows: Sequence[Sequence[str]]) -> int:
    """Position of the header among the first rows: the first that names most of the required columns.

    Exports often begin with a title. Without any required column in sight, the first row that is not blank.
    """
    wanted = {column: _names(table, column, overrides) for column in vocabulary().required[table]}

    def known(row: Sequence[str]) -> int:
        folded = {fold(cell) for cell in row}
        return sum(bool(folded & names) for names in wanted.values())

    filled = [at for at, row in enumerate(rows) if any(cell.strip() for cell in row)]
    return max(filled, key=lambda at: known(rows[at]), default=0)


def _names(table: str, column: str, overrides: Mapping[str, str]) -> set[str]:
    mapped = {fold(overrides[column])} if column in overrides else set()
    return mapped or {fold(column), *vocabulary().headers[table].get(column, ())}


def match_headers(table: Table, overrides: Mapping[str, str], problems: Problems) -> Columns:
    """The table with its headers understood; what is missing or unclear is reported."""
    matching = _Matching(table, problems)
    matching.take_mapped(overrides)
    matching.take_eligible()
    matching.take_known()
    matching.take_fuzzy()
    matching.report_missing()
    return matching.columns()


class _Matching:
    """The state of matching one table: what is taken, what is used, what is left."""

    def __init__(self, table: Table, problems: Problems) -> None:
        self._table, self._problems = table, problems
        self._folded = [fold(header) for header in table.headers]
        self._synonyms = vocabulary().headers[table.name]
        self._taken: dict[str, int] = {}
        self._eligible: dict[int, str] = {}
        self._spare: set[int] = set()

    def _left(self) -> list[int]:
        used = {*self._taken.values(), *self._eligible, *self._spare}
        return [at for at, name in enumerate(self._folded) if name and at not in used]

    def _quoted(self, at: int) -> str:
        return repr(self._table.headers[at])

    def take_mapped(self, overrides: Mapping[str, str]) -> None:
        """What the mapping file says; a header it wants must be there."""
        for column, header in overrides.items():
            at = self._position(header)
            if at is None:
                self._report("map-missing-header", column, value=header, found=listing(self._table.headers))
            elif at in self._taken.values():
                self._report("map-header-twice", column, value=header, table=self._table.name)
            elif column.startswith("eligible_") and self._table.name == "managers":
                self._eligible[at] = fold(column.removeprefix("eligible_"))
            else:
                self._taken[column] = at

    def _position(self, header: str) -> int | None:
        """Position of a header as written, else of one that differs in case and punctuation only."""
        if header.strip() in self._table.headers:
            return self._table.headers.index(header.strip())
        return self._folded.index(fold(header)) if fold(header) in self._folded else None

    def take_eligible(self) -> None:
        """Headers "eligible_<dimension>" of the managers table."""
        if self._table.name != "managers":
            return
        for at in self._left():
            name = self._folded[at]
            prefix = next(
                (p for p in vocabulary().eligible_prefixes if name.startswith(p) and name != p), None
            )
            if prefix is not None:
                self._eligible[at] = name.removeprefix(prefix)

    def take_known(self) -> None:
        """Canonical names first, then synonyms, each from left to right."""
        for at in self._left():
            self._take(at, next((name for name in self._synonyms if fold(name) == self._folded[at]), None))
        for at in self._left():
            self._take(
                at, next((name for name, words in self._synonyms.items() if self._folded[at] in words), None)
            )

    def _take(self, at: int, column: str | None) -> None:
        """Use a header for a column; where the column is taken, the header is spare and both are named."""
        if column is None:
            return
        if column not in self._taken:
            self._taken[column] = at
            return
        self._spare.add(at)
        used = self._quoted(self._taken[column])
        self._warn("ambiguous-header", at, used=used, other=self._quoted(at), column_name=column)

    def take_fuzzy(self) -> None:
        """Headers with a typing mistake; one that could mean two columns is not used."""
        for at in self._left():
            found = [name for name in self._synonyms if name not in self._taken and self._is_near(at, name)]
            if len(found) == 1:
                self._taken[found[0]] = at
                self._warn("fuzzy-header", at, name=found[0])
            elif found:
                self._spare.add(at)
                self._warn("unclear-header", at, names=listing(found))

    def _is_near(self, at: int, column: str) -> bool:
        """Whether a header is within the threshold of a column's name or synonym; digits must agree."""
        header = self._folded[at]
        if len(header) < FUZZY_MIN_LETTERS:
            return False
        return any(
            len(name) >= FUZZY_MIN_LETTERS
            and _digits(name) == _digits(header)
            and fuzz.ratio(name, header) >= FUZZY_THRESHOLD
            for name in (fold(column), *self._synonyms[column])
        )

    def report_missing(self) -> None:
        """Required columns that no header means."""
        for column in vocabulary().required[self._table.name]:
            if column not in self._taken:
                self._report("missing-column", column, found=listing(filter(None, self._table.headers)))

    def columns(self) -> Columns:
        """The result."""
        return Columns(self._table, dict(self._taken), tuple(self._left()), dict(self._eligible))

    def _report(self, code: str, column: str, **named: object) -> None:
        self._problems.error(code, file=self._table.file, column=column, **named)

    def _warn(self, code: str, at: int, **named: object) -> None:
        self._problems.warn(code, file=self._table.file, column=self._table.headers[at], **named)


def _digits(name: str) -> str:
    return "".join(char for char in name if char.isdigit())
