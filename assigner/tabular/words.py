"""Texts without what people vary: case, spaces, punctuation, ё, units behind a header."""

from __future__ import annotations

import re
import unicodedata

_UNIT = re.compile(
    r"[\s,;:(\[]+(?:в\s+|in\s+)?(?:(?:тыс|млн|млрд|thousands?|mln|mio)\b\.?\s*)?"
    r"(?:(?:руб(?:лей|лях)?|rub|rur|usd|eur|kzt|byn|тенге)\b\.?|р\.|[₽$€₸%])?(?:\s*(?:/|в|per|a)\s*(?:год|year))?"
    r"[\s)\].]*$",
    re.IGNORECASE,
)


def fold(text: str) -> str:
    """The letters and digits of a text without case and with ё as е: what headers are matched by."""
    plain = unicodedata.normalize("NFKC", text).casefold().replace("ё", "е")
    return "".join(char for char in plain if char.isalnum())


def fold_spaces(text: str) -> str:
    """The text without case and double spaces, punctuation kept: what values are matched by."""
    return " ".join(text.casefold().replace("ё", "е").split())


def without_unit(header: str) -> str:
    """A header without the unit of a year's money at its end: "Выручка, тыс. руб." is "Выручка"."""
    return _UNIT.sub("", header)
