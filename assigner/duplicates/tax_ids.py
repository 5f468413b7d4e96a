"""Tax ids of two cards: equal, nearly equal, or two different firms."""

from __future__ import annotations

from collections.abc import Iterator
from enum import IntEnum

import numpy as np

from assigner.duplicates.blocks import BLANK, numbered
from assigner.identity.model import Identity, Validity
from assigner.portfolio import BoolArray, IntArray

_LENGTHS = (10, 12)
_FEWEST_DIGITS = 3  # 0000000000 and 1212121212 are typed to get past a form


class TaxIds(IntEnum):
    """What the tax ids of two cards say."""

    SILENT = 0  # one is blank
    EXACT = 1  # equal and valid
    EQUAL = 2  # equal, of a country whose ids can't be checked
    EQUAL_WRONG = 3  # equal, but not valid
    NEAR = 4  # one slip of the hand apart, one of them not valid
    UNLIKE = 5  # different, one of them not valid: may be a slip
    OTHER = 6  # different, and at least one can't be checked
    TWO_FIRMS = 7  # different and both valid


def is_valid(identity: Identity) -> BoolArray:
    """Tax ids that stand for one legal entity for sure."""
    return np.isin(identity.tax_id_validity, (Validity.VALID, Validity.PADDED))


def tax_keys(identity: Identity) -> IntArray:
    """One number per tax id; BLANK where there is none or one that is typed to get past a form."""
    keys = numbered(identity.tax_id)
    invalid = np.flatnonzero(identity.tax_id_validity == Validity.INVALID)
    junk = [i for i in invalid.tolist() if len(set(identity.tax_id[i])) < _FEWEST_DIGITS]
    keys[junk] = BLANK
    return keys


def near_pairs(identity: Identity, keys: IntArray) -> tuple[IntArray, IntArray]:
    """Pairs (a < b) of an invalid id and a valid one: one digit differs, or two neighbours are swapped."""
    valid: dict[str, list[int]] = {}
    for i in np.flatnonzero(is_valid(identity)).tolist():
        valid.setdefault(identity.tax_id[i], []).append(i)
    wrong = np.flatnonzero((identity.tax_id_validity == Validity.INVALID) & (keys != BLANK)).tolist()
    hits = [(i, other) for i in wrong for slip in _slips(identity.tax_id[i]) for other in valid.get(slip, ())]
    pairs = np.sort(np.array(hits, dtype=np.int64).reshape(-1, 2), axis=1)
    return pairs[:, 0], pairs[:, 1]


def _slips(digits: str) -> Iterator[str]:
    """What may have been meant by a mistyped id."""
    if len(digits) not in _LENGTHS:
        return
    for n, digit in enumerate(digits):
        for other in "0123456789":
            if other != digit:
                yield digits[:n] + other + digits[n + 1 :]
        if n and digits[n - 1] != digit:
            yield digits[: n - 1] + digit + digits[n - 1] + digits[n + 1 :]


def judge(identity: Identity, keys: IntArray, a: IntArray, b: IntArray, near: BoolArray) -> IntArray:
    """What the tax ids say about each pair; `near` are those found by `near_pairs`."""
    valid, worth = is_valid(identity), identity.tax_id_validity
    both, equal = valid[a] & valid[b], keys[a] == keys[b]
    wrong = (worth[a] == Validity.INVALID) | (worth[b] == Validity.INVALID)
    return np.select(
        [(keys[a] == BLANK) | (keys[b] == BLANK), both & equal, both, near, equal & wrong, equal, wrong],
        [
            TaxIds.SILENT,
            TaxIds.EXACT,
            TaxIds.TWO_FIRMS,
            TaxIds.NEAR,
            TaxIds.EQUAL_WRONG,
            TaxIds.EQUAL,
            TaxIds.UNLIKE,
        ],
        TaxIds.OTHER,
    )
