"""Whether decisions about a base can stand: alone, beside each other, and beside earlier ones."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from api.errors import Place
from api.services.datasets.topics import topic_of
from assigner.i18n import Translator

PAIRS = ("merge", "distinct")
TO_MANAGER = ("owner", "audit")
KINDS = (*PAIRS, *TO_MANAGER, "exclude")
ANSWERS = ("confirmed", "refuted", "unreached")

One = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Known:
    """Clients that are there, managers with whether they stay, and decisions that stand already.

    `barred` has words on why a manager may not have a client, by (client, manager).
    """

    clients: Collection[str]
    managers: Mapping[str, bool]
    standing: Sequence[One]
    barred: Mapping[tuple[str, str], str] = field(default_factory=dict)


def judge(decisions: Sequence[One], known: Known, tr: Translator) -> list[Place]:
    """Everything that is wrong with these decisions, each named by its place."""
    alone = [
        _place(number, field, one.get(field), message)
        for number, one in enumerate(decisions)
        for field, message in _alone(one, known, tr)
    ]
    return alone or list(_twice(decisions, tr)) or list(_together(decisions, known, tr))


def _place(number: int, field: str, value: Any, message: str) -> Place:
    return {"where": f"decisions.{number}.{field}", "value": value, "message": message}


def _alone(one: One, known: Known, tr: Translator) -> Iterator[tuple[str, str]]:
    """What is wrong with one decision by itself: field and message."""
    kind, a, b = one["kind"], one["a"], one["b"]
    if a not in known.clients:
        yield "a", tr.gettext("there is no client with this id")
    if kind in PAIRS and b not in known.clients:
        yield "b", tr.gettext("there is no client with this id")
    if kind in PAIRS and a == b:
        yield "b", tr.gettext("name two different clients")
    if kind in TO_MANAGER:
        yield from _manager(one, known, tr)
    if kind == "exclude" and b:
        yield "b", tr.gettext("leave this blank")
    if kind == "audit" and one.get("answer") not in ANSWERS:
        yield "answer", tr.gettext("use one of: {known}", known=", ".join(ANSWERS))


def _manager(one: One, known: Known, tr: Translator) -> Iterator[tuple[str, str]]:
    if one["b"] not in known.managers:
        yield "b", tr.gettext("there is no manager with this id")
    elif one["kind"] == "owner" and not known.managers[one["b"]]:
        yield "b", tr.gettext("this manager does not stay")
    elif one["kind"] == "owner" and (why := known.barred.get((one["a"], one["b"]))):
        yield "b", why


def _twice(decisions: Sequence[One], tr: Translator) -> Iterator[Place]:
    """Two decisions about the same thing that say different things."""
    first: dict[str, One] = {}
    for number, one in enumerate(decisions):
        before = first.setdefault(topic_of(one["kind"], one["a"], one["b"]), one)
        said = ("kind", "a", "b", "answer")
        if any(before.get(name) != one.get(name) for name in said):
            message = tr.gettext("another decision of this list says otherwise about the same")
            yield _place(number, "a", one["a"], message)


def _together(decisions: Sequence[One], known: Known, tr: Translator) -> Iterator[Place]:
    """Merges that go round in a circle, or that put together what is kept apart."""
    new = {topic_of(one["kind"], one["a"], one["b"]) for one in decisions}
    kept = [one for one in known.standing if topic_of(one["kind"], one["a"], one["b"]) not in new]
    every = [*kept, *decisions]
    into: dict[str, set[str]] = {}
    for one in every:
        if one["kind"] == "merge":
            into.setdefault(one["b"], set()).add(one["a"])
    label = _clients(into)
    apart = [one for one in every if one["kind"] == "distinct" and label(one["a"]) == label(one["b"])]
    split = {label(one["a"]) for one in apart}
    for number, one in enumerate(decisions):
        if one["kind"] == "merge" and one["b"] in _reached(into, one["a"]):
            yield _place(number, "b", one["b"], tr.gettext("these merges go round in a circle"))
        elif one["kind"] in PAIRS and label(one["a"]) in split:
            message = tr.gettext("merges make one client of two cards that are said to be two clients")
            yield _place(number, "a", one["a"], message)


def _reached(into: Mapping[str, set[str]], card: str) -> set[str]:
    """All cards that this one goes into, over others too."""
    seen: set[str] = set()
    waiting = [card]
    while waiting:
        for target in into.get(waiting.pop(), ()):
            if target not in seen:
                seen.add(target)
                waiting.append(target)
    return seen


class _clients:  # noqa: N801 - used like a function
    """Which client a card is part of, once merges are made: a label."""

    def __init__(self, into: Mapping[str, set[str]]) -> None:
        self._up: dict[str, str] = {}
        for card, targets in into.items():
            for target in targets:
                self._up[self(card)] = self(target)

    def __call__(self, card: str) -> str:
        while (above := self._up.get(card, card)) != card:
            card = above
        return card
