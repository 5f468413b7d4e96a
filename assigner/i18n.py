"""Words, numbers and dates in the reader's language.

Message ids are the English texts. Russian ones stand in `locale/ru/LC_MESSAGES/*.po`, one catalogue per
room, read as they are, so there is nothing to compile. A `Translator` is chosen per call or session, never
per process.
"""

from __future__ import annotations

from datetime import date
from functools import cache
from math import isfinite
from pathlib import Path
from typing import Any

from babel.core import Locale
from babel.dates import format_date
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po
from babel.numbers import format_decimal, format_percent, get_decimal_symbol, get_group_symbol

LOCALE_DIR = Path(__file__).parent / "locale"
LANGUAGES = ("en", "ru")


@cache
def _catalogue(language: str) -> Catalog:
    """All catalogues of one language merged; an empty one for English."""
    merged = Catalog(locale=language)
    for path in sorted((LOCALE_DIR / language / "LC_MESSAGES").glob("*.po")):
        with path.open("rb") as stream:
            for message in read_po(stream, locale=language):
                if message.id:
                    merged.add(message.id, message.string)
    return merged


@cache
def _separators(language: str) -> dict[int, str]:
    """What stands for Python's comma and point."""
    return str.maketrans({",": get_group_symbol(language), ".": get_decimal_symbol(language)})


class Translator:
    """Texts, numbers and dates of one language. Texts take named values: `gettext("{n} moved", n=3)`."""

    def __init__(self, language: str = "en") -> None:
        if language not in LANGUAGES:
            raise ValueError(f"language must be one of {', '.join(LANGUAGES)}, not {language!r}")
        self.language = language
        self._locale = Locale.parse(language)
        self._catalogue = _catalogue(language)
        self._separators = _separators(language)

    def gettext(self, message: str, /, **values: object) -> str:
        """The message in this language, with its values put in."""
        found = self._catalogue.get(message)
        text = (
            found.string if found is not None and isinstance(found.string, str) and found.string else message
        )
        return str(text).format(**values) if values else str(text)

    def ngettext(self, one: str, many: str, n: int, /, **values: object) -> str:
        """The form of the message that goes with `n`; {n} is the number, formatted."""
        forms = self._forms(one)
        english = one if n == 1 else many
        text = forms[self._plural_index(n)] if forms else english
        return str(text).format(n=self.number(n), **values)

    def _forms(self, one: str) -> tuple[str, ...]:
        found = self._catalogue.get(one)
        forms: Any = found.string if found is not None else ()
        return tuple(forms) if isinstance(forms, tuple | list) and all(forms) else ()

    def _plural_index(self, n: int) -> int:
        """Gettext's plural index: Russian has three forms (1 клиент, 2 клиента, 5 клиентов)."""
        if self.language != "ru":
            return int(n != 1)
        if n % 10 == 1 and n % 100 != 11:
            return 0
        return 1 if 2 <= n % 10 <= 4 and not 12 <= n % 100 <= 14 else 2

    def number(self, value: float, digits: int = 0) -> str:
        """A number with the language's separators and `digits` decimals."""
        rounded = round(value, digits) or 0  # never -0
        if not isfinite(rounded):
            return str(format_decimal(rounded, locale=self._locale))
        return f"{rounded:,.{digits}f}".translate(self._separators)  # a tenth of the time of the library

    def percent(self, share: float, digits: int = 0) -> str:
        """A fraction as per cent: 0.31 -> 31% (en), 31 % (ru)."""
        shape = (
            "#,##0" + ("." + "0" * digits if digits else "") + ("\u00a0%" if self.language == "ru" else "%")
        )
        shown = share if round(share, digits + 2) else 0  # never -0%
        return str(format_percent(shown, format=shape, locale=self._locale))

    def date(self, day: date) -> str:
        """A date in the language's usual short form."""
        shape = "dd.MM.yyyy" if self.language == "ru" else "d MMM yyyy"
        return str(format_date(day, format=shape, locale=self._locale))
