"""What a client is known again by: the forms of `assigner.identity`, as numbers.

Keys are hashes of 64 bits, so that a plan of 100,000 clients is small, quick to load and holds no phone or
tax id in clear. Two different keys are the same number about once in 10^8 such plans.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from math import log2

from assigner.duplicates import weights
from assigner.duplicates.naming import Names, Relation
from assigner.identity import Validity
from assigner.identity.emails import own_domain, read_email
from assigner.identity.names import kin_of, read_name
from assigner.identity.phones import read_phones
from assigner.identity.tax_ids import read_tax_id
from assigner.routing.model import Key

CHECKED = (Validity.VALID, Validity.PADDED)
"""Tax ids that stand for one legal entity: two different ones are two clients, whatever else agrees."""

SURE = weights.EXACT_AT_LEAST
"""Score of the duplicate finder from which a name alone is believed."""

MOST = {
    Key.EMAIL: 2 ** (weights.EMAIL / weights.CROWD + 1) - 1,
    Key.PHONE: 2 ** (weights.PHONE / weights.CROWD + 1) - 1,
    Key.DOMAIN: 2 ** (weights.DOMAIN / weights.CROWD + 1) - 1,
    Key.NAME: 2 ** (weights.NAMES[Relation.SAME] - log2(SURE / (1 - SURE)) + 1) - 1,
}
"""More known clients with one key than this: it tells nothing of whose the next one is.

Where the duplicate finder's bits of the key, less with every card that shares it, are used up (for a name:
are fewer than SURE takes), the new client counted in.
"""

_REMEMBERED = 256
"""Cards read last: a client is read when it is decided and once more when it is booked."""

_DIGITS = 7
"""Digits of a phone that are not all the same unless somebody typed them to get past a form."""


@dataclass(frozen=True, slots=True)
class Card:
    """Keys of one client, the surest first, each a hash; 0 where there is none.

    `tax` is set for a checked tax id only, a TAX_ID key also for one that can't be checked. `kin` is what
    the legal form means.
    """

    keys: tuple[tuple[Key, int], ...]
    tax: int
    phone: int
    domain: int
    kin: str
    name: int


@lru_cache(maxsize=_REMEMBERED)
def read_card(
    name: str, tax_id: str, phone: str, email: str, *, client_ids: tuple[str, ...], country: str
) -> Card:
    """The keys of a client from its cells, whatever their spelling; `client_ids` are those of its cards."""
    number, worth = read_tax_id(tax_id, country)
    phones = [hashed(Key.PHONE, one) for one in read_phones(phone, country)[0] if _is_typed(one)]
    address, _ = read_email(email)
    domain = hashed(Key.DOMAIN, own_domain(address))
    firm = read_name(name)
    named = hashed(Key.NAME, Names.of([firm.key]).ordered[0])
    tax = hashed(Key.TAX_ID, number) if worth is not Validity.INVALID else 0
    found = [
        *((Key.CLIENT_ID, hashed(Key.CLIENT_ID, one.strip())) for one in client_ids),
        (Key.TAX_ID, tax),
        (Key.EMAIL, hashed(Key.EMAIL, address)),
        *((Key.PHONE, one) for one in phones),
        (Key.DOMAIN, domain),
        (Key.NAME, named),
    ]
    return Card(
        keys=tuple((key, value) for key, value in dict.fromkeys(found) if value),
        tax=tax if worth in CHECKED else 0,
        phone=next(iter(phones), 0),
        domain=domain,
        kin=kin_of(firm.legal_form),
        name=named,
    )


def _is_typed(phone: str) -> bool:
    return len(set(phone[-_DIGITS:])) > 1


def hashed(key: Key, text: str) -> int:
    """A key as a number, 0 for ""."""
    if not text:
        return 0
    digest = blake2b(f"{key}:{text}".encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "little") or 1
