"""Merges that somebody said no to: what equal tax ids may still join, and what is told of it (model §1)."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

import numpy as np

from assigner.duplicates.joining import Joined, Tie
from assigner.errors import Issue, Severity
from assigner.i18n import Translator
from assigner.portfolio import Portfolio, Rule
from assigner.ties import join_labels

NUM_NAMED = 5

Labels = Mapping[int, int]
"""Cards that merge rules make one client have one label."""


def without_denied(
    equal: Mapping[Tie, str], distinct: Sequence[Rule], merges: Iterable[Rule]
) -> dict[Tie, str]:
    """The ties of equal tax ids that no answer of no forbids, with the tax id.

    `equal` ties each card to the first one with its tax id. A no about a card is about all cards that merge
    rules join to it. Of three cards two that are denied can still be tied by way of the third: that
    contradicts the answer, and is left for `Contradictions` to tell.
    """
    if not distinct:
        return dict(equal)
    label = _labels(equal, distinct, merges)
    apart = _kept_apart(distinct, label)
    return {
        tie: tax_id
        for tax_id, cards in _by_tax_id(equal).items()
        for tie in _allowed_ties(cards, label, apart)
    }


def _labels(equal: Iterable[Tie], distinct: Iterable[Rule], merges: Iterable[Rule]) -> Labels:
    ties = [(rule.a_idx, rule.b_idx) for rule in merges]
    denied = [(rule.a_idx, rule.b_idx) for rule in distinct]
    cards = np.array(sorted({card for tie in (*equal, *denied, *ties) for card in tie}), dtype=np.int32)
    return dict(zip(cards.tolist(), join_labels(cards, ties).tolist(), strict=True))


def _kept_apart(distinct: Iterable[Rule], label: Labels) -> Mapping[int, set[int]]:
    """For each label those that an answer keeps it apart from."""
    apart: defaultdict[int, set[int]] = defaultdict(set)
    for rule in distinct:
        a, b = label[rule.a_idx], label[rule.b_idx]
        if a != b:
            apart[a].add(b)
            apart[b].add(a)
    return apart


def _by_tax_id(equal: Mapping[Tie, str]) -> Mapping[str, list[int]]:
    """The cards of every tax id, the first one first."""
    cards: dict[str, list[int]] = {}
    for (first, card), tax_id in equal.items():
        cards.setdefault(tax_id, [first]).append(card)
    return cards


def _allowed_ties(cards: Sequence[int], label: Labels, apart: Mapping[int, set[int]]) -> Iterator[Tie]:
    """Ties that join all cards which steps between cards that are not denied lead to."""
    rest = list(cards)
    while rest:
        reached = deque([rest.pop(0)])
        while reached:
            card = reached.popleft()
            denied = apart.get(label[card], set())
            found = [other for other in rest if label[other] not in denied]
            rest = [other for other in rest if label[other] in denied]
            reached.extend(found)
            yield from ((card, other) for other in found)


def chain(a: int, b: int, ties: Iterable[Tie]) -> list[int]:
    """The cards on a shortest way of ties from a to b, which the ties join."""
    near: defaultdict[int, list[int]] = defaultdict(list)
    for one, other in ties:
        near[one].append(other)
        near[other].append(one)
    came_from, waiting = {b: b}, deque([b])
    while a not in came_from:
        card = waiting.popleft()
        new = [other for other in near[card] if other not in came_from]
        came_from |= dict.fromkeys(new, card)
        waiting.extend(new)
    found = [a]
    while found[-1] != b:
        found.append(came_from[found[-1]])
    return found


def move_denials(distinct: Iterable[Rule], joined: Joined) -> tuple[Rule, ...]:
    """The answers about clients instead of cards, each pair of clients once."""
    moved: dict[Tie, Rule] = {}
    for rule in distinct:
        a, b = int(joined.client_idx[rule.a_idx]), int(joined.client_idx[rule.b_idx])
        moved.setdefault(
            (min(a, b), max(a, b)), Rule(rule.kind, a, b, rule.reason, file=rule.file, row=rule.row)
        )
    return tuple(moved.values())


def tell_denied_ids(portfolio: Portfolio, equal: Mapping[Tie, str], tr: Translator) -> list[Issue]:
    """One warning about the cards with equal tax ids that an answer keeps apart."""
    tax_id = {card: number for tie, number in equal.items() for card in tie}
    kept = [rule for rule in portfolio.distinct if _equal(tax_id.get(rule.a_idx), tax_id.get(rule.b_idx))]
    if not kept:
        return []
    ids = portfolio.clients.client_id
    names = [tr.gettext("{a} and {b}", a=ids[rule.a_idx], b=ids[rule.b_idx]) for rule in kept]
    message = tr.ngettext(
        "{n} pair of cards with the same tax id stays two clients, since somebody said no: {names}",
        "{n} pairs of cards with the same tax id stay two clients, since somebody said no: {names}",
        len(kept),
        names=", ".join(names[:NUM_NAMED]) + (", …" if len(names) > NUM_NAMED else ""),
    )
    first = kept[0]
    warning = Issue(Severity.WARNING, "tax-id-denied", message, file=first.file, row=first.row)
    return [replace(warning, value=tax_id[first.a_idx], count=len(kept))]


def _equal(one: str | None, other: str | None) -> bool:
    return one is not None and one == other
