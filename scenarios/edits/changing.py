"""Another column, rule or owner in a base: new objects, the old ones stay as they are."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import fields, replace
from typing import Any

import numpy as np

from assigner.portfolio import NOBODY, Clients, IntArray, Managers, MergedCard, Rule, RuleKind
from scenarios.base import Base


def with_clients(base: Base, **columns: Any) -> Base:
    """The base with other columns of the clients."""
    clients: Clients = replace(base.portfolio.clients, **columns)
    return replace(base, portfolio=replace(base.portfolio, clients=clients))


def with_managers(base: Base, **columns: Any) -> Base:
    """The base with other columns of the managers."""
    managers: Managers = replace(base.portfolio.managers, **columns)
    return replace(base, portfolio=replace(base.portfolio, managers=managers))


def set_managers(base: Base, managers: Iterable[int], **values: Any) -> Base:
    """The base with the same value in a column for some managers."""
    at, columns = list(managers), {}
    for name, value in values.items():
        columns[name] = getattr(base.portfolio.managers, name).copy()
        columns[name][at] = value
    return with_managers(base, **columns)


def add_managers(base: Base, count: int, **columns: Any) -> Base:
    """The base with further managers at the end of the table; every column but `eligible` must be given."""
    team = base.portfolio.managers
    joined = {
        spec.name: np.concatenate([getattr(team, spec.name), columns[spec.name]]).astype(
            getattr(team, spec.name).dtype
        )
        for spec in fields(team)
        if spec.name != "eligible"
    }
    eligible = {name: lists + (None,) * count for name, lists in team.eligible.items()}
    return with_managers(base, **joined, eligible=eligible)


def set_list(base: Base, dimension: str, managers: Iterable[int], allowed: frozenset[str] | None) -> Base:
    """The base with another list of eligible values for some managers; None: they may serve all."""
    team = base.portfolio.managers
    lists = list(team.eligible.get(dimension, (None,) * len(team)))
    for manager in managers:
        lists[manager] = allowed
    return with_managers(base, eligible=dict(team.eligible) | {dimension: tuple(lists)})


def add_rules(base: Base, rules: Iterable[Rule]) -> Base:
    """The base with further rules; one that says what another one says already is left out."""
    known = {(rule.kind, rule.a_idx, rule.b_idx) for rule in base.portfolio.rules}
    new = tuple(rule for rule in rules if (rule.kind, rule.a_idx, rule.b_idx) not in known)
    return replace(base, portfolio=replace(base.portfolio, rules=base.portfolio.rules + new))


def drop_rules(base: Base, drop: Callable[[Rule], bool]) -> Base:
    """The base without some rules."""
    kept = tuple(rule for rule in base.portfolio.rules if not drop(rule))
    return replace(base, portfolio=replace(base.portfolio, rules=kept))


def with_pins(base: Base, clients: IntArray, managers: IntArray, reason: str = "") -> Base:
    """The base with these clients pinned anew, one manager for each; NOBODY takes the pin away."""
    pinned = base.portfolio.clients.pinned_idx.copy()
    pinned[clients] = managers
    changed = set(clients.tolist())
    without = drop_rules(base, lambda rule: rule.kind is RuleKind.PIN and rule.a_idx in changed)
    pairs = zip(clients.tolist(), managers.tolist(), strict=True)
    rules = [Rule(RuleKind.PIN, a, b, reason) for a, b in pairs if b != NOBODY]
    return with_clients(add_rules(without, rules), pinned_idx=pinned)


def with_owners(base: Base, clients: IntArray, owners: IntArray) -> Base:
    """The base with other owners of these clients, one manager or NOBODY for each.

    All cards of a client name the new owner, else their claimants would take the client back.
    """
    column = base.portfolio.clients.owner_idx.copy()
    column[clients] = owners
    new = dict(zip(clients.tolist(), owners.tolist(), strict=True))

    def moved(cards: tuple[MergedCard, ...]) -> tuple[MergedCard, ...]:
        return tuple(
            replace(card, owner_idx=new[card.into_idx]) if card.into_idx in new else card for card in cards
        )

    facts = base.portfolio
    cards = replace(facts, merged=moved(facts.merged), main_cards=moved(facts.main_cards))
    return with_clients(replace(base, portfolio=cards), owner_idx=column)
