"""All cards of a base into comparable forms."""

from __future__ import annotations

from functools import partial

import numpy as np

from assigner.identity.emails import own_domain, read_email
from assigner.identity.model import Identity, Validity, ValidityArray
from assigner.identity.names import read_name
from assigner.identity.phones import read_phones
from assigner.identity.tax_ids import read_tax_id
from assigner.identity.words import read_distinct
from assigner.portfolio import Clients, StrArray


def identify(clients: Clients, country: str = "RU") -> Identity:
    """What every card says about who the client is (model §11), in forms that can be compared.

    `country` (two letters) is where phones without a country code are, and whose tax ids are checked; only
    Russian ones have a checksum here, any other country's ids are FOREIGN.
    """
    tax_ids = read_distinct(clients.tax_id, partial(read_tax_id, country=country))
    phones = read_distinct(clients.phone, partial(read_phones, country=country))
    emails = read_distinct(clients.email, read_email)
    names = read_distinct(clients.name, read_name)
    return Identity(
        tax_id=_texts([number for number, _ in tax_ids]),
        tax_id_validity=_validity([worth for _, worth in tax_ids]),
        phone=_texts([next(iter(numbers), "") for numbers, _ in phones]),
        phones=tuple(numbers for numbers, _ in phones),
        phone_validity=_validity([worth for _, worth in phones]),
        email=_texts([address for address, _ in emails]),
        email_validity=_validity([worth for _, worth in emails]),
        domain=_texts([own_domain(address) for address, _ in emails]),
        name_key=_texts([name.key for name in names]),
        legal_form=_texts([name.legal_form for name in names]),
    )


def _texts(values: list[str]) -> StrArray:
    column = np.empty(len(values), dtype=object)
    column[:] = values
    return column


def _validity(values: list[Validity]) -> ValidityArray:
    return np.array(values, dtype=np.int8)
