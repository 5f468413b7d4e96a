"""Tax ids: digits with a checksum where the country's is known."""

from __future__ import annotations

import re

from stdnum.by import unp
from stdnum.ru import inn

from assigner.identity.model import Validity
from assigner.identity.words import is_nothing

_LABEL = re.compile(r"(?:инн|inn|кпп|kpp|vat|tin|ru(?=\s*\d))[\s/:.№#]*", re.IGNORECASE)
_SECOND_PART = re.compile(r"[/\\;,|]|\s(?=\d{9}$)")  # an INN is often written with the KPP behind it
_EXCEL_NUMBER = re.compile(r"\.0+$")
_INN_LENGTHS = (10, 12)
_LONGEST_JUNK = 7  # no country has tax ids of fewer than eight digits


def read_tax_id(text: str, country: str = "RU") -> tuple[str, Validity]:
    """The tax id in a cell, and what it is worth; ("", BLANK) where there is none.

    In Russia INNs of 10 or 12 digits are checked; 9 or 11 digits get their leading zero back if that makes
    them valid (PADDED). Any other country's ids are only put into one form (FOREIGN). Checksums: the tax
    service's, by python-stdnum.
    """
    if is_nothing(text):
        return "", Validity.BLANK
    if country != "RU":
        return _foreign(text)
    digits = _inn_digits(text)
    if re.search(r"[^\W\d_]", digits):
        return _foreign(digits)
    return _russian(digits)


def _inn_digits(text: str) -> str:
    """The first number of the cell without its label; letters that belong to a foreign id stay."""
    bare = _EXCEL_NUMBER.sub("", _LABEL.sub("", text.strip()).strip())
    first = next((part for part in _SECOND_PART.split(bare) if part.strip()), "")
    return re.sub(r"[\W_]", "", first).upper()


def _russian(digits: str) -> tuple[str, Validity]:
    if not digits.strip("0"):
        return ("", Validity.BLANK) if len(digits) < min(_INN_LENGTHS) else (digits, Validity.INVALID)
    if len(digits) in _INN_LENGTHS:
        return digits, Validity.VALID if inn.is_valid(digits) else Validity.INVALID
    if len(digits) + 1 in _INN_LENGTHS:
        return _shortened(digits)
    return digits, Validity.INVALID if len(digits) <= _LONGEST_JUNK else Validity.FOREIGN


def _shortened(digits: str) -> tuple[str, Validity]:
    """Nine or eleven digits: an INN without its leading zero, a Belarusian UNP, or a slip of the hand."""
    if inn.is_valid("0" + digits):
        return "0" + digits, Validity.PADDED
    return digits, Validity.FOREIGN if unp.is_valid(digits) else Validity.INVALID


def _foreign(text: str) -> tuple[str, Validity]:
    """An id that can't be checked; nothing but zeros or no digit at all is no id."""
    plain = re.sub(r"[\W_]", "", text).upper()
    if not re.search(r"[1-9]", plain):
        return "", Validity.BLANK
    return plain, Validity.FOREIGN
