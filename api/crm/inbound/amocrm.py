"""Web hooks of amoCRM (Kommo): a form `entity[action][number][field]` with all fields of new cards.

https://www.amocrm.ru/developers/content/crm_platform/webhooks-format New companies come as
`contacts[add][0]` with `type=company`, or as `companies[add][0]`; fields that the account added as
`custom_fields[0][name]` and `[values][0][value]`, telephone and e-mail with the codes PHONE and EMAIL. The
form has no secret: it stands in the address that the hook is sent to (`?token=...`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from api.crm.inbound.cards import Fields, card_number, client_of
from api.crm.inbound.forms import Tree, first_text, table
from api.crm.inbound.model import Entity, Inbound, InboundClient
from api.crm.inbound.problems import HookProblems

_GROUPS = {"companies": Entity.COMPANY, "contacts": Entity.CONTACT, "leads": Entity.LEAD}
_OTHERS = ("account", "token")
_CODES = ("PHONE", "EMAIL")


def read(tree: Tree, dimensions: Iterable[str], problems: HookProblems) -> Inbound:
    """The message of a form. Raises `InputError`."""
    events = [name for name, value in tree.items() if isinstance(value, dict) and name not in _OTHERS]
    if not events:
        raise problems.refused("no-event")
    names = tuple(dimensions)
    cards = [*_cards(tree)]
    clients = [_client(entity, card, place, names, problems) for entity, card, place in cards]
    told = sum(len(table(tree, event, action)) or 1 for event in events for action in table(tree, event))
    known = tuple(client for client in clients if client is not None)
    return Inbound(known, num_ignored=told - len(known), token=first_text(tree.get("token")))


def _cards(tree: Tree) -> Iterator[tuple[Entity, Tree, str]]:
    """New cards, what each is, and its place in the form."""
    for group, entity in _GROUPS.items():
        added = table(tree, group, "add")
        for number in added:
            card = table(added, number)
            is_company = entity is Entity.CONTACT and first_text(card.get("type")) == "company"
            yield (Entity.COMPANY if is_company else entity), card, f"{group}[add][{number}]"


def _client(
    entity: Entity, card: Tree, place: str, dimensions: Iterable[str], problems: HookProblems
) -> InboundClient | None:
    number = card_number(first_text(card.get("id")), f"{place}[id]", problems)
    return client_of(entity, number, _fields(card), dimensions, problems)


def _fields(card: Tree) -> Fields:
    """Names and texts: the card's name and the fields of the account, by their code or name."""
    yield "name", first_text(card.get("name"))
    yield "company_name", first_text(card.get("company_name"))
    fields = table(card, "custom_fields") or table(card, "custom_fields_values")
    for number in fields:
        field = table(fields, number)
        code = first_text(field.get("code"))
        yield (code if code in _CODES else first_text(field.get("name"))), first_text(field.get("values"))
