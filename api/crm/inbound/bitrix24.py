"""Web hooks of Bitrix24, in two shapes.

An *outgoing web hook* on onCrmCompanyAdd, onCrmLeadAdd or onCrmContactAdd sends a form `event`,
`data[FIELDS][ID]`, `auth[application_token]` and, of the card, its number alone: the rest is read by REST.
https://apidocs.bitrix24.com/api-reference/events/index.html
https://dev.1c-bitrix.ru/rest_help/crm/company/events_company/on_Crm_Company_Add.php

A *robot* ("Исходящий вебхук" among the automation rules) posts to an address with whatever fields the person
who sets it up writes behind the question mark, and names the card in `document_id[2]=LEAD_11`. That is the
shape to prefer; the same form may be sent by hand, with `entity` and `id` in place of the document.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from api.crm.inbound.cards import Fields, card_number, client_of
from api.crm.inbound.forms import Tree, first_text, table
from api.crm.inbound.model import Entity, Inbound, Pending
from api.crm.inbound.problems import HookProblems
from api.crm.messages import HOOKS
from api.crm.model import System

_EVENT = re.compile(r"ONCRM(COMPANY|LEAD|CONTACT)ADD")
_DOCUMENT = re.compile(r"(COMPANY|LEAD|CONTACT)_([0-9]{1,18})")
_NO_FIELDS = frozenset(
    ("id", "event", "data", "auth", "ts", "event_handler_id", "document_id", "token", "entity", "segments")
)


class _Card(NamedTuple):
    """What a message is about: kind and number as they stand there, the number's place, the fields."""

    kind: str
    number: str
    place: str
    fields: Tree


def read(tree: Tree, dimensions: Iterable[str], problems: HookProblems) -> Inbound:
    """The message of a form. Raises `InputError`."""
    card, token = _card(tree), _token(tree)
    if card is None:
        return Inbound((), num_ignored=1, token=token)
    entity = Entity(card.kind.lower())
    number = card_number(card.number, card.place, problems) if card.number or card.place else ""
    client = client_of(entity, number, _fields(card.fields), dimensions, problems)
    if client is not None:
        return Inbound((client,), token=token)
    if not (card.number or card.place):
        raise problems.refused("no-event")
    return Inbound((), (_pending(entity, number, problems),), token=token)


def _card(tree: Tree) -> _Card | None:
    """The new card; None where the message is about something else."""
    event, document = first_text(tree.get("event")), first_text(table(tree, "document_id").get("2"))
    if event:
        fields, found = table(tree, "data", "FIELDS"), _EVENT.fullmatch(event.upper())
        return _Card(found[1], first_text(fields.get("ID")), "data[FIELDS][ID]", fields) if found else None
    if document:
        named = _DOCUMENT.fullmatch(document)
        return _Card(named[1], named[2], "document_id[2]", tree) if named else None
    kind = first_text(tree.get("entity")).upper()
    number = first_text(tree.get("id") or tree.get("ID"))
    return _Card(kind if kind in Entity.__members__ else "COMPANY", number, "id" if number else "", tree)


def _fields(tree: Tree) -> Fields:
    """Names and texts of a card, those of `segments[...]` among them."""
    yield from ((name, first_text(value)) for name, value in tree.items() if name.lower() not in _NO_FIELDS)
    yield from ((name, first_text(value)) for name, value in table(tree, "segments").items())


def _token(tree: Tree) -> str:
    return first_text(table(tree, "auth").get("application_token")) or first_text(tree.get("token"))


def _pending(entity: Entity, number: str, problems: HookProblems) -> Pending:
    said = problems.tr.gettext(HOOKS["fetch"].message, system=System.BITRIX24.label)
    return Pending(
        entity, number, f"crm.{entity}.get", f"{said}. {problems.tr.gettext(HOOKS['fetch'].remedy)}"
    )
