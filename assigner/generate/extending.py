"""Planted cards into the tables of a company: their segments, words and few touches."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace

import numpy as np

from assigner.evidence.model import State
from assigner.generate.base import Base
from assigner.generate.cards import Cards
from assigner.generate.log import sale_amounts
from assigner.generate.naming import mailbox, pick, text_column
from assigner.generate.planted import PlantedCard
from assigner.generate.second_cards import numbers_in, plant
from assigner.generate.spec import CompanySpec
from assigner.generate.team import Team
from assigner.generate.touches import CALL, Touches, join, make_touches, sales
from assigner.generate.vocabulary import Vocabulary
from assigner.portfolio import FloatArray, StrArray

_CALLED = 0.35  # of the planted cards with an owner and no sale; one call makes nobody active (model §2)
_FRESH_SALE = (3, 115)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Firms:
    """The clients with their cards and touches; `amount` is the money of each touch. `planted` come last."""

    base: Base
    cards: Cards
    touches: Touches
    amount: FloatArray
    planted: tuple[PlantedCard, ...] = ()


def with_planted(spec: CompanySpec, words: Vocabulary, firms: Firms, team: Team) -> Firms:
    """The firms with duplicates and look-alikes at the end, as many as the spec asks for.

    Drawn by a generator of their own, so that a company without them stays as it is.
    """
    if not spec.num_duplicates:
        return firms
    cards, planted = plant(spec, words, firms.base, firms.cards, team)
    rng = np.random.Generator(np.random.PCG64([spec.seed, 4]))
    base = _extend_base(rng, firms.base, planted)
    more = _planted_work(rng, base, len(firms.base))
    return Firms(
        base=base,
        cards=_extend_cards(rng, words, cards, planted),
        touches=join([firms.touches, more]),
        amount=np.concatenate([firms.amount, sale_amounts(rng, spec, base, more)]),
        planted=tuple(planted),
    )


def _extend_base(rng: np.random.Generator, base: Base, planted: list[PlantedCard]) -> Base:
    """The base with the planted cards at its end, in nobody's holding, their potential guessed anew."""
    of = numbers_in(planted, "of")
    guess = np.maximum(np.round(base.potential[of] * rng.lognormal(0, 0.4, len(of))), 1)
    added = Base(
        region=numbers_in(planted, "region"),
        industry=numbers_in(planted, "industry"),
        channel=np.where(rng.random(len(of)) < 0.6, base.channel[of], rng.permutation(base.channel[of])),
        tier=base.tier[of],
        group_idx=np.full(len(of), -1, dtype=np.int32),
        potential=guess,
        workload=base.workload[of],
        owner_idx=numbers_in(planted, "owner_idx"),
        state=numbers_in(planted, "state").astype(np.int8),
    )
    names = [column.name for column in fields(Base)]
    return Base(**{name: np.concatenate([getattr(base, name), getattr(added, name)]) for name in names})


def _extend_cards(
    rng: np.random.Generator, words: Vocabulary, cards: Cards, planted: list[PlantedCard]
) -> Cards:
    """The cards with the planted ones at their end; their contacts answer the phone on the card."""
    count, first = len(planted), len(cards.client_id) + 1
    width = len(cards.client_id[0]) - 1
    persons = [card.person for card in planted]
    mail = [card.email or mailbox(card.person, cards.email[card.of].partition("@")[2]) for card in planted]
    number = [card.phone or cards.contact_phone[1, card.of] for card in planted]
    return replace(
        cards,
        client_id=cards.client_id + [f"C{first + n:0{width}d}" for n in range(count)],
        name=cards.name + [card.name for card in planted],
        tax_id=cards.tax_id + [card.tax_id for card in planted],
        phone=cards.phone + [card.phone for card in planted],
        email=cards.email + [card.email for card in planted],
        contact_name=_beside(cards.contact_name, persons),
        contact_role=_beside(cards.contact_role, pick(rng, words.roles, count).tolist()),
        contact_phone=_beside(cards.contact_phone, number),
        contact_email=_beside(cards.contact_email, mail),
    )


def _beside(contacts: StrArray, more: list[str]) -> StrArray:
    """Both contacts of every card; those of a planted card are one person."""
    return np.concatenate([contacts, np.stack([text_column(more)] * 2)], axis=1)


def _planted_work(rng: np.random.Generator, base: Base, first: int) -> Touches:
    """What was done with the planted cards, which begin at `first`: a call here, a fresh sale there."""
    at = np.arange(first, len(base), dtype=np.int32)
    state, owner = base.state[first:], base.owner_idx[first:]
    sold = state == State.PROVEN
    called = (state == State.CLAIMED) & (rng.random(len(at)) < _CALLED)
    day = rng.integers(2, 200, int(called.sum()), dtype=np.int32)
    once = np.ones(int(sold.sum()), dtype=np.int32)
    return join(
        [
            make_touches(rng, at[called], owner[called], day, kind=CALL),
            sales(rng, at[sold], owner[sold], once, _FRESH_SALE),
        ]
    )
