"""Cards by hand, and the cards of a made-up company as the engine sees them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import combinations

import numpy as np

from assigner.generate import Company
from assigner.portfolio import Clients
from tests import builders

INN_A, INN_B, INN_C = "7707083893", "7736050003", "7702070139"  # three valid ones
REGION, OTHER_REGION = "Урал", "Юг"


@dataclass(frozen=True, slots=True)
class Card:
    """What is on a card; everything but the name is blank by default."""

    name: str
    tax_id: str = ""
    phone: str = ""
    email: str = ""
    region: str = REGION
    industry: str = ""
    group: str = ""
    excluded: bool = False


def base_of(cards: Sequence[Card]) -> Clients:
    """The clients c0, c1, ... of these cards.

    Two regions of four clients each are added, who have nothing in common with anybody, so that regions say
    something.
    """
    fill = [
        Card(name, region=region) for name, region in zip("абвгдежз", [REGION, OTHER_REGION] * 4, strict=True)
    ]
    every = [*cards, *fill]
    plain = builders.clients(
        [0] * len(every),
        excluded=[card.excluded for card in every],
        groups=[card.group for card in every],
        region=[card.region for card in every],
        industry=[card.industry for card in every],
    )
    return replace(
        plain,
        name=builders.text([card.name for card in every]),
        tax_id=builders.text([card.tax_id for card in every]),
        phone=builders.text([card.phone for card in every]),
        email=builders.text([card.email for card in every]),
    )


def clients_of(made: Company) -> Clients:
    """The clients of a made-up company."""
    table = made.clients
    plain = builders.clients(
        [0] * len(table),
        groups=table["group_id"].tolist(),
        excluded=table["excluded"].eq("yes").tolist(),
        region=table["region"].tolist(),
        industry=table["industry"].tolist(),
    )
    columns = {
        name: builders.text(table[name].tolist())
        for name in ("client_id", "name", "tax_id", "phone", "email")
    }
    return replace(plain, **columns)


def planted_pairs(made: Company) -> set[tuple[str, str]]:
    """All pairs of cards of one client, ids in order."""
    families: dict[str, list[str]] = {}
    for planted in made.truth["duplicates"]:
        families.setdefault(planted["of"], [planted["of"]]).append(planted["card"])
    return {pair for family in families.values() for pair in combinations(sorted(family), 2)}


def shuffled(clients: Clients, order: np.ndarray[tuple[int], np.dtype[np.int64]]) -> Clients:
    """The same clients in another order of rows."""
    columns = {
        name: getattr(clients, name)[order]
        for name in ("client_id", "name", "tax_id", "phone", "email", "group_idx", "excluded")
    }
    dimensions = {name: replace(each, codes=each.codes[order]) for name, each in clients.dimensions.items()}
    return replace(clients, **columns, dimensions=dimensions)
