"""Which table each of some files holds, for people who only name the files."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from assigner.i18n import Translator
from assigner.tabular.files import head_rows, sheets_of
from assigner.tabular.header_rows import header_at
from assigner.tabular.headers import names_of
from assigner.tabular.probe import LIMITS, Limits
from assigner.tabular.problems import FileProblem, Problems, listing
from assigner.tabular.required import kind_of_title
from assigner.tabular.sources import TABLES, Overrides, Sources, read_mapping, split_sheet
from assigner.tabular.vocabulary import fold, vocabulary

NAME_COUNTS = 1.5
"""A file or sheet called like a table that its headers fit is worth so many headers more."""

MIN_NAME_LETTERS = 4


def recognise(
    paths: Sequence[Path],
    *,
    mapping: Path | None = None,
    limits: Limits = LIMITS,
    tr: Translator | None = None,
) -> Sources:
    """The tables that some files, and the sheets of some workbooks, hold.

    `name=path` (`clients=base.xlsx#Sheet1`) says it outright. Else it is the table whose required columns are
    all there; of several the one with the most known headers, where a fitting name counts as well; without
    any, what the file or sheet is called. Sheets that are no table are left out; a file that is none is an
    error.

    Raises:
        InputError: naming every file that can't be read or told, or holds what another one holds.
    """
    problems = Problems(tr=tr)
    overrides = read_mapping(mapping, problems)
    given, others = _explicit(paths, problems)
    found = [part for path in others for part in _parts(path, overrides, limits, problems)]
    tables = {**_assign(found, given, problems), **given}
    if "clients" not in tables and not problems.failed:
        problems.error("no-clients", value=listing(map(str, paths)))
    problems.raise_if_failed()
    others_found: dict[str, Any] = dict(tables)
    return replace(Sources(tables["clients"], mapping=mapping), **others_found)


def _explicit(paths: Iterable[Path], problems: Problems) -> tuple[dict[str, Path], list[Path]]:
    """The tables that are said outright, and the paths that say nothing."""
    given: dict[str, Path] = {}
    others = []
    for path in paths:
        table, _, rest = str(path).partition("=")
        if not rest or path.exists() or split_sheet(path)[0].exists():
            others.append(path)
        elif table not in TABLES:
            problems.error("unknown-table", file=str(path), value=table, tables=listing(TABLES))
        elif table in given:
            _report_twice(table, given[table], Path(rest), problems)
        else:
            given[table] = Path(rest)
    return given, others


@dataclass(frozen=True)
class _Part:
    """A file, or one sheet of a workbook with several, and how it begins."""

    path: Path
    title: str  # what the file or the sheet is called
    rows: Sequence[Sequence[str]]
    overrides: Overrides
    whole: bool  # a file by itself: it was meant to be read

    @cached_property
    def scores(self) -> dict[str, float]:
        """The tables whose required columns are all there, with the number of known headers."""
        found = {}
        for table in TABLES:
            known = max((_known(table, names, self.overrides) for names in self._headers()), key=len)
            if known | self._said(table) >= set(vocabulary().required[table]):
                is_called_so = table in self.named or bool(self._said(table))
                found[table] = len(known) + NAME_COUNTS * is_called_so
        return found

    @property
    def is_big_sheet(self) -> bool:
        """Whether it may be touches with columns of the clients beside, more than their names."""
        headers = max(self._headers(), key=lambda names: len(_known("clients", names, self.overrides)))
        own = _known("clients", headers, self.overrides) - _known("activities", headers, self.overrides)
        return "clients" in self.scores and bool(own - {"name"})

    def _said(self, table: str) -> set[str]:
        """The columns that the title stands for."""
        return {"kind"} if table == "activities" and kind_of_title(self.title) is not None else set()

    def _headers(self) -> list[set[str]]:
        """Every row that may be the header, folded; of two rows that make one both."""
        filled = [at for at, row in enumerate(self.rows) if any(cell.strip() for cell in row)]
        return [
            {fold(cell) for cell in (*self.rows[at], *header_at(self.rows, at).names)} - {""} for at in filled
        ] or [set()]

    @cached_property
    def named(self) -> set[str]:
        """The tables that the file or sheet is called like."""
        title = fold(self.title)
        return {
            table
            for table in TABLES
            for word in vocabulary().sheets[table]
            if len(word) >= MIN_NAME_LETTERS and word in title
        }

    @property
    def tables(self) -> set[str]:
        """The tables it may be, all equally likely."""
        if not self.scores:
            return self.named
        return {table for table, score in self.scores.items() if score == max(self.scores.values())}


def _known(table: str, headers: set[str], overrides: Overrides) -> set[str]:
    """The columns of a table that some header means."""
    mapped = overrides.get(table, {})
    return {column for column in vocabulary().headers[table] if headers & names_of(table, column, mapped)}


def _parts(path: Path, overrides: Overrides, limits: Limits, problems: Problems) -> list[_Part]:
    """The file, or the visible sheets of a workbook with several; none where it can't be read: reported."""
    file, sheet = split_sheet(path)
    try:
        names = [found.name for found in sheets_of(file, limits) if not found.hidden]
        if sheet is not None or len(names) < 2:
            return [
                _Part(
                    path, sheet or f"{file.stem} {' '.join(names)}", head_rows(path, limits), overrides, True
                )
            ]
        spots = [(name, Path(f"{file}#{name}")) for name in names]
        return [_Part(spot, name, _rows(spot, limits), overrides, False) for name, spot in spots]
    except FileProblem as problem:
        problems.file_problem(problem, str(path))
    except OSError as error:
        problems.error("file-unreadable", file=str(path), reason=error.strerror or str(error))
    return []


