"""Who claims a client that is made of several cards: the owner of each of them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from assigner.portfolio import NOBODY, MergedCard, Portfolio


@dataclass(frozen=True, slots=True)
class Claimant:
    """A manager whom some card of a client names as owner, with what his own cards say, money a year."""

    manager_idx: int
    revenue_12m: float
    open_deal_amount: float
    owns_main_card: bool


def cards_of(portfolio: Portfolio) -> dict[int, list[MergedCard]]:
    """The cards of every client that is made of several: its main card, then the others as in the table."""
    cards: dict[int, list[MergedCard]] = {card.into_idx: [card] for card in portfolio.main_cards}
    for card in portfolio.merged:
        cards.setdefault(card.into_idx, []).append(card)
    return cards


def claimants_of(portfolio: Portfolio) -> dict[int, tuple[Claimant, ...]]:
    """The claimants of every client that is made of several cards, in the order of their first cards."""
    return {client: _claimants(cards) for client, cards in cards_of(portfolio).items()}


def _claimants(cards: list[MergedCard]) -> tuple[Claimant, ...]:
    by_manager: dict[int, list[MergedCard]] = defaultdict(list)
    for card in cards:
        if card.owner_idx != NOBODY:
            by_manager[card.owner_idx].append(card)
    return tuple(
        Claimant(
            manager_idx=manager,
            revenue_12m=sum(card.revenue_12m for card in own),
            open_deal_amount=sum(card.open_deal_amount for card in own),
            owns_main_card=cards[0] in own,
        )
        for manager, own in by_manager.items()
    )
