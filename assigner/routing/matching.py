"""Which known client a new one is, if any."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import log2

from assigner.duplicates import weights
from assigner.duplicates.naming import Relation
from assigner.evidence.model import State
from assigner.portfolio import NOBODY
from assigner.routing.keys import SURE
from assigner.routing.ledger import Ledger
from assigner.routing.model import Key, Match
from assigner.routing.plan import COMPARED
from assigner.routing.reading import Incoming

_TOLD = 5
"""So many known clients of other managers are named."""


@dataclass(frozen=True, slots=True)
class Found:
    """The known client, and what else the keys lead to that is somebody else's."""

    match: Match
    others: tuple[Match, ...]


def find_known(ledger: Ledger, incoming: Incoming) -> Found | None:
    """The known client that a new one is (model §12), None where it is new.

    The surest key decides; of several clients with it the one with the most evidence, clients of the plan
    first, in the order of its table. An excluded client is found only where no other has the key.
    """
    matches = sorted(_matches(ledger, incoming), key=_rank)
    if not matches:
        return None
    first, told = matches[0], list[Match]()
    for other in matches[1:]:
        named = [first, *told]
        if other.manager_id != first.manager_id and all(_client(other) != _client(one) for one in named):
            told.append(other)
    return Found(first, tuple(told[:_TOLD]))


def _rank(match: Match) -> tuple[int, bool, bool, float]:
    order = list(Key)
    return order.index(match.key), match.manager_id is None, not match.by_evidence, -match.strength


def _client(match: Match) -> tuple[str, int | None]:
    return match.client_id, match.routed


def _matches(ledger: Ledger, incoming: Incoming) -> Iterator[Match]:
    """Every known client that a key leads to and nothing rules out."""
    card = incoming.card
    for key, value in card.keys:
        for client in ledger.holders(key, value):
            tax = ledger.tax(client)
            two_firms = card.tax and tax and card.tax != tax
            if not two_firms and (key is not Key.NAME or _is_sure(ledger, client, incoming)):
                yield _match(ledger, key, client)


def _match(ledger: Ledger, key: Key, client: int) -> Match:
    plan, book = ledger.plan, ledger.plan.book
    ids = plan.words.manager_ids
    if client >= len(book):
        number = client - len(book)
        holder = ledger.routed[number]
        return Match(key=key, client_id=holder.client_id, routed=number, manager_id=ids[holder.manager])
    manager, planned = int(book.manager[client]), int(book.plan_manager[client])
    return Match(
        key=key,
        client_id=book.client_id(client),
        manager_id=None if manager == NOBODY else ids[manager],
        strength=float(book.strength[client]),
        state=State(int(book.state[client])).label,
        by_evidence=bool(book.by_evidence[client]),
        plan_manager_id=None if planned in (NOBODY, manager) else ids[planned],
    )


def _is_sure(ledger: Ledger, client: int, incoming: Incoming) -> bool:
    """Whether a client of the plan with the same name is the same, by the duplicate finder's bits.

    Only what speaks against it is counted: what else agrees is a key of its own or adds to the score.
    """
    card, book = incoming.card, ledger.plan.book
    namesakes = len(ledger.holders(Key.NAME, card.name)) + 1
    bits = weights.NAMES[Relation.SAME] - log2(namesakes / 2)
    bits += weights.OTHER_PHONE * _differ(card.phone, int(book.phone[client]))
    bits += weights.OTHER_DOMAIN * _differ(card.domain, int(book.domain[client]))
    bits += _other_form(card.kin, str(book.kins[book.kin[client]]))
    for n, name in enumerate(COMPARED):
        code, known = incoming.known_code(name), int(book.segment[n, client])
        bits += weights.SEGMENTS[name][1] * (NOBODY not in (code, known) and code != known)
    return 1 / (1 + 2**-bits) >= SURE


def _differ(one: int, other: int) -> bool:
    """Whether both are known and not the same."""
    return bool(one and other and one != other)


def _other_form(one: str, other: str) -> float:
    """Bits against two legal forms that mean different things."""
    if not one or not other or one == other:
        return 0.0
    return weights.OTHER_KIND_OF_OWNER if "sole" in (one, other) else weights.OTHER_FORM
