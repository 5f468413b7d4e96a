"""Pairs of cards that share something: every block of cards with one key, within limits of size."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from assigner.portfolio import IntArray, StrArray

BLANK = -1
"""Key of a card that has nothing to share."""


@dataclass(frozen=True, slots=True, eq=False)
class SharedPairs:
    """Pairs a < b, positions of cards; `size` is how many cards share what they share."""

    a: IntArray
    b: IntArray
    size: IntArray


def numbered(texts: StrArray | Sequence[str]) -> IntArray:
    """One number per distinct text, in order of appearance; BLANK for ""."""
    codes, labels = pd.factorize(np.asarray(texts, dtype=object))
    blank = np.append(labels == "", False)
    return np.where(blank[codes], BLANK, codes)


def count_of(keys: IntArray) -> IntArray:
    """How many cards share each card's key; 0 where BLANK."""
    counts = np.bincount(keys[keys != BLANK], minlength=1)
    return np.where(keys == BLANK, 0, counts[keys])


def shared_pairs(
    keys: IntArray, cards: IntArray | None = None, *, limit: int, chain: bool = False
) -> SharedPairs:
    """All pairs of cards with the same key, each pair once and in order.

    `cards` says whose each key is, by default key n is card n's; a card may have several keys. Blocks of
    more than `limit` cards are left out; with `chain` each of their cards is paired with the next one
    instead, so that they stay connected.
    """
    owner = np.arange(len(keys)) if cards is None else cards
    return _each_once(block_pairs(keys, owner, limit=limit, chain=chain))


def block_pairs(keys: IntArray, cards: IntArray, *, limit: int, chain: bool = False) -> SharedPairs:
    """The pairs of every block; those that share several keys come several times."""
    used = np.flatnonzero(keys != BLANK)
    order = used[np.lexsort((cards[used], keys[used]))]
    starts, sizes = _runs(keys[order])
    empty = np.zeros(0, dtype=np.int64)
    parts = [SharedPairs(empty, empty, empty)]
    small = np.unique(sizes[(sizes >= 2) & (sizes <= limit)])
    parts += [_all_pairs(cards[order], starts[sizes == size], int(size)) for size in small]
    if chain:
        parts.append(_chains(cards[order], starts[sizes > limit], sizes[sizes > limit]))
    return SharedPairs(
        *(np.concatenate([getattr(part, name) for part in parts]) for name in ("a", "b", "size"))
    )


def _runs(keys: IntArray) -> tuple[IntArray, IntArray]:
    """Start and length of every run of equal keys."""
    starts = np.flatnonzero(np.append(True, keys[1:] != keys[:-1])[: len(keys)])
    return starts, np.diff(np.append(starts, len(keys)))


def _all_pairs(cards: IntArray, starts: IntArray, size: int) -> SharedPairs:
    """All pairs within blocks of one size."""
    first, second = np.triu_indices(size, 1)
    a = cards[starts[:, None] + first].ravel()
    b = cards[starts[:, None] + second].ravel()
    return SharedPairs(a, b, np.full(len(a), size))


def _chains(cards: IntArray, starts: IntArray, sizes: IntArray) -> SharedPairs:
    """Neighbours within blocks of any size."""
    spots = np.concatenate(
        [start + np.arange(size - 1) for start, size in zip(starts, sizes, strict=True)] or [starts]
    )
    return SharedPairs(cards[spots], cards[spots + 1], np.repeat(sizes, np.maximum(sizes - 1, 0)))


def _each_once(pairs: SharedPairs) -> SharedPairs:
    """Every pair of two different cards once, with its smallest block."""
    real = pairs.a != pairs.b
    a, b, size = pairs.a[real], pairs.b[real], pairs.size[real]
    order = np.lexsort((size, b, a))
    a, b, size = a[order], b[order], size[order]
    new = np.append(True, (a[1:] != a[:-1]) | (b[1:] != b[:-1]))[: len(a)]
    return SharedPairs(a[new], b[new], size[new])
