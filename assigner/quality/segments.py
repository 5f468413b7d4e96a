"""Segment values that are blank, contradict each other, or are spelled in two ways."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import OSA

from assigner.portfolio import STANDARD_DIMENSIONS, UNKNOWN, Dimension, IntArray, StrArray
from assigner.quality.facts import Facts, blanks
from assigner.quality.model import Check, Finding
from assigner.quality.tax_ids import tax_id_codes

MIN_LETTERS = 5
"""Shorter values are too alike to call one a misspelling of another: East and West."""

FREQUENT = 20
"""A value must stand in so many times the cards of the other to be the right spelling of it."""

SHORT_WORD = 3
"""Words up to this length tell values apart, as in Tier A and Tier B, so they must agree."""

_SEPARATORS = re.compile(r"\s*[;/|,+\n]\s*")
_WORDS = re.compile(r"[^\W_]+")


def check_segments(facts: Facts) -> Iterator[Finding]:
    """Blank values of the standard dimensions, contradictions, and values that look misspelled."""
    tax_ids = tax_id_codes(facts.identity)
    for name, dimension in facts.clients.dimensions.items():
        values = np.array(dimension.labels, dtype=object)[dimension.codes]
        if name in STANDARD_DIMENSIONS:
            blank = np.asarray(values == UNKNOWN, dtype=bool)
            yield facts.client_finding(Check.MISSING_SEGMENT, name, blank, blanks(len(values)))
        yield _contradictory(facts, name, values, tax_ids)
        right = similar_labels(dimension)
        yield _by_label(facts, Check.SIMILAR_SEGMENT, name, values, right)


def _by_label(facts: Facts, check: Check, name: str, values: StrArray, details: StrArray) -> Finding:
    """A finding on every client whose label has a detail; `details` has one entry per label."""
    told = details[facts.clients.dimensions[name].codes]
    return facts.client_finding(check, name, np.asarray(told != "", dtype=bool), values, told)


def _contradictory(facts: Facts, name: str, values: StrArray, tax_ids: IntArray) -> Finding:
    """Cells with two values, and, in standard dimensions, cards of one tax id that disagree."""
    dimension = facts.clients.dimensions[name]
    told = double_labels(dimension)[dimension.codes]
    if name in STANDARD_DIMENSIONS:
        others = _other_values(dimension, tax_ids)
        told = np.where(told == "", others, told).astype(object)
    return facts.client_finding(
        Check.CONTRADICTORY_SEGMENT, name, np.asarray(told != "", dtype=bool), values, told
    )


def _other_values(dimension: Dimension, tax_ids: IntArray) -> StrArray:
    """Per client another value that a card with the same tax id has, "" where all known ones agree."""
    known = np.asarray(np.array(dimension.labels, dtype=object) != UNKNOWN, dtype=bool)[dimension.codes]
    at = np.flatnonzero(known & (tax_ids >= 0))
    count = int(tax_ids.max(initial=-1)) + 1
    low, high = np.full(count, len(dimension.labels)), np.full(count, -1)
    np.minimum.at(low, tax_ids[at], dimension.codes[at])
    np.maximum.at(high, tax_ids[at], dimension.codes[at])
    own, first, last = dimension.codes[at], low[tax_ids[at]], high[tax_ids[at]]
    other = np.where(own == first, last, first)
    others = blanks(len(tax_ids))
    labels = np.array(dimension.labels, dtype=object)
    others[at] = np.where(first != last, labels[other], "")
    return others


def double_labels(dimension: Dimension) -> StrArray:
    """Per label the values it is made of ("North/South" of "North" and "South"), "" for a single value.

    Only rarer than each of its parts: a combination that stands in many cards is a value of its own.
    """
    counts = label_counts(dimension)
    place = {label.casefold(): at for at, label in enumerate(dimension.labels)}
    details = blanks(len(dimension.labels))
    for at, label in enumerate(dimension.labels):
        parts = dict.fromkeys(part.casefold() for part in _SEPARATORS.split(label))
        spots = [place.get(part, at) for part in parts]
        if len(spots) > 1 and at not in spots and counts[at] < counts[spots].min():
            details[at] = ", ".join(dimension.labels[spot] for spot in spots)
    return details


def label_counts(dimension: Dimension) -> IntArray:
    """Clients per label."""
    return np.bincount(dimension.codes, minlength=len(dimension.labels))


def similar_labels(dimension: Dimension) -> StrArray:
    """Per label the much more frequent one of which it looks like a misspelling, "" where there is none.

    One letter wrong, missing, added or swapped with its neighbour, or other punctuation. The first letter,
    digits and short words must agree.
    """
    counts = label_counts(dimension)
    order = np.argsort(-counts, kind="stable")
    usable = [at for at in order.tolist() if len(_key(dimension.labels[at])) >= MIN_LETTERS]
    usable = [at for at in usable if dimension.labels[at] != UNKNOWN and counts[at]]
    keys, falling = [_key(dimension.labels[at]) for at in usable], -counts[usable]
    details = blanks(len(dimension.labels))
    for at, key in zip(usable, keys, strict=True):
        num_frequent = int(np.searchsorted(falling, -FREQUENT * counts[at], side="right"))
        near = _near(key, keys[:num_frequent])
        labels = [dimension.labels[usable[n]] for n in near]
        details[at] = next((label for label in labels if _same_marks(label, dimension.labels[at])), "")
    return details


def _near(key: str, keys: Sequence[str]) -> list[int]:
    """Positions of the keys at most one typing mistake away, in their order."""
    found = process.extract(key, keys, scorer=OSA.distance, score_cutoff=1, limit=None)
    return sorted(at for _, _, at in found)


def _words(label: str) -> list[str]:
    return _WORDS.findall(label.casefold().replace("ё", "е"))


def _key(label: str) -> str:
    return "".join(_words(label))


def _same_marks(first: str, second: str) -> bool:
    return _marks(first) == _marks(second)


def _marks(label: str) -> tuple[str, str, list[str]]:
    """What must agree: the first letter, all digits, the short words."""
    words = _words(label)
    digits = "".join(char for word in words for char in word if char.isdigit())
    return words[0][0], digits, sorted(word for word in words if len(word) <= SHORT_WORD)
