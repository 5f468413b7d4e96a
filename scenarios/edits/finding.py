"""Finds what an edit names in a base, and collects whatever is not there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from rapidfuzz import process

from assigner.i18n import Translator
from assigner.portfolio import NOBODY, Dimension, IntArray, StrArray
from scenarios.base import Base
from scenarios.edits.base import refused

_ALIKE = 70
"""From this likeness on, of 100, another name is suggested."""
_MANY = 8
"""So many known values are listed in a remedy."""


def fold(text: str) -> str:
    """A word without regard to case and double spaces."""
    return " ".join(text.split()).casefold()


@dataclass
class Directory:
    """Ids and names of one table; `extra` are further ids of its rows."""

    ids: StrArray
    names: StrArray
    extra: dict[str, int]

    @cached_property
    def _by_id(self) -> dict[str, int]:
        return self.extra | {str(key): at for at, key in enumerate(self.ids)}

    @cached_property
    def _by_name(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = defaultdict(list)
        for at, name in enumerate(self.names):
            found[fold(str(name))].append(at)
        return found

    def find(self, ref: str) -> list[int]:
        """The row with this id; else all rows with this name."""
        at = self._by_id.get(ref)
        return [at] if at is not None else self._by_name.get(fold(ref), [])

    def similar(self, ref: str) -> str:
        """The id whose spelling, or whose row's name, is closest; "" where none is close."""
        best = process.extractOne(ref, [*map(str, self.ids), *map(str, self.names)], score_cutoff=_ALIKE)
        return str(self.ids[best[2] % len(self.ids)]) if best else ""


class Finder:
    """Positions of what one edit names. What is wrong is collected; `done` raises all of it."""

    def __init__(self, base: Base, tr: Translator) -> None:
        portfolio = base.portfolio
        clients, managers = portfolio.clients, portfolio.managers
        self.base, self.tr = base, tr
        cards = {card.client_id: card.into_idx for card in portfolio.merged}
        self._clients = Directory(clients.client_id, clients.name, cards)
        self._managers = Directory(managers.manager_id, managers.name, {})
        self._reasons: list[tuple[str, str, str, str]] = []

    def refuse(self, field: str, value: str, message: str, remedy: str = "") -> None:
        """Note why the edit can't apply; message and remedy in the reader's language."""
        self._reasons.append((field, value, message, remedy))

    @property
    def failed(self) -> bool:
        """Whether anything was noted."""
        return bool(self._reasons)

    def done(self) -> None:
        """Raise EditRefused where anything was wrong."""
        if self._reasons:
            raise refused(self.tr, *self._reasons)

    def manager(self, field: str, ref: str) -> int:
        """Position of a manager, NOBODY where it is noted as not found."""
        message = self.tr.gettext("there is no such manager")
        several = self.tr.gettext("several managers have this name")
        return self._one(self._managers, field, ref, message, several)

    def client(self, field: str, ref: str) -> int:
        """Position of a client, NOBODY where it is noted as not found."""
        message = self.tr.gettext("there is no such client")
        several = self.tr.gettext("several clients have this name")
        return self._one(self._clients, field, ref, message, several)

    def managers(self, field: str, refs: Sequence[str]) -> list[int]:
        """Positions of managers, each named once, in the order given."""
        return self._each_once(field, refs, [self.manager(f"{field}.{n}", r) for n, r in enumerate(refs)])

    def clients(self, field: str, refs: Sequence[str]) -> IntArray:
        """Positions of clients, each named once, in the order of the table."""
        found = self._each_once(field, refs, [self.client(f"{field}.{n}", r) for n, r in enumerate(refs)])
        return np.array(sorted(found), dtype=np.int32)

    def dimension(self, field: str, name: str) -> Dimension | None:
        """A segment dimension of the clients, None where it is noted as not found."""
        dimensions = self.base.portfolio.clients.dimensions
        if name not in dimensions:
            message = self.tr.gettext("the clients have no such dimension")
            self.refuse(field, name, message, self.suggest(name, dimensions))
        return dimensions.get(name)

    def labels(self, field: str, dimension: Dimension | None, values: Iterable[str]) -> tuple[str, ...]:
        """The values as the clients have them, each noted that no client has."""
        known = {fold(label): label for label in dimension.labels} if dimension else {}
        for value in values:
            if dimension is not None and fold(value) not in known:
                message = self.tr.gettext("no client has this value of {dimension}", dimension=dimension.name)
                self.refuse(field, value, message, self.suggest(value, known.values()))
        return tuple(known.get(fold(value), value) for value in values)

    def suggest(self, text: str, known: Iterable[str]) -> str:
        """A remedy: the known word most like the text, else the known words."""
        words = list(known)
        best = process.extractOne(text, words, score_cutoff=_ALIKE)
        if best:
            return self._did_you_mean(best[0])
        listed = ", ".join(words[:_MANY]) + (", ..." if len(words) > _MANY else "")
        return self.tr.gettext("known are: {names}", names=listed or "-")

    def _did_you_mean(self, word: str) -> str:
        return self.tr.gettext("did you mean {word}?", word=word)

    def _one(self, table: Directory, field: str, ref: str, message: str, several: str) -> int:
        found = table.find(ref)
        if len(found) == 1:
            return found[0]
        if found:
            ids = ", ".join(str(table.ids[at]) for at in found[:_MANY])
            self.refuse(field, ref, several, self.tr.gettext("write the id: {ids}", ids=ids))
        else:
            similar = table.similar(ref)
            remedy = self._did_you_mean(similar) if similar else self.tr.gettext("write an id of the tables")
            self.refuse(field, ref, message, remedy)
        return NOBODY

    def _each_once(self, field: str, refs: Sequence[str], found: list[int]) -> list[int]:
        """What was found; whatever is named a second time is noted."""
        for n, at in enumerate(found):
            if at != NOBODY and at in found[:n]:
                message = self.tr.gettext("it is named twice")
                self.refuse(f"{field}.{n}", refs[n], message, self.tr.gettext("name it once"))
        return [at for at in found if at != NOBODY]
