"""Pairs of names that may be spelled alike: they share a rare piece.

A typing mistake spoils the pieces it stands in and no others, so names that are long enough to be told apart
keep some in common; pieces that many names have would pair everybody with everybody and are left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from assigner.duplicates.blocks import BLANK, SharedPairs, block_pairs, numbered
from assigner.portfolio import IntArray

PIECES = (4, 6)
"""Lengths of the pieces, in letters."""

RAREST = 6
"""How many pieces of each length, the rarest, stand for a name."""

END = 3
"""How many letters at both ends together are one more piece."""

LONGEST = 60
_BITS = 6  # a letter as a number below 64
_LETTERS = 26


def alike_pairs(keys: Sequence[str], limit: int) -> Iterator[SharedPairs]:
    """Pairs of cards whose names share a rare piece, kind by kind of piece, to bound memory.

    `keys` are names in Latin letters without blanks; names shorter than a piece are one piece. `limit` is the
    number of cards a rare piece may have. A pair may come several times.
    """
    letters = _letters(keys)
    for length in PIECES:
        cards, pieces = _rare(letters, length, limit)
        yield block_pairs(pieces, cards, limit=limit)
    cards, pieces = _ends(keys)
    yield block_pairs(pieces, cards, limit=limit)


def _letters(keys: Sequence[str]) -> IntArray:
    """Names as a matrix of letters, 1..63, filled up with 0; what is beyond `LONGEST` is cut."""
    text = np.array([key[:LONGEST] for key in keys] or [""], dtype=f"U{LONGEST}")
    codes = text.view(np.uint32).reshape(len(text), LONGEST).astype(np.int64)
    latin = (codes >= ord("a")) & (codes <= ord("z"))
    other = codes % (63 - _LETTERS) + _LETTERS + 1
    return np.where(codes == 0, 0, np.where(latin, codes - ord("a") + 1, other))


def _ends(keys: Sequence[str]) -> tuple[IntArray, IntArray]:
    """(card, piece) of both ends of every name: they help where the mistake is in the only rare place."""
    ends = numbered([key[:END] + key[-END:] if len(key) >= 2 * END else "" for key in keys])
    cards = np.flatnonzero(ends != BLANK)
    return cards, ends[cards]


def _rare(letters: IntArray, length: int, limit: int) -> tuple[IntArray, IntArray]:
    """(card, piece) of every name's rarest pieces that two to `limit` names have."""
    card, piece = _pieces(letters, length)
    _, number, counts = np.unique(piece, return_inverse=True, return_counts=True)
    shared = (counts[number] >= 2) & (counts[number] <= limit)
    card, number = card[shared], number[shared]
    order = np.lexsort((number, counts[number], card))
    card, number = card[order], number[order]
    rank = np.arange(len(card)) - np.searchsorted(card, card)
    return card[rank < RAREST], number[rank < RAREST]


def _pieces(letters: IntArray, length: int) -> tuple[IntArray, IntArray]:
    """(card, piece) of all pieces, each once for a card; pieces are numbers to the base 64."""
    width = letters.shape[1] - length + 1
    piece = sum(letters[:, n : n + width] << (_BITS * n) for n in range(length))
    whole = letters[:, length - 1 : length - 1 + width] > 0
    whole[:, 0] |= letters[:, 0] > 0
    card, spot = np.nonzero(whole)
    both = np.unique(card << (_BITS * length) | np.asarray(piece)[card, spot])
    return both >> (_BITS * length), both & ((1 << (_BITS * length)) - 1)
