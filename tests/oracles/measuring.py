"""Capacity by hand (model §11 and §5): sums one client at a time, exact fractions, a plain cosine."""

from __future__ import annotations

from fractions import Fraction
from math import sqrt

from assigner.evidence import State
from assigner.portfolio import NOBODY, RuleKind
from tests.oracles.plain import DIMENSIONS, Plain, Row

Cell = tuple[str, str]


def labels_of(card: Row) -> list[Cell]:
    """The cells a client counts in: the whole base, and its value of every dimension."""
    return [("total", "total"), *((name, card[name] or "unknown") for name in DIMENSIONS)]


def capacity_by_hand(base: Plain, states: list[State]) -> dict[Cell, dict[str, float]]:
    """Clients, capacity, free, held and worked potential of every cell; held and worked by manager."""
    cells: dict[Cell, dict[str, float]] = {}
    for card, state in zip(base.cards, states, strict=True):
        for cell in labels_of(card):
            sums = cells.setdefault(cell, {})
            if state is State.EXCLUDED:
                continue
            _add(sums, "clients", 1)
            _add(sums, "capacity", card["potential"])
            if card["owner"] == NOBODY:
                _add(sums, "free", card["potential"])
                continue
            _add(sums, f"held {card['owner']}", card["potential"])
            if state in (State.PROVEN, State.ACTIVE):
                _add(sums, f"worked {card['owner']}", card["potential"])
    return cells


def _add(sums: dict[str, float], name: str, amount: float) -> None:
    sums[name] = sums.get(name, 0) + amount


def abc_by_hand(amounts: list[int | None], groups: list[str], a: str, b: str) -> str:
    """One letter per client, "-" for excluded ones (None); limits as decimal text."""
    letters = ["-"] * len(amounts)
    for group in set(groups):
        own = [n for n, name in enumerate(groups) if name == group and amounts[n] is not None]
        total, before = sum(amounts[n] or 0 for n in own), 0
        for n in sorted(own, key=lambda n: (-(amounts[n] or 0), n)):
            amount = amounts[n] or 0
            share = Fraction(before, total) if total else Fraction(1)
            letters[n] = "C" if amount == 0 or share >= Fraction(b) else "B" if share >= Fraction(a) else "A"
            before += amount
    return "".join(letters)


def similarity(base: Plain, states: list[State], client: int, manager: int) -> float | None:
    """Cosine of a client and a manager's proven book; None where he has none."""
    book: dict[Cell, float] = {}
    for card, state in zip(base.cards, states, strict=True):
        if state is State.PROVEN and card["owner"] == manager:
            value = card["revenue"] + card["deal"] + 0.1 * card["potential"]
            for cell in labels_of(card)[1:]:
                book[cell] = book.get(cell, 0.0) + value
    length = sqrt(sum(value * value for value in book.values()))
    if length == 0:
        return None
    own = labels_of(base.cards[client])[1:]
    return sum(book.get(cell, 0.0) for cell in own) / (length * sqrt(len(own)))


def may_have(base: Plain, client: int, manager: int, *, stays: bool) -> bool:
    """E(i) for a client that nothing locks: weight, the list of regions, no ban; and nobody's pin."""
    card, regions = base.cards[client], base.managers[manager]["regions"]
    fits = regions is None or (card["region"] or "unknown") in regions
    rules = [(kind, b) for kind, a, b in base.rules if a == client]
    pinned = card["pin"] != NOBODY or any(kind is RuleKind.PIN for kind, _ in rules)
    return stays and fits and not pinned and (RuleKind.BAN, manager) not in rules


def look_alikes_by_hand(
    base: Plain, states: list[State], manager: int, *, stays: bool
) -> list[tuple[float, float, int]]:
    """(similarity, potential, client) of everybody like his proven ones, the best first."""
    found = []
    for client, card in enumerate(base.cards):
        alike = similarity(base, states, client, manager)
        open_to_all = states[client] in (State.FREE, State.CLAIMED) and card["owner"] != manager
        if alike is not None and open_to_all and may_have(base, client, manager, stays=stays):
            found.append((round(alike, 9), card["potential"], client))
    return sorted(found, key=lambda each: (-each[0], -each[1], each[2]))
