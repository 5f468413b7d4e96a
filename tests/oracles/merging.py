"""Merged cards by dicts and lists, from the words of model §1 and §10."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from assigner.portfolio import NOBODY, Kind, RuleKind
from tests.oracles.plain import DIMENSIONS, WORDS, Plain, Row, day_of

Points = Callable[[Plain], dict[tuple[int, int], float]]
TEN = (2, 4, 10, 3, 5, 9, 4, 6, 8)
ELEVEN, TWELVE = (7, *TEN), (3, 7, *TEN)


class ContradictionError(Exception):
    """An input error that the model names."""


def valid_inn(text: str) -> bool:
    """The tax service's checksum: 10 digits for firms, 12 for people."""

    def check(weights: tuple[int, ...]) -> bool:
        total = sum(int(digit) * weight for digit, weight in zip(text, weights, strict=False))
        return total % 11 % 10 == int(text[len(weights)])

    return check(TEN) if len(text) == 10 else check(ELEVEN) and check(TWELVE)


def exact_key(text: str) -> str:
    """The valid INN of a cell without the KPP behind a slash, lost leading zeros put back; "" where none."""
    number = text.partition("/")[0].removeprefix("ИНН")
    digits = "".join(sign for sign in number if sign.isdigit())
    if any(sign.isalpha() for sign in number):
        return ""
    digits = digits.zfill(len(digits) + 1) if len(digits) in (9, 11) else digits
    return digits if len(digits) in (10, 12) and valid_inn(digits) else ""


@dataclass(slots=True)
class Merged:
    """The merged base; `into[card]` is its client, `members[client]` its cards, the main one first."""

    base: Plain
    into: list[int]
    members: list[list[int]]


def merged_by_hand(base: Plain, points: Points, *, exact: bool, stays: list[bool]) -> Merged:
    """Model §1, "Merged cards"; ContradictionError where it speaks of an input error."""
    ties = [(a, b) for kind, a, b in base.rules if kind is RuleKind.MERGE]
    _refuse_circles(ties, len(base.cards))
    families = _families(base, ties, exact=exact)
    mains = sorted((_main_card(family, ties), family) for family in families)
    members = [[main, *sorted(set(family) - {main})] for main, family in mains]
    into = [next(n for n, cards in enumerate(members) if card in cards) for card in range(len(base.cards))]
    cards = [_combine(base, cards) for cards in members]
    done = Plain(
        cards=cards,
        managers=base.managers,
        log=None if base.log is None else [touch | {"client": into[touch["client"]]} for touch in base.log],
        rules=_rules(base, into),
        answers=[answer | {"client": into[answer["client"]]} for answer in base.answers],
        potential_source=base.potential_source,
    )
    _refuse_contradictions(base, done, into)
    _refuse_answers(done, members)
    mark_by_hand(done)
    evidence = points(done) if done.log is not None else {}
    for client, own in enumerate(members):
        if len(own) > 1:
            cards[client]["owner"] = _owner(base, own, evidence, client, stays)
    return Merged(done, into, members)


def _refuse_circles(ties: list[tuple[int, int]], count: int) -> None:
    """Take away cards that no merge goes into any more; what is left goes round."""
    left = set(ties)
    for _ in range(count):
        left = {(a, b) for a, b in left if any(b == other for other, _ in left)}
    if left:
        raise ContradictionError("circle")


def _families(base: Plain, ties: list[tuple[int, int]], *, exact: bool) -> list[list[int]]:
    """Sets of cards of one client, by union-find with the dullest of unions."""
    root = list(range(len(base.cards)))

    def join(a: int, b: int) -> None:
        old, new = root[a], root[b]
        root[:] = [new if each == old else each for each in root]

    for a, b in ties:
        join(a, b)
    keys = [exact_key(card["tax_id"]) if exact else "" for card in base.cards]
    for n, key in enumerate(keys):
        if key:
            join(n, keys.index(key))
    return [[n for n, each in enumerate(root) if each == key] for key in sorted(set(root))]


def _main_card(family: list[int], ties: list[tuple[int, int]]) -> int:
    inner = [(a, b) for a, b in ties if a in family]
    heads = {a for a, _ in inner} - {b for _, b in inner}
    return min(heads) if heads else min(family)


