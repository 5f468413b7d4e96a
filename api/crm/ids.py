"""Which ids a program takes.

Each function gives the id as the program wants it, or raises `BadId` with a code of `messages.MOVES`.
"""

from __future__ import annotations

import re

_WHOLE = re.compile(r"[1-9][0-9]{0,17}")
_SALESFORCE = re.compile(r"[A-Za-z0-9]{15}(?:[A-Za-z0-9]{3})?")
_SUFFIX = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345"
_ACCOUNT, _USER = "001", "005"


class BadId(Exception):  # noqa: N818 - turned into an Issue
    """The program has no such ids; `code` says what is wrong with it."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def whole_number(text: str) -> str:
    """A positive whole number without leading zeros."""
    if not _WHOLE.fullmatch(text):
        raise BadId("not-a-number")
    return text


def any_code(text: str) -> str:
    """Whatever stands there."""
    return text


def account_id(text: str) -> str:
    """An account of Salesforce, in 18 characters."""
    return _salesforce_id(text, _ACCOUNT, "not-an-account")


def user_id(text: str) -> str:
    """A user of Salesforce, in 18 characters."""
    return _salesforce_id(text, _USER, "not-a-user")


def _salesforce_id(text: str, prefix: str, code: str) -> str:
    """15 characters tell capital letters apart; the last 3 of 18 say which of them are capital.

    https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/field_types.htm
    """
    if not _SALESFORCE.fullmatch(text) or not text.startswith(prefix):
        raise BadId(code)
    whole = text[:15] + "".join(_capitals(text[at : at + 5]) for at in (0, 5, 10))
    if len(text) == 18 and text != whole:
        raise BadId("id-damaged")
    return whole


def _capitals(five: str) -> str:
    """One letter for five: bit n is set where character n is a capital letter."""
    return _SUFFIX[sum(1 << at for at, char in enumerate(five) if "A" <= char <= "Z")]
