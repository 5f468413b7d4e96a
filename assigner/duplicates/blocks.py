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
    """Pairs a < b (positions of cards), each once, in order; `size` is that of its smallest block."""

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
    """All pairs of cards with the same key.

    `cards` says whose each key is, by default key n is card n's; a card may have several keys. Blocks of
    more than `limit` cards are left out; with `chain` each of their cards is paired with the next one
    instead, so that they stay connected.
    """
    owner = np.arange(len(keys)) if cards is None else cards
    used = np.flatnonzero(keys != BLANK)
    order = used[np.lexsort((owner[used], keys[used]))]
    starts, sizes = _runs(keys[order])
    parts = [
        _all_pairs(owner[order], starts[sizes == size], int(size))
        for size in np.unique(sizes)
        if 2 <= size <= limit
    ]
    if chain:
        parts += [_chains(owner[order], starts[sizes > limit], sizes[sizes > limit])]
    return _each_once(parts)


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


def _each_once(parts: list[SharedPairs]) -> SharedPairs:
    """Every pair of two different cards once, with its smallest block."""
    empty = np.zeros(0, dtype=np.int64)
    a, b, size = (
        np.concatenate([empty, *(getattr(part, name) for part in parts)]) for name in ("a", "b", "size")
    )
    real = a != b
    a, b, size = a[real], b[real], size[real]
    order = np.lexsort((size, b, a))
    a, b, size = a[order], b[order], size[order]
    new = np.append(True, (a[1:] != a[:-1]) | (b[1:] != b[:-1]))[: len(a)]
    return SharedPairs(a[new], b[new], size[new])
