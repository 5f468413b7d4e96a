"""Exports of well-known programs: their headers, kinds of activity and names of sheets, one file for each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from assigner.portfolio import Kind
from assigner.tabular.words import fold

MIN_OWN_HEADERS = 2
MIN_KNOWN_HEADERS = 3
MIN_OWN_SHARE = 0.5
ENOUGH_OWN_HEADERS = 5
"""An export is told by 2 headers that only its program uses: half of those no word is known for, or by 5."""


@dataclass(frozen=True, slots=True)
class Profile:
    """The words of one program's exports, folded; the headers of a column are listed the best first.

    `signs` are headers that mean nothing to us but tell the program, `ignored` those of them that are never a
    segment either (who created the card, when).
    """

    name: str
    headers: Mapping[str, Mapping[str, tuple[str, ...]]]  # table -> canonical column -> headers
    signs: Mapping[str, frozenset[str]]
    ignored: Mapping[str, frozenset[str]]
    kinds: dict[str, Kind]
    sheets: Mapping[str, frozenset[str]]

    def words(self, table: str) -> Mapping[str, tuple[str, ...]]:
        """The headers of a table's columns."""
        return self.headers.get(table, {})

    def ignores(self, table: str, header: str) -> bool:
        """Whether a folded header is known to mean nothing."""
        return header in self.ignored.get(table, frozenset())

    def known(self, table: str) -> frozenset[str]:
        """Every header of a table that the program is known to write."""
        meant = (word for words in self.words(table).values() for word in words)
        return frozenset(meant) | self.signs.get(table, frozenset()) | self.ignored.get(table, frozenset())


def _folded(words: Iterable[Any]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(fold(str(word)) for word in words))


def _sets(raw: Mapping[str, Iterable[Any]]) -> dict[str, frozenset[str]]:
    return {table: frozenset(_folded(words)) for table, words in raw.items()}


def _profile(raw: Mapping[str, Any]) -> Profile:
    return Profile(
        name=str(raw["name"]),
        headers={
            table: {column: _folded(words) for column, words in columns.items()}
            for table, columns in raw["headers"].items()
        },
        signs=_sets(raw["signs"]),
        ignored=_sets(raw["ignored"]),
        kinds={fold(str(word)): Kind[kind.upper()] for kind, words in raw["kinds"].items() for word in words},
        sheets=_sets(raw["sheets"]),
    )


@cache
def profiles() -> tuple[Profile, ...]:
    """All profiles, in the order of their files' names."""
    folder = files("assigner.tabular").joinpath("profiles")
    found = sorted((file for file in folder.iterdir() if file.name.endswith(".yaml")), key=lambda f: f.name)
    return tuple(_profile(yaml.safe_load(file.read_text("utf-8"))) for file in found)


def profile_named(name: str) -> Profile | None:
    """The profile of a program, None where there is none of that name."""
    return next((profile for profile in profiles() if profile.name == name), None)


def profile_words(table: str, column: str) -> frozenset[str]:
    """What any program calls a canonical column."""
    return frozenset(word for profile in profiles() for word in profile.words(table).get(column, ()))


def recognise_profile(table: str, headers: Sequence[str], common: frozenset[str]) -> Profile | None:
    """The program whose export has these folded headers, None where none or several fit equally well.

    `common` are words for a column that anybody may use: they tell no program.
    """
    strange = {header for header in headers if header and header not in common}
    scored = [(_score(profile, table, headers, strange), profile) for profile in profiles()]
    best = max(score for score, _ in scored)
    winners = [profile for score, profile in scored if score == best]
    return winners[0] if best > (0, 0) and len(winners) == 1 else None


def _score(profile: Profile, table: str, headers: Sequence[str], strange: set[str]) -> tuple[int, int]:
    """Headers that only this program uses and all headers known of it; (0, 0) where they are too few."""
    known = profile.known(table)
    own, total = len(strange & known), len(known.intersection(headers))
    enough = own >= ENOUGH_OWN_HEADERS or (own >= MIN_OWN_HEADERS and own >= MIN_OWN_SHARE * len(strange))
    return (own, total) if enough and total >= MIN_KNOWN_HEADERS else (0, 0)
