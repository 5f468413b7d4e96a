"""Texts without what people vary: case, spaces, punctuation, ё, units behind a header."""

from __future__ import annotations

import re
import unicodedata

_SCALE = r"тыс(?:яч[аи]?)?|млн|миллион(?:а|ов)?|млрд|thousands?|mln|mio|millions?|bn|billions?"
_MONEY = r"руб(?:лей|лях)?|rub|rur|usd|eur|gbp|kzt|byn|тенге"
_UNIT = re.compile(
    rf"(?:[\s,;:(\[]+(?:(?:в|in)\s+)?(?:(?:{_SCALE})\b\.?\s*|т\.\s?(?=р))?|[,;(\[]\s*[kкm]\b\s*)"
    rf"(?:(?:{_MONEY})\b\.?|р\.|[₽$€₸%])?(?:\s*(?:/|в|per|a)\s*(?:год|year))?[\s)\].]*$",
    re.IGNORECASE,
)


def fold(text: str) -> str:
    """The letters and digits of a text without case and with ё as е: what headers are matched by."""
    plain = unicodedata.normalize("NFKC", text).casefold().replace("ё", "е")
    return "".join(char for char in plain if char.isalnum())


def fold_spaces(text: str) -> str:
    """The text without case and double spaces, punctuation kept: what values are matched by."""
    return " ".join(text.casefold().replace("ё", "е").split())


def without_zeros(text: str) -> str:
    """A whole number without the leading zeros that spreadsheets take away; any other text as it is."""
    return (text.lstrip("0") or "0") if text.isdecimal() else text


def without_unit(header: str) -> str:
    """A header without the unit of a year's money at its end: "Выручка, тыс. руб." is "Выручка"."""
    return _UNIT.sub("", header)