def _rows(sheet: Path, limits: Limits) -> Sequence[Sequence[str]]:
    """How a sheet begins; nothing for one that holds nothing."""
    try:
        return head_rows(sheet, limits)
    except FileProblem:
        return []


def _assign(parts: Sequence[_Part], given: Mapping[str, Path], problems: Problems) -> dict[str, Path]:
    """The part that holds each table; sure ones first, then those that may be several tables."""
    chosen: dict[str, _Part] = {}
    for part in sorted(parts, key=lambda part: len(part.tables)):
        tables = part.tables - set(given) - set(chosen) if len(part.tables) > 1 else part.tables
        if {"clients", "activities"} <= tables:
            tables = {"clients"}  # nobody else has the clients: a big sheet of touches
        if len(tables) == 1:
            _choose(next(iter(tables)), part, chosen, given, problems)
        elif part.whole or tables:
            _report_unclear(part, problems)
    if "clients" not in {*given, *chosen} and "activities" in chosen and chosen["activities"].is_big_sheet:
        chosen["clients"] = chosen.pop("activities")
    _report_idle_books(parts, chosen, problems)
    return {table: part.path for table, part in chosen.items()}


def _choose(
    table: str, part: _Part, chosen: dict[str, _Part], given: Mapping[str, Path], problems: Problems
) -> None:
    """Take a table from a part; of two sheets the one that is called like the table."""
    rival = chosen.get(table)
    if table in given:
        if part.whole:
            _report_twice(table, given[table], part.path, problems)
    elif rival is None:
        chosen[table] = part
    elif part.whole or rival.whole or (table in part.named) == (table in rival.named):
        _report_twice(table, rival.path, part.path, problems)
    elif table in part.named:
        chosen[table] = part


def _report_twice(table: str, first: Path, second: Path, problems: Problems) -> None:
    if table == "activities":
        problems.error("activities-twice", file=str(second), name=str(second), other=str(first))
        return
    problems.error("table-twice", file=str(second), name=str(second), other=str(first), table=table)


def _report_unclear(part: _Part, problems: Problems) -> None:
    file = str(part.path)
    if part.tables:
        first, tables = min(part.tables), listing(sorted(part.tables))
        problems.error("file-unclear", file=file, name=file, tables=tables, first=first)
        return
    longest = max(part.rows, key=lambda row: sum(map(bool, row)), default=())
    problems.error("file-not-recognised", file=file, name=file, found=listing(filter(None, longest)))


def _report_idle_books(parts: Sequence[_Part], chosen: Mapping[str, _Part], problems: Problems) -> None:
    """Workbooks none of whose sheets is a table."""
    books: dict[Path, list[_Part]] = {}
    for part in parts:
        if not part.whole:
            books.setdefault(split_sheet(part.path)[0], []).append(part)
    for book, sheets in books.items():
        if not any(sheet.tables for sheet in sheets):
            titles = listing(sheet.title for sheet in sheets)
            problems.error("file-not-recognised", file=str(book), name=f"{book}#...", found=titles)