def _combine(base: Plain, order: list[int]) -> Row:
    """One card of several; `order` is the main card, then the others as in the table."""
    cards = [base.cards[n] for n in order]
    deals = [card["close"] for card in cards if card["deal"] > 0 and card["close"]]
    adds_up = base.potential_source == "revenue"
    potentials = [card["potential"] for card in cards]
    shut = all(card["excluded"] for card in cards)
    place = next((card for card in cards if card["lat"] is not None and card["lon"] is not None), cards[0])
    return {
        "name": cards[0]["name"],
        "owner": cards[0]["owner"],
        "potential": sum(potentials) if adds_up else max(potentials),
        "revenue": sum(card["revenue"] for card in cards),
        "workload": None if cards[0]["workload"] is None else max(card["workload"] for card in cards),
        "deal": sum(card["deal"] for card in cards),
        "close": max(deals) if deals else None,
        "excluded": shut,
        "pin": next((card["pin"] for card in cards if card["pin"] != NOBODY), NOBODY),
        "lat": place["lat"],
        "lon": place["lon"],
        **{name: _first(cards, name) for name in (*DIMENSIONS, *WORDS, "group")},
    } | ({} if shut or len(cards) == 1 else {"excluded_reason": ""})


def _first(cards: list[Row], name: str) -> Any:
    return next((card[name] for card in cards if card[name]), "")


def _rules(base: Plain, into: list[int]) -> list[tuple[RuleKind, int, int]]:
    """Rules about the clients; merges are done, together between own cards says nothing."""
    done: list[tuple[RuleKind, int, int]] = []
    for kind, a, b in base.rules:
        if kind is RuleKind.MERGE or (kind is RuleKind.TOGETHER and into[a] == into[b]):
            continue
        pair_of_clients = kind in (RuleKind.TOGETHER, RuleKind.APART)
        done.append((kind, into[a], into[b] if pair_of_clients else b))
    return done


def _refuse_contradictions(base: Plain, done: Plain, into: list[int]) -> None:
    pins = {(into[n], card["pin"]) for n, card in enumerate(base.cards) if card["pin"] != NOBODY}
    pins |= {(a, b) for kind, a, b in done.rules if kind is RuleKind.PIN}
    if len(pins) > len({client for client, _ in pins}):
        raise ContradictionError("pins")
    if pins & {(a, b) for kind, a, b in done.rules if kind is RuleKind.BAN}:
        raise ContradictionError("pin and ban")
    tied = _tied(done)
    if any(kind is RuleKind.APART and tied[a] == tied[b] for kind, a, b in done.rules):
        raise ContradictionError("apart")


def _refuse_answers(done: Plain, members: list[list[int]]) -> None:
    said = {(a["client"], a["manager"], a["until"], a["answer"]) for a in done.answers if a["answer"] >= 0}
    several = [pair[:3] for pair in said if len(members[pair[0]]) > 1]
    if len(several) > len(set(several)):
        raise ContradictionError("answers")


def _tied(base: Plain) -> list[int]:
    """What holdings and together rules tie together; excluded clients tie nobody (§3)."""
    root = list(range(len(base.cards)))
    pairs = [(a, b) for kind, a, b in base.rules if kind is RuleKind.TOGETHER]
    groups = [card["group"] for card in base.cards]
    pairs += [(n, k) for n, name in enumerate(groups) if name for k in range(n) if groups[k] == name]
    for a, b in pairs:
        if not base.cards[a]["excluded"] and not base.cards[b]["excluded"]:
            old, new = root[a], root[b]
            root = [new if each == old else each for each in root]
    return root


def _owner(
    base: Plain, own: list[int], points: dict[tuple[int, int], float], client: int, stays: list[bool]
) -> int:
    """The claimant with the most evidence: who stays first, points, revenue, deals, main card, table."""
    claimants = {base.cards[n]["owner"] for n in own} - {NOBODY}

    def rank(manager: int) -> tuple[Any, ...]:
        cards = [base.cards[n] for n in own if base.cards[n]["owner"] == manager]
        return (
            not stays[manager],
            -round(points.get((client, manager), 0.0), 9),
            -sum(card["revenue"] for card in cards),
            -sum(card["deal"] for card in cards),
            base.cards[own[0]]["owner"] != manager,
            min(n for n in own if base.cards[n]["owner"] == manager),
        )

    return min(claimants, key=rank, default=NOBODY)


def mark_by_hand(base: Plain) -> None:
    """Set `verified` on every touch that an answer speaks for (§2, §10)."""
    for touch in base.log or ():
        if touch["kind"] is Kind.TRANSACTION:
            continue
        fitting = [
            (answer["until"] or date.max.isoformat(), answer["answer"])
            for answer in base.answers
            if (answer["client"], answer["manager"]) == (touch["client"], touch["manager"])
            and answer["answer"] >= 0
            and (answer["until"] is None or day_of(touch).isoformat() <= answer["until"])
        ]
        if fitting:
            touch["verified"] = min(fitting)[1]
