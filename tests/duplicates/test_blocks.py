"""Which pairs blocks give."""

from __future__ import annotations

from itertools import combinations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from assigner.duplicates.blocks import BLANK, count_of, numbered, shared_pairs
from assigner.duplicates.spellings import alike_pairs
from tests import builders


def test_blanks_share_nothing() -> None:
    keys = numbered(builders.text(["x", "", "x", "y", ""]))
    assert keys.tolist()[1] == keys.tolist()[4] == BLANK
    assert count_of(keys).tolist() == [2, 0, 2, 1, 0]
    found = shared_pairs(keys, limit=10)
    assert (found.a.tolist(), found.b.tolist(), found.size.tolist()) == ([0], [2], [2])


def test_large_blocks_are_left_out_or_chained() -> None:
    keys = np.zeros(5, dtype=np.int64)
    assert len(shared_pairs(keys, limit=4).a) == 0
    chain = shared_pairs(keys, limit=4, chain=True)
    assert list(zip(chain.a.tolist(), chain.b.tolist(), strict=True)) == [(0, 1), (1, 2), (2, 3), (3, 4)]


def test_of_several_blocks_the_smallest_counts() -> None:
    # Cards 0 and 1 share key 0 (with card 2) and key 1 (alone).
    found = shared_pairs(np.array([0, 0, 0, 1, 1]), np.array([0, 1, 2, 0, 1]), limit=9)
    sizes = dict(zip(zip(found.a.tolist(), found.b.tolist(), strict=True), found.size.tolist(), strict=True))
    assert sizes == {(0, 1): 2, (0, 2): 3, (1, 2): 3}


@given(st.lists(st.tuples(st.integers(-1, 4), st.integers(0, 6)), max_size=30), st.integers(2, 6))
def test_pairs_are_those_of_brute_force(entries: list[tuple[int, int]], limit: int) -> None:
    entries = sorted(set(entries))
    cards_of: dict[int, list[int]] = {}
    for key, card in entries:
        if key != BLANK:
            cards_of.setdefault(key, []).append(card)
    expected = {
        pair for cards in cards_of.values() if len(cards) <= limit for pair in combinations(sorted(cards), 2)
    }
    keys, cards = (np.array([entry[n] for entry in entries], dtype=np.int64) for n in (0, 1))
    found = shared_pairs(keys, cards, limit=limit)
    pairs = list(zip(found.a.tolist(), found.b.tolist(), strict=True))
    assert pairs == sorted(expected)


@given(st.text(alphabet="abcdefgh", min_size=9, max_size=20), st.integers(0, 100), st.sampled_from("xyz"))
def test_a_name_and_the_same_with_one_wrong_letter_meet(name: str, spot: int, letter: str) -> None:
    spot %= len(name)
    wrong = name[:spot] + letter + name[spot + 1 :]
    pairs = [
        (a, b)
        for found in alike_pairs([name, "qqqqqqqq", wrong], limit=60)
        for a, b in zip(found.a.tolist(), found.b.tolist(), strict=True)
    ]
    assert (0, 2) in pairs
    assert (0, 1) not in pairs
