"""The words on a client's card: id, names, numbers, two contacts."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from assigner.generate.base import Base
from assigner.generate.naming import (
    legal_and_domains,
    mailbox,
    people,
    phones,
    pick,
    tax_ids,
    text_column,
)
from assigner.generate.team import Team
from assigner.generate.vocabulary import Vocabulary
from assigner.portfolio import StrArray


@dataclass(frozen=True, slots=True, eq=False)
class Cards:
    """Texts per client (length N); contact columns are (2, N): the owner's contact and another one.

    `stock_phone` is the number that a gamer enters everywhere, per manager.
    """

    client_id: list[str]
    name: list[str]
    tax_id: list[str]
    phone: list[str]
    email: list[str]
    contact_name: StrArray
    contact_role: StrArray
    contact_phone: StrArray
    contact_email: StrArray
    stock_phone: StrArray


def make_cards(rng: np.random.Generator, words: Vocabulary, base: Base, team: Team) -> Cards:
    """Draw the texts. All phones differ, within the patterns' number space."""
    count = len(base)
    names, domains = legal_and_domains(rng, words, base.group_idx)
    persons = people(rng, words.people, 2 * count)
    numbers = phones(words.phone, np.arange(3 * count + len(team), dtype=np.int32))
    mail = [mailbox(person, at) for person, at in zip(persons, domains * 2, strict=True)]
    width = max(5, len(str(count)))
    return Cards(
        client_id=[f"C{n:0{width}d}" for n in range(1, count + 1)],
        name=names,
        tax_id=tax_ids(rng, count),
        phone=numbers[:count],
        email=[f"info@{at}" for at in domains],
        contact_name=text_column(persons).reshape(2, count),
        contact_role=pick(rng, words.roles, 2 * count).reshape(2, count),
        contact_phone=text_column(numbers[count : 3 * count]).reshape(2, count),
        contact_email=text_column(mail).reshape(2, count),
        stock_phone=text_column(numbers[3 * count :]),
    )
