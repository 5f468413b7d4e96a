"""One message of a web hook, whichever program sent it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from api.crm.inbound import amocrm, bitrix24
from api.crm.inbound.forms import Tree, parse_form
from api.crm.inbound.model import Inbound, Limits
from api.crm.inbound.problems import HookProblems
from api.crm.model import System
from assigner.portfolio import STANDARD_DIMENSIONS

READERS: Mapping[System, Callable[[Tree, Iterable[str], HookProblems], Inbound]] = {
    System.BITRIX24: bitrix24.read,
    System.AMOCRM: amocrm.read,
}
"""The programs that send web hooks of a shape that is known."""

DEFAULT_LIMITS = Limits()


def parse_hook(
    system: System,
    body: bytes,
    *,
    query: str = "",
    dimensions: Iterable[str] = STANDARD_DIMENSIONS,
    limits: Limits = DEFAULT_LIMITS,
    language: str = "en",
) -> Inbound:
    """The new clients of a message; `query` is what stands behind the question mark of the address.

    `dimensions` are the segment dimensions of the base. Raises `InputError` with everything that is wrong
    and nothing else, whatever the bytes are; KeyError for a program without web hooks.
    """
    reader, problems = READERS[system], HookProblems(language)
    whole = b"&".join(part for part in (query.encode("utf-8", "replace"), body) if part)
    found = reader(parse_form(whole, limits, problems), tuple(dimensions), problems)
    if len(found.clients) > limits.cards:
        problems.add("too-many-clients", count=len(found.clients), limit=limits.cards)
    problems.check()
    return found
