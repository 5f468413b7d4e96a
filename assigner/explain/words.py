"""Numbers, dates and names in one language, each distinct one put into words only once.

A base of 100,000 clients has few distinct dates, counts and per cents; formatting them anew for every client
would take most of the time.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import numpy as np

from assigner.i18n import Translator

DAYS = ("{n} day", "{n} days")


class Words:
    """A translator with a memory."""

    def __init__(self, language: str) -> None:
        self.tr = Translator(language)
        self._known: dict[tuple[str, object], str] = {}

    def _once(self, kind: str, key: object, make: Callable[[], str]) -> str:
        found = self._known.get((kind, key))
        if found is None:
            found = self._known[kind, key] = make()
        return found

    def text(self, message: str) -> str:
        """The message in this language with its braces still open."""
        return self._once("text", message, lambda: self.tr.gettext(message))

    def money(self, amount: float) -> str:
        """A rounded amount; a currency is the reader's to know."""
        return self._once("money", round(amount), lambda: self.tr.number(amount))

    def strength(self, strength: float) -> str:
        """A strength with two decimals."""
        return self._once("strength", round(strength, 2), lambda: self.tr.number(strength, 2))

    def percent(self, share: float) -> str:
        """A fraction as whole per cent."""
        return self._once("percent", round(share, 2), lambda: self.tr.percent(share))

    def day(self, day: np.datetime64) -> str:
        """A date that is not NaT."""
        return self._once("day", day, lambda: self.tr.date(day.astype(date)))

    def days(self, n: int) -> str:
        """So many days."""
        return self.counted(DAYS, n)

    def counted(self, forms: tuple[str, str], n: int, **values: object) -> str:
        """The plural form that goes with n, with its values put in."""
        key = (forms[0], n, tuple(values.values()))
        return self._once("counted", key, lambda: self.tr.ngettext(*forms, n, **values))
