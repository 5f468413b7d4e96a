"""Collects every problem of the input, so that all are told at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping

import numpy as np
from numpy.typing import NDArray

from assigner.errors import InputError, Issue, Severity
from assigner.i18n import Translator
from assigner.portfolio import BoolArray, StrArray
from assigner.tabular.messages import TEXTS
from assigner.tabular.table import Table

MAX_KEPT = 1000
"""Rows reported one by one per code, file and column; the rest is told in one summary."""

MAX_VALUE_CHARS = 80
NUM_EXAMPLES = 5


class FileProblem(Exception):  # noqa: N818 - a problem of the input, turned into an Issue
    """A file can't be used as a table; `code` is a key of `messages.TEXTS`."""

    def __init__(self, code: str, *, row: int | None = None, value: str = "", **named: object) -> None:
        super().__init__(code)
        self.code, self.row, self.value, self.named = code, row, value, named


def shorten(text: str) -> str:
    """The text, cut where it is too long to be shown."""
    return text if len(text) <= MAX_VALUE_CHARS else text[: MAX_VALUE_CHARS - 1] + "…"


def listing(names: Iterable[str], limit: int = 30) -> str:
    """Names separated by commas, cut after `limit`."""
    shown = [shorten(name) for name in names]
    return ", ".join(shown[:limit]) + (", …" if len(shown) > limit else "")


def examples(rows: NDArray[np.int64]) -> str:
    """The first few row numbers."""
    return listing([str(row) for row in rows[: NUM_EXAMPLES + 1].tolist()], NUM_EXAMPLES)


class Problems:
    """The list of issues of one reading. Row-level errors become warnings when `tolerant`."""

    def __init__(self, *, tolerant: bool = False, tr: Translator | None = None) -> None:
        self.issues: list[Issue] = []
        self.tolerant = tolerant
        self.held_bytes = 0  # what the tables read so far hold (see `memory`)
        self._tr = tr or Translator()
        self._overflow: Counter[tuple[Severity, str, str, str]] = Counter()
        self._kept: Counter[tuple[Severity, str, str, str]] = Counter()

    def error(self, code: str, **where: object) -> None:
        """An error of the whole file or table, which stays one when tolerant."""
        self._add(Severity.ERROR, code, treated=False, **where)

    def warn(self, code: str, **where: object) -> None:
        """A warning: kept and listed."""
        self._add(Severity.WARNING, code, treated=False, **where)

    def row(self, code: str, **where: object) -> None:
        """A row-level error: a warning with its treatment when tolerant."""
        severity = Severity.WARNING if self.tolerant else Severity.ERROR
        self._add(severity, code, treated=True, **where)

    def file_problem(self, problem: FileProblem, file: str) -> None:
        """A file that can't be used."""
        self.error(problem.code, file=file, row=problem.row, value=problem.value, **problem.named)

    def rows(
        self,
        code: str,
        table: Table,
        bad: BoolArray,
        *,
        column: str = "",
        values: StrArray | None = None,
        named: Callable[[int], Mapping[str, object]] | None = None,
    ) -> None:
        """One row-level error per row where `bad`; `named` gives what the text needs per position."""
        severity = Severity.WARNING if self.tolerant else Severity.ERROR
        where = np.flatnonzero(bad)
        key = (severity, code, table.file, column)
        room = MAX_KEPT - self._kept[key]
        for position in where[: max(room, 0)].tolist():
            extra = named(position) if named else {}
            value = "" if values is None else str(values[position])
            row = int(table.rows[position])
            self._add(
                severity, code, treated=True, file=table.file, row=row, column=column, value=value, **extra
            )
        self._overflow[key] += max(len(where) - max(room, 0), 0)

    def _add(self, severity: Severity, code: str, *, treated: bool, **where: object) -> None:
        text = TEXTS[code]
        key = (severity, code, str(where.get("file", "")), str(where.get("column", "")))
        self._kept[key] += 1
        if self._kept[key] > MAX_KEPT:
            self._overflow[key] += 1
            return
        where["value"] = shorten(str(where.get("value", "")))
        message = self._tr.gettext(text.message, **where)
        if treated and severity is Severity.WARNING:
            message += ". " + self._tr.gettext(text.treatment).rstrip(".")
        remedy = self._tr.gettext(text.remedy, **where) if text.remedy else ""
        fields = {name: where[name] for name in ("file", "row", "column", "value", "count") if name in where}
        self.issues.append(Issue(severity, code, message, remedy, **fields))  # type: ignore[arg-type]

    def summarised(self) -> tuple[Issue, ...]:
        """All issues, with one summary per kind of problem that was cut."""
        summaries = [
            Issue(severity, code, self._more(code, count), file=file, column=column, count=count)
            for (severity, code, file, column), count in self._overflow.items()
            if count
        ]
        return tuple(self.issues + summaries)

    def _more(self, code: str, count: int) -> str:
        return self._tr.gettext(TEXTS["and-more"].message, count=count, code=code)

    @property
    def failed(self) -> bool:
        """Whether an error was found."""
        return any(issue.severity is Severity.ERROR for issue in self.issues)

    def raise_if_failed(self) -> None:
        """Raise `InputError` with everything found, if an error is among it."""
        if self.failed:
            raise InputError(self.summarised())
