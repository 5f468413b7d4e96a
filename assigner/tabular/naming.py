"""Which client a text means: by id, else by the name or the id without zeros that one client alone bears."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache, cached_property

import numpy as np
import pandas as pd

from assigner.identity.names import kin_of, read_name
from assigner.identity.words import card_words
from assigner.portfolio import BoolArray, Clients, IntArray, Portfolio, Rule, RuleKind, StrArray
from assigner.tabular.fields import positions
from assigner.tabular.problems import NUM_EXAMPLES, Problems, listing
from assigner.tabular.table import Columns
from assigner.tabular.vocabulary import fold_spaces
from assigner.tabular.words import without_zeros
from assigner.ties import join_labels

_WORD = re.compile(r"[^\W_]+")
_LETTERS = re.compile(r"[^\W\d_]+")

Cards = Sequence[int]


class KnownClients:
    """The cards of all clients by id and by name.

    `client_of` is what each card is read as; cards with one label in `same` are one client, so that a name
    which they share is clear. An id goes before any name. A name is that of a card if it is written alike but
    for case and spaces; else but for punctuation and the place of the legal form; else if it is alike without
    the legal form, unless two forms contradict. A number that is neither id nor name is the one id that
    differs from it by leading zeros only.
    """

    def __init__(self, ids: StrArray, names: StrArray, client_of: IntArray, same: IntArray) -> None:
        self._ids, self._names, self._client_of, self._same = ids, names, client_of, same

    @classmethod
    def of_clients(cls, clients: Clients, rules: Iterable[Rule] = ()) -> KnownClients:
        """The clients of a table; those that merge rules join are one."""
        every = np.arange(len(clients), dtype=np.int32)
        ties = ((rule.a_idx, rule.b_idx) for rule in rules if rule.kind is RuleKind.MERGE)
        return cls(clients.client_id, clients.name, every, join_labels(every, ties))

    @classmethod
    def of_portfolio(cls, portfolio: Portfolio) -> KnownClients:
        """The clients of a portfolio; a card that went into another stands for its client."""
        clients, merged = portfolio.clients, portfolio.merged
        ids = np.array([*clients.client_id, *(card.client_id for card in merged)], dtype=object)
        names = np.array([*clients.name, *(card.name for card in merged)], dtype=object)
        into = np.array([*range(len(clients)), *(card.into_idx for card in merged)], dtype=np.int32)
        return cls(ids, names, into, into)

    def positions(
        self,
        columns: Columns,
        problems: Problems,
        *,
        column: str = "client_id",
        rows: BoolArray | None = None,
    ) -> IntArray:
        """Client of each row; -1 where none or several are known by that text or the row is not among `rows`.

        What was read by name or without zeros, and names that fit several clients, are told once each.
        """
        wanted = np.ones(len(columns), dtype=bool) if rows is None else rows
        codes, uniques = pd.factorize(columns.text(column))
        cards = positions(self._ids, uniques)
        asked = np.bincount(codes[wanted], minlength=len(uniques)) > 0
        strange: list[int] = np.flatnonzero((cards < 0) & asked & (uniques != "")).tolist()
        fitting = dict(zip(strange, self._fitting([str(uniques[at]) for at in strange]), strict=True))
        counts = {at: self._count(found) for at, found in fitting.items()}
        clear = [at for at, count in counts.items() if count == 1]
        cards[clear] = [fitting[at][0] for at in clear]
        told = _Told(columns, column, codes, uniques, wanted, problems)
        told.warn("client-by-name", dict.fromkeys(clear, ""))
        told.warn("client-name-twice", {at: f" ({count})" for at, count in counts.items() if count > 1})
        padded = self._padded([at for at, count in counts.items() if not count], uniques)
        cards[list(padded)] = list(padded.values())
        told.warn("client-id-zeros", {at: f" ({self._ids[card]})" for at, card in padded.items()})
        known = cards[codes]
        return np.where(wanted & (known >= 0), self._client_of[known], -1).astype(np.int32)

    def _padded(self, rest: Iterable[int], texts: StrArray) -> dict[int, int]:
        """The card of each number whose id has other leading zeros, where it is one client; by position."""
        numbers = {at: without_zeros(str(texts[at])) for at in rest if str(texts[at]).isdecimal()}
        found = {at: self._by_number.get(number, ()) for at, number in numbers.items()}
        return {at: cards[0] for at, cards in found.items() if self._count(cards) == 1}

    @cached_property
    def _by_number(self) -> Mapping[str, Cards]:
        numbers = [at for at, name in enumerate(self._ids.tolist()) if str(name).isdecimal()]
        return _grouped(numbers, lambda card: without_zeros(str(self._ids[card])))

    def _count(self, cards: Cards) -> int:
        """How many clients the cards are."""
        return len(cards) if len(cards) < 2 else len(set(self._same[list(cards)].tolist()))

    def _fitting(self, texts: Sequence[str]) -> list[Cards]:
        """The cards whose name each text may be."""
        found: list[Cards] = [()] * len(texts)
        for fitting in (self._fitting_written, self._fitting_plain, self._fitting_bare):
            rest = [at for at, cards in enumerate(found) if not cards]
            for at, cards in zip(rest, fitting([texts[at] for at in rest]), strict=True):
                found[at] = cards
        return found

    def _fitting_written(self, texts: Sequence[str]) -> list[Cards]:
        """The cards whose name is each text but for case and spaces."""
        return [self._by_name.get(fold_spaces(text), ()) for text in texts] if texts else []

    def _fitting_plain(self, texts: Sequence[str]) -> list[Cards]:
        """The cards whose name is each text but for punctuation and the place of the legal form."""
        named = [_plain(text) for text in texts]
        return [self._by_plain.get(plain, ()) if _has_letter(plain) else () for plain in named]

    @cached_property
    def _by_name(self) -> Mapping[str, Cards]:
        return _grouped(range(len(self._names)), lambda card: fold_spaces(str(self._names[card])))

    @cached_property
    def _by_plain(self) -> Mapping[str, Cards]:
        return _grouped(range(len(self._names)), lambda card: _plain(str(self._names[card])))

    @cached_property
    def _words(self) -> list[frozenset[str]]:
        return [_words_of(str(name)) for name in self._names]

    def _fitting_bare(self, texts: Sequence[str]) -> list[Cards]:
        """The cards whose name without quotes and legal form is that of each text.

        Reading a name is slow, so only cards and texts that share a text's telling word are looked at.
        """
        telling = [_telling_word(text) for text in texts]
        wanted = set(telling) - {""}
        alike = [card for card, words in enumerate(self._words if wanted else ()) if wanted & words]
        spelled = {word for card in alike for word in self._words[card]} & wanted
        names = {card: read_name(str(self._names[card])) for card in alike}
        by_key = _grouped(alike, lambda card: names[card].key)
        kin = {card: kin_of(name.legal_form) for card, name in names.items()}
        return [
            self._of_kin(text, by_key, kin) if word in spelled else ()
            for text, word in zip(texts, telling, strict=True)
        ]

    @staticmethod
    def _of_kin(text: str, by_key: Mapping[str, Cards], kin: Mapping[int, str]) -> Cards:
        """The cards of the same legal form, else those that name none; all where the text names none."""
        name = read_name(text)
        cards = by_key.get(name.key, ()) if name.key else ()
        form = kin_of(name.legal_form)
        if not form:
            return cards
        same = [card for card in cards if kin[card] == form]
        return same or [card for card in cards if not kin[card]]


class _Told:
    """Tells which rows of a column were read by name, or could not be."""

    def __init__(
        self,
        columns: Columns,
        column: str,
        codes: IntArray,
        uniques: StrArray,
        wanted: BoolArray,
        problems: Problems,
    ) -> None:
        self._columns, self._column, self._codes, self._uniques = columns, column, codes, uniques
        self._wanted, self._problems = wanted, problems

    def warn(self, code: str, texts: Mapping[int, str]) -> None:
        """One warning for the rows that hold the texts at these positions; each is shown with its remark."""
        if not texts:
            return
        among = np.zeros(len(self._uniques), dtype=bool)
        among[list(texts)] = True
        rows = self._columns.table.rows[among[self._codes] & self._wanted]
        first = next(iter(texts))
        self._problems.warn(
            code,
            file=self._columns.table.file,
            row=int(rows[0]),
            column=self._columns.header(self._column),
            value=str(self._uniques[first]),
            count=len(rows),
            clients=texts[first].strip(" ()"),
            names=listing([f"{str(self._uniques[at])!r}{note}" for at, note in texts.items()], NUM_EXAMPLES),
        )


def _grouped(cards: Iterable[int], key_of: Callable[[int], str]) -> Mapping[str, Cards]:
    groups: defaultdict[str, list[int]] = defaultdict(list)
    for card in cards:
        groups[key_of(card)].append(card)
    return dict(groups)


def _has_letter(text: str) -> bool:
    return any(map(str.isalpha, text))


def _plain(text: str) -> str:
    """The words of a name, those of legal forms last and in order; "" where there are no others."""
    words = _WORD.findall(fold_spaces(text))
    own = [word for word in words if word not in _form_words()]
    return " ".join([*own, *sorted(word for word in words if word in _form_words())]) if own else ""


def _words_of(text: str) -> frozenset[str]:
    return frozenset(_LETTERS.findall(fold_spaces(text)))


def _telling_word(text: str) -> str:
    """The longest word that is no legal form and is never abbreviated; any word where there is no other."""
    words = _words_of(text)
    return max(words - _usual_words() or words, key=lambda word: (len(word), word), default="")


@cache
def _form_words() -> frozenset[str]:
    forms = (words for form in card_words().legal_forms for words in form.words)
    return frozenset(word for words in forms for word in words.split())


@cache
def _usual_words() -> frozenset[str]:
    """Words of legal forms and of abbreviations."""
    return _form_words().union(word for words in card_words().abbreviations for word in words.split())
