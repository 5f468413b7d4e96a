"""Second cards of some firms, and other firms that look like one of the base."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from assigner.generate.base import Base
from assigner.generate.cards import Cards
from assigner.generate.naming import domain, legal_names, mailbox, people
from assigner.generate.planted import PlantedCard, Planter
from assigner.generate.spec import CompanySpec
from assigner.generate.team import Team
from assigner.generate.variants import (
    one_of,
    other_email,
    other_phone,
    other_tax_id,
    spelled_otherwise,
    stem_and_form,
)
from assigner.generate.vocabulary import Vocabulary

_LOOK_ALIKES_PER_DUPLICATE = 0.5
_SECOND_TIME = 0.1  # of the duplicates are of a firm that has one already
_LONG_NAMES = 0.06  # of the firms with a duplicate have a name that others abbreviate
_KINDS = ("near name", "other city", "branch")


def plant(
    spec: CompanySpec, words: Vocabulary, base: Base, cards: Cards, team: Team
) -> tuple[Cards, list[PlantedCard]]:
    """Draw the planted cards, duplicates first, and half as many look-alikes.

    Some of the firms with a duplicate get a longer name; that is why the cards come back.
    """
    planter = Planter.of(spec, words, base, cards, team)
    rng, count = planter.rng, spec.num_duplicates
    firms = rng.permutation(len(base))[: count - round(_SECOND_TIME * count)]
    again = rng.choice(firms, count - len(firms)) if count else firms
    planter = replace(planter, cards=_with_long_names(planter, firms.tolist()))
    second = [_second_card(planter, firm) for firm in [*firms.tolist(), *again.tolist()]]
    alone = np.flatnonzero(base.group_idx < 0)  # a holding may have such a branch already
    wanted = min(round(_LOOK_ALIKES_PER_DUPLICATE * count), len(alone))
    alike = rng.permutation(alone)[:wanted].tolist()
    return planter.cards, second + [_look_alike(planter, firm, n) for n, firm in enumerate(alike)]


def _with_long_names(planter: Planter, firms: list[int]) -> Cards:
    """Some firms' names with words that others abbreviate."""
    names = list(planter.cards.name)
    for firm in firms:
        if planter.rng.random() < _LONG_NAMES:
            stem, form = stem_and_form(planter.words, names[firm])
            long = one_of(planter.rng, planter.other.long).format(stem)
            names[firm] = planter.words.company.pattern.format(name=long, form=form)
    return replace(planter.cards, name=names)


def _second_card(planter: Planter, firm: int) -> PlantedCard:
    """The same firm, entered again, most often by another seller."""
    rng, other, base, cards = planter.rng, planter.other, planter.base, planter.cards
    stem, form = stem_and_form(planter.words, cards.name[firm])
    (person,) = people(rng, planter.words.people, 1)
    region = planter.code(int(base.region[firm]), len(planter.words.regions), 0.93)
    owner = planter.owner(firm, region)
    return PlantedCard(
        of=firm,
        how="",
        name=spelled_otherwise(rng, other, stem, form),
        tax_id=other_tax_id(rng, cards.tax_id[firm]),
        phone=other_phone(rng, other, cards.phone[firm], planter.spare_phones.pop()),
        email=other_email(
            rng, other, cards.email[firm], mailbox(person, cards.email[firm].partition("@")[2])
        ),
        person=person,
        region=region,
        industry=planter.code(int(base.industry[firm]), len(planter.words.industries), 0.85),
        owner_idx=owner,
        state=planter.state(owner),
    )


def _look_alike(planter: Planter, firm: int, number: int) -> PlantedCard:
    """Another firm: nearly the same name, the same name elsewhere, or a branch at the same phone."""
    rng, words, base, cards = planter.rng, planter.words, planter.base, planter.cards
    how = _KINDS[number % len(_KINDS)]
    stem = stem_and_form(words, cards.name[firm])[0]
    if how == "near name":
        stem = one_of(rng, planter.other.look_alikes).format(stem)
    if how == "branch":
        stem = words.company.branch.format(stem=stem, branch=one_of(rng, words.company.branches))
    (name,), (person,) = legal_names(rng, words.company, [stem]), people(rng, words.people, 1)
    region = int(base.region[firm])
    if how == "other city":
        region = (region + int(rng.integers(1, len(words.regions)))) % len(words.regions)
    at = cards.email[firm].partition("@")[2] if how == "branch" else domain(stem)
    owner = planter.owner(firm, region)
    return PlantedCard(
        of=firm,
        how=how,
        name=name,
        tax_id="" if how == "other city" or rng.random() < 0.4 else planter.spare_tax_ids.pop(),
        phone=cards.phone[firm] if how == "branch" else planter.spare_phones.pop(),
        email="" if how == "other city" or rng.random() < 0.5 else mailbox(person, at),
        person=person,
        region=region,
        industry=planter.code(int(base.industry[firm]), len(words.industries), 0.5),
        owner_idx=owner,
        state=planter.state(owner),
    )


def numbers_in(cards: list[PlantedCard], name: str) -> np.ndarray[tuple[int], np.dtype[np.int32]]:
    """One number of every card as a column."""
    return np.array([getattr(card, name) for card in cards], dtype=np.int32)
