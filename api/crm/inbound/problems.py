"""Collects what is wrong with a message. Values are never told: they are personal."""

from __future__ import annotations

from api.crm.messages import HOOKS
from assigner.errors import InputError, Issue, Severity
from assigner.i18n import Translator

MAX_NAME = 100


class HookProblems:
    """The issues of one message."""

    def __init__(self, language: str) -> None:
        self.tr = Translator(language)
        self._issues: list[Issue] = []

    def add(self, code: str, field: str = "", **named: object) -> None:
        """Something that does not stop the reading."""
        words = HOOKS[code]
        message, remedy = self.tr.gettext(words.message, **named), self.tr.gettext(words.remedy)
        self._issues.append(Issue(Severity.ERROR, code, message, remedy, column=field[:MAX_NAME]))

    def refused(self, code: str, field: str = "", **named: object) -> InputError:
        """The error to be raised where nothing more can be read."""
        self.add(code, field, **named)
        return InputError(self._issues)

    def check(self) -> None:
        """Raises `InputError` with everything found so far, if there is anything."""
        if self._issues:
            raise InputError(self._issues)
