"""Dates with the month in words, English and Russian, as ISO dates."""

from __future__ import annotations

import re

_NAMES = (
    "jan january янв январь января",
    "feb february фев февр февраль февраля",
    "mar march мар март марта",
    "apr april апр апрель апреля",
    "may май мая",
    "jun june июн июнь июня",
    "jul july июл июль июля",
    "aug august авг август августа",
    "sep sept september сен сент сентябрь сентября",
    "oct october окт октябрь октября",
    "nov november ноя нояб ноябрь ноября",
    "dec december дек декабрь декабря",
)
_MONTHS = {word: number for number, words in enumerate(_NAMES, start=1) for word in words.split()}
_WEEKDAY = r"(?:[^\W\d_]{2,11}\.?,\s*)?"
_YEAR = r"(?P<year>\d{4}|\d{2})(?!\d)(?:\s*г(?:ода|\.)?(?!\w))?"
_SHAPES = (
    re.compile(_WEEKDAY + r"(?P<day>\d{1,2})(?:st|nd|rd|th)?[\s.-]+(?P<month>[^\W\d_]{3,9})[\s.,-]+" + _YEAR),
    re.compile(_WEEKDAY + r"(?P<month>[^\W\d_]{3,9})[\s.-]+(?P<day>\d{1,2})(?:st|nd|rd|th)?[\s,]+" + _YEAR),
)
_LATE_YEAR = 70


def full_year(year: str) -> int:
    """A year of two digits as the one between 1970 and 2069."""
    number = int(year)
    if len(year) > 2:
        return number
    return number + (1900 if number >= _LATE_YEAR else 2000)


def in_digits(text: str) -> str:
    """The date "22 ноября 2026 г. 9:05" as "2026-11-22 9:05"; texts without such a date as they are."""
    plain = text.casefold().replace("ё", "е")
    for shape in _SHAPES:
        found = shape.match(plain)
        if found is not None and found["month"] in _MONTHS:
            month, day = _MONTHS[found["month"]], int(found["day"])
            return f"{full_year(found['year']):04d}-{month:02d}-{day:02d}{plain[found.end() :].upper()}"
    return text
