"""The fields of a card into a client; names of fields are understood as headers of the clients table are."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from math import isfinite

from api.crm.inbound.model import Entity, InboundClient
from api.crm.inbound.problems import HookProblems
from assigner.tabular.vocabulary import fold, vocabulary

_WHOLE = re.compile(r"[0-9]{1,18}")
_BLANKS = re.compile(r"\s+")
_NUMBER = re.compile(r"[0-9]+(?:[.,][0-9]+)?")
_NAMES = ("companytitle", "title", "companyname")
"""Fields that name the firm, the best first; a field called "name" may hold a person's first name."""

_WORDS = ("name", "tax_id", "phone", "email")

Fields = Iterable[tuple[str, str]]


@cache
def _columns() -> Mapping[str, str]:
    """The canonical column of every word that a header may be."""
    headers = vocabulary().headers["clients"]
    return {word: column for column, words in headers.items() for word in (fold(column), *words)}


def client_of(
    entity: Entity, card_id: str, fields: Fields, dimensions: Iterable[str], problems: HookProblems
) -> InboundClient | None:
    """The client that the fields of a card describe; None where they say nothing of it.

    `dimensions` are those of the base; fields called like one of them are segments, all other fields that no
    word is known for are left out.
    """
    given = {fold(name): (name, value) for name, value in fields if value}
    named = {
        column: value for word, (_, value) in reversed(given.items()) if (column := _columns().get(word))
    }
    firm = [given[word][1] for word in _NAMES if word in given]
    name, tax_id, phone, email = (named.get(column, "") for column in _WORDS)
    if not any((*firm, name, tax_id, phone, email)):
        return None
    return InboundClient(
        entity=entity,
        card_id=card_id,
        name=firm[0] if firm else name,
        tax_id=tax_id,
        phone=phone,
        email=email,
        potential=_amount(named, "potential", problems),
        revenue=_amount(named, "revenue_12m", problems),
        workload=_amount(named, "workload", problems),
        segments=_segments(given, named, dimensions),
    )


def _segments(
    given: Mapping[str, tuple[str, str]], named: Mapping[str, str], dimensions: Iterable[str]
) -> dict[str, str]:
    values = {
        name: given[fold(name)][1] if fold(name) in given else named.get(name, "") for name in dimensions
    }
    return {name: value for name, value in values.items() if value}


def _amount(named: Mapping[str, str], field: str, problems: HookProblems) -> float | None:
    """A number of at least 0, None where blank or wrong, which is told."""
    text = named.get(field, "")
    if not text:
        return None
    digits = _BLANKS.sub("", text)
    if _NUMBER.fullmatch(digits) and isfinite(number := float(digits.replace(",", "."))):
        return number
    problems.add("bad-amount", field)
    return None


def card_number(text: str, field: str, problems: HookProblems) -> str:
    """The number of a card, "" where it is none, which is told."""
    if _WHOLE.fullmatch(text):
        return text
    problems.add("bad-id", field)
    return ""
