"""Collects everything that is wrong with a list of moves, row by row."""

from __future__ import annotations

from api.crm.messages import MOVES
from api.crm.model import System
from assigner.errors import Issue, Severity
from assigner.i18n import Translator

FILE = "moves.csv"


class Problems:
    """The issues of one writing; `rows` are those that can't be written at all."""

    def __init__(self, system: System, tr: Translator) -> None:
        self._system, self._tr = system, tr
        self.issues: list[Issue] = []
        self.rows: set[int] = set()
        self._said: dict[tuple[str, tuple[tuple[str, object], ...]], tuple[str, str]] = {}

    def error(self, code: str, row: int, column: str, value: str, **named: object) -> None:
        """The move of a row can't be made."""
        self.rows.add(row)
        self._add(Severity.ERROR, code, row, column, value, named)

    def warn(self, code: str, row: int, column: str, value: str, **named: object) -> None:
        """The move of a row is not in every file."""
        self._add(Severity.WARNING, code, row, column, value, named)

    def _add(
        self, severity: Severity, code: str, row: int, column: str, value: str, named: dict[str, object]
    ) -> None:
        message, remedy = self._words(code, tuple(named.items()))
        self.issues.append(Issue(severity, code, message, remedy, FILE, row, column, value))

    def _words(self, code: str, named: tuple[tuple[str, object], ...]) -> tuple[str, str]:
        """Message and remedy; made once, for a base may have a million rows of one problem."""
        if (code, named) not in self._said:
            words, values = MOVES[code], {"system": self._system.label, **dict(named)}
            self._said[code, named] = (
                self._tr.gettext(words.message, **values),
                self._tr.gettext(words.remedy, **values),
            )
        return self._said[code, named]
