"""E-mail addresses in one form, and the domains that are a firm's own."""

from __future__ import annotations

import re

from assigner.identity.model import Validity
from assigner.identity.words import card_words, is_nothing

_BETWEEN = re.compile(r"[,;|<>()\[\]\s\"']+|(?<=\w)/(?=\w)")
_LOCAL = r"[\w!#$%&*+=?^`{|}~-]+(?:\.[\w!#$%&*+=?^`{|}~-]+)*"
_LABEL = r"[^\W_](?:[\w-]{0,61}[^\W_])?"
_ADDRESS = re.compile(rf"{_LOCAL}@(?:{_LABEL}\.)+(?:[^\W\d_]{{2,}}|xn--[a-z0-9-]+)")
_LONGEST = 254  # RFC 5321


def read_email(text: str) -> tuple[str, Validity]:
    """The first well-formed address of a cell in lower case, and what the cell is worth.

    Only the form is looked at (RFC 5321 without quoted names); nothing is asked over the network.
    """
    if is_nothing(text):
        return "", Validity.BLANK
    parts = [part.removeprefix("mailto:").strip(".") for part in _BETWEEN.split(text.strip().lower())]
    good = [part for part in parts if len(part) <= _LONGEST and _ADDRESS.fullmatch(part)]
    return (good[0], Validity.VALID) if good else ("", Validity.INVALID)


def own_domain(email: str) -> str:
    """The domain of an address, "" for a public mail service."""
    domain = email.rpartition("@")[2]
    return "" if domain in card_words().public_mail else domain
