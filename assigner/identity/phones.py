"""Phone numbers in E.164 form."""

from __future__ import annotations

import re

import phonenumbers
from phonenumbers import PhoneNumber

from assigner.identity.model import Validity
from assigner.identity.words import is_nothing

Phones = tuple[tuple[str, ...], Validity]

_BETWEEN = re.compile(r"[,;|\n\r]|\s/\s|/(?=\s*[+8])|\s+(?=\+)|\s+(?:и|and|или|or)\s+", re.IGNORECASE)
_EXTENSION = re.compile(
    r"[\s,;(]*(?:доб(?:ав\w*)?|вн(?:утр\w*)?|extension|ext|x|\#)\.?\s*№?\s*\d{1,6}\)?\s*$", re.IGNORECASE
)
_LONGEST = 15  # digits of an E.164 number


def read_phones(text: str, country: str = "RU") -> Phones:
    """All numbers of a cell in E.164 form without extensions, and what the cell is worth.

    VALID where any number is in use by its country's numbering plan; FOREIGN where a number of another
    country has the right length and no more is known of it; INVALID where the plan of `country` says no, or
    the length is impossible. Numbers of an impossible length, or of one digit repeated, are left out.
    """
    if is_nothing(text) or not re.search(r"\d", text):
        return (), Validity.BLANK
    found = [_judge(number, country) for part in _parts(text) for number in _parse(part, country)]
    numbers = tuple(dict.fromkeys(number for number, _ in found if number))
    worth = min((validity for _, validity in found), default=Validity.INVALID)
    return numbers, worth


def _parts(text: str) -> list[str]:
    """The cell cut into single numbers, extensions taken off."""
    return [_EXTENSION.sub("", part) for part in _BETWEEN.split(text) if re.search(r"\d{2}", part)]


def _parse(part: str, country: str) -> list[PhoneNumber]:
    if sum(map(str.isdigit, part)) > _LONGEST:  # several numbers without anything between them
        matcher = phonenumbers.PhoneNumberMatcher(part, country, leniency=phonenumbers.Leniency.POSSIBLE)
        return [match.number for match in matcher]
    try:
        return [phonenumbers.parse(part, country)]
    except phonenumbers.NumberParseException:
        return []


def _judge(number: PhoneNumber, country: str) -> tuple[str, Validity]:
    written = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    if phonenumbers.is_valid_number(number):
        return written, Validity.VALID
    length = phonenumbers.is_possible_number_with_reason(number)
    one_digit = len(set(str(number.national_number))) == 1
    if length != phonenumbers.ValidationResult.IS_POSSIBLE or one_digit:
        return "", Validity.INVALID
    at_home = number.country_code == phonenumbers.country_code_for_region(country)
    return written, Validity.INVALID if at_home else Validity.FOREIGN
