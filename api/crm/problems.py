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
        words, tr = MOVES[code], self._tr
        values = {"system": self._system.label, **named}
        message, remedy = tr.gettext(words.message, **values), tr.gettext(words.remedy, **values)
        self.issues.append(Issue(severity, code, message, remedy, FILE, row, column, value))
