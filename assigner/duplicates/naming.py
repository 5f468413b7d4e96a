"""How two names of firms relate, beyond the letters they share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import OSA

from assigner.identity.names import generic_words
from assigner.portfolio import FloatArray, IntArray


class Relation(IntEnum):
    """What the words of two names say."""

    UNKNOWN = 0  # a card has no name, or one of usual words only
    SAME = 1  # word order and blanks aside
    SPELLED = 2  # may be one name with typing mistakes: the similarity decides
    FAMILY = 3  # may be sister firms: "Severstal", "Severstal-Metiz", "Severstal Trading"
    NUMBERED = 4  # the numbers in them differ: "Romashka 1", "Romashka 2"


@dataclass(frozen=True, slots=True, eq=False)
class Names:
    """The names of all cards: words, and the two spellings that are compared."""

    words: list[tuple[str, ...]]
    joined: list[str]
    ordered: list[str]

    @classmethod
    def of(cls, keys: Sequence[str]) -> Names:
        """From name keys (`assigner.identity`); "Shop No. 5" names nobody and counts as blank."""
        words = [() if _says_nothing(key) else tuple(key.split()) for key in keys]
        return cls(words, ["".join(each) for each in words], ["".join(sorted(each)) for each in words])


def _says_nothing(key: str) -> bool:
    return all(word.isdigit() or word in generic_words() for word in key.split())


@dataclass(frozen=True, slots=True, eq=False)
class Compared:
    """Similarity (0..1) and relation of every pair."""

    similarity: FloatArray
    relation: IntArray


def similarity(names: Names, a: IntArray, b: IntArray) -> FloatArray:
    """1 - edits / length of the longer name, in the words' own order or sorted, whichever is more alike.

    Edits are insertions, deletions, replacements and swaps of neighbours (optimal string alignment).
    """
    return np.maximum(_alike(names.joined, a, b), _alike(names.ordered, a, b))


def _alike(spelled: list[str], a: IntArray, b: IntArray) -> FloatArray:
    left, right = [spelled[i] for i in a.tolist()], [spelled[i] for i in b.tolist()]
    return np.asarray(process.cpdist(left, right, scorer=OSA.normalized_similarity), dtype=np.float64)


def compare(names: Names, a: IntArray, b: IntArray) -> Compared:
    """Similarity and relation of pairs of names."""
    alike = similarity(names, a, b)
    relation = np.full(len(a), Relation.SAME, dtype=np.int8)
    for n in np.flatnonzero(alike < 1).tolist():
        alike[n], relation[n] = relate(names.words[a[n]], names.words[b[n]], float(alike[n]))
    unnamed = np.array([not word for word in names.words] or [True])
    relation[unnamed[a] | unnamed[b]] = Relation.UNKNOWN
    alike[relation == Relation.UNKNOWN] = 0.0
    return Compared(alike, relation)


def relate(a: tuple[str, ...], b: tuple[str, ...], alike: float) -> tuple[float, Relation]:
    """Similarity and relation of two names that are not the same.

    `alike` is the similarity of the whole names. Words both have say little about those they don't share, so
    the rest counts twice: "Northfield Pumps" is not like "Southfield Pumps".
    """
    own_a, own_b = _without(a, b), _without(b, a)
    if _numbers(own_a) != _numbers(own_b):
        both = _numbers(own_a) and _numbers(own_b)
        return alike, Relation.NUMBERED if both else Relation.FAMILY
    if not own_a or not own_b or generic_words().issuperset([*own_a, *own_b]):
        return alike, Relation.FAMILY
    rest = max(_spelled_alike(own_a, own_b), _spelled_alike(sorted(own_a), sorted(own_b)))
    return (alike + 2 * rest) / 3, Relation.SPELLED


def _without(words: tuple[str, ...], others: tuple[str, ...]) -> list[str]:
    return [word for word in words if word not in others]


def _numbers(words: list[str]) -> list[str]:
    return sorted(word for word in words if word.isdigit())


def _spelled_alike(a: Sequence[str], b: Sequence[str]) -> float:
    return float(OSA.normalized_similarity("".join(a), "".join(b)))
