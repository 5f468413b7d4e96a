"""Which cards are compared at all (model §11)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from assigner.duplicates.blocks import SharedPairs, numbered, shared_pairs
from assigner.duplicates.naming import Names, similarity
from assigner.duplicates.spellings import alike_pairs
from assigner.duplicates.tax_ids import TaxIds, is_valid, judge, near_pairs, tax_keys
from assigner.identity.model import Identity
from assigner.portfolio import BoolArray, IntArray

LARGEST_BLOCK = 60
"""A phone, a domain or a piece of a name that more cards share tells nothing about any two of them."""

LEAST_ALIKE = 0.72
"""Names less alike than that are not compared on their own."""

_CHUNK = 500_000  # pairs compared at once, to bound memory


@dataclass(frozen=True, slots=True, eq=False)
class Candidates:
    """Pairs a < b to be scored, positions of cards, and what was found out on the way.

    `near`: tax ids one slip apart; `phone_size`: how many cards have the number that both have, 0 where they
    have none in common; `tax`: what the tax ids say, a `TaxIds`.
    """

    a: IntArray
    b: IntArray
    near: BoolArray
    phone_size: IntArray
    tax: IntArray


def candidates(identity: Identity, names: Names) -> Candidates:
    """Pairs that share a tax id, a phone, an e-mail, a domain of their own, or have names spelled alike.

    Pairs with two different valid tax ids are left out.
    """
    count, keys = len(identity), tax_keys(identity)
    phone = _phone_pairs(identity)
    near_a, near_b = near_pairs(identity, keys)
    shared = [
        shared_pairs(keys, limit=LARGEST_BLOCK, chain=True),
        shared_pairs(numbered(identity.email), limit=LARGEST_BLOCK),
        shared_pairs(numbered(identity.domain), limit=LARGEST_BLOCK),
        shared_pairs(numbered(names.ordered), limit=LARGEST_BLOCK),
        phone,
    ]
    near_codes, phone_codes = near_a * count + near_b, phone.a * count + phone.b
    codes = np.unique(
        np.concatenate(
            [*(pairs.a * count + pairs.b for pairs in shared), near_codes, _alike(names, identity, keys)]
        )
    )
    a, b = codes // max(count, 1), codes % max(count, 1)
    near, size = np.isin(codes, near_codes), np.zeros(len(codes), dtype=np.int64)
    size[np.searchsorted(codes, phone_codes)] = phone.size
    tax = judge(identity, keys, a, b, near)
    open_to = tax != TaxIds.TWO_FIRMS
    return Candidates(a[open_to], b[open_to], near[open_to], size[open_to], tax[open_to])


def _phone_pairs(identity: Identity) -> SharedPairs:
    """Pairs with a number in common, whichever of their numbers it is."""
    cards = np.repeat(np.arange(len(identity)), [len(numbers) for numbers in identity.phones])
    numbers = [number for several in identity.phones for number in several]
    return shared_pairs(numbered(numbers), cards, limit=LARGEST_BLOCK)


def _alike(names: Names, identity: Identity, keys: IntArray) -> IntArray:
    """Pairs with names spelled alike, as a x number of cards + b; not those of two firms for sure."""
    valid = is_valid(identity)
    length = np.array([len(name) for name in names.joined], dtype=np.int64)
    kept = [np.zeros(0, dtype=np.int64)]
    for pairs in alike_pairs(names.joined, LARGEST_BLOCK):
        two_firms = valid[pairs.a] & valid[pairs.b] & (keys[pairs.a] != keys[pairs.b])
        short, long = np.sort([length[pairs.a], length[pairs.b]], axis=0)
        likely = ~two_firms & (short >= LEAST_ALIKE * long)
        a, b = pairs.a[likely], pairs.b[likely]
        kept += [_worth_it(names, a[n : n + _CHUNK], b[n : n + _CHUNK]) for n in range(0, len(a), _CHUNK)]
    return np.concatenate(kept)


def _worth_it(names: Names, a: IntArray, b: IntArray) -> IntArray:
    alike = similarity(names, a, b) >= LEAST_ALIKE
    return a[alike] * len(names.words) + b[alike]
