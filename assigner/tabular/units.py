"""Thousands, millions and currencies written beside a number or in a header."""

from __future__ import annotations

import re
from typing import NamedTuple

_CURRENCY_WORDS = r"rub|rur|usd|eur|gbp|kzt|byn|uah|cny|руб(?:лей|ля|ль)?|долл(?:аров|ара)?|евро|тенге|р"
_THOUSAND = r"тыс(?:яч[аи]?)?|thousands?"
_MILLION = r"млн|миллион(?:а|ов)?|mln|mio|millions?"
_BILLION = r"млрд|миллиард(?:а|ов)?|bn|billions?"
_LONG_SCALE = rf"(?P<thousand>{_THOUSAND})|(?P<million>{_MILLION})|(?P<billion>{_BILLION})"
_SCALE = rf"{_LONG_SCALE}|(?P<letter>[kкm])"
_DIGITS = {"thousand": 3, "million": 6, "billion": 9, "short": 3}
UNIT_NAMES = {1e3: "тыс.", 1e6: "млн", 1e9: "млрд"}
"""A unit of headers as it is written."""

_DIGITS_OF_LETTER = {"k": 3, "к": 3, "m": 6}

_SIGN = r"[$€£¥₽₴₸₺₹]"
_END = r"(?![a-zа-яё])\.?"
_CURRENCY = rf"(?:{_SIGN}|(?:{_CURRENCY_WORDS}){_END})?"
_CELL = re.compile(
    rf"(?P<sign>[+-]?)\s*{_CURRENCY}\s*(?P<number>[^a-zа-яё$€£¥₽₴₸₺₹]*?)\s*"
    rf"(?:(?:{_SCALE}|(?P<short>т\.?\s?р)){_END})?\s*{_CURRENCY}"
)
_WORD_IN_HEADER = re.compile(rf"(?<![a-zа-яё0-9])(?:(?:{_LONG_SCALE}){_END}|(?P<short>т\.\s?р{_END}))")
_MONEY = rf"(?:{_SIGN}|(?:{_CURRENCY_WORDS})(?![a-zа-яё]))"
_LETTER_IN_HEADER = re.compile(
    rf"(?:[,;(\[]\s*|{_MONEY}\s?)(?P<letter>[kкm])(?![a-zа-яё/])|(?<![a-zа-яё0-9])(?P<before>[kкm])\s?{_MONEY}"
)
_ABOUT = re.compile(r"^(?:[≈~]|ок\.|около|примерно|approx\.?|ca\.?)\s*")


class Amount(NamedTuple):
    """A number's text without what stands around it, and how many digits its unit adds: 3 for thousands."""

    text: str
    digits: int = 0


def _digits(found: re.Match[str]) -> int:
    named = {name: value for name, value in found.groupdict().items() if value}
    letter = named.get("letter") or named.get("before")
    if letter:
        return _DIGITS_OF_LETTER[letter]
    return next((_DIGITS[name] for name in named if name in _DIGITS), 0)


def amount_of(cell: str) -> Amount:
    """The number of a cell such as "≈ 12,5 тыс. руб.", "$3M" or "(1 234)"; other texts as they are."""
    text = _ABOUT.sub("", cell.casefold().strip())
    negative = text.startswith("(") and text.endswith(")")
    found = _CELL.fullmatch(text[1:-1].strip() if negative else text)
    if found is None:
        return Amount(cell)
    sign = ("-" if negative else "") + found["sign"]
    return Amount(sign + found["number"].strip(), _digits(found))


def unit_of_header(header: str) -> float:
    """What the numbers below a header count: 1000 for "Потенциал, тыс. руб.", 1 where nothing is said.

    A single letter is a unit after a comma, in brackets or beside a currency: "Potential, k EUR"; "12 m" are
    months.
    """
    text = header.casefold()
    found = _WORD_IN_HEADER.search(text) or _LETTER_IN_HEADER.search(text)
    return float(10 ** _digits(found)) if found else 1.0
