"""Who may have which client, kept by kinds: the same answers as a mask (model §1, §4)."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assigner.fairness import Eligible, Entitled


def mask(*rows: list[int]) -> Any:
    return np.array(rows, dtype=bool)


def ints(*values: int) -> Any:
    return np.array(values, dtype=np.int32)


def drawn(seed: int, num_clients: int, num_managers: int) -> Any:
    return np.random.default_rng(seed).random((num_clients, num_managers)) < 0.6


MASKS = st.builds(drawn, st.integers(0, 2**32 - 1), st.integers(1, 12), st.integers(1, 11))


def test_equal_rows_are_one_kind() -> None:
    found = Eligible.of_mask(mask([1, 0], [0, 1], [1, 0]))
    assert len(found.kinds) == 2
    assert found.kind[0] == found.kind[2] != found.kind[1]


@given(MASKS)
def test_answers_are_those_of_the_mask(of: Any) -> None:
    found, (count, width) = Eligible.of_mask(of), of.shape
    assert np.array_equal(found.mask(), of)
    assert found.count.tolist() == of.sum(axis=1).tolist()
    assert found.first.tolist() == of.argmax(axis=1).tolist()
    everybody = np.repeat(np.arange(count), width)
    assert found.holds(everybody, np.tile(np.arange(width), count)).tolist() == of.ravel().tolist()
    assert np.array_equal(found.of(np.arange(count)[::-1]).mask(), of[::-1])
    assert found.row(count - 1).tolist() == of[-1].tolist()


def test_values_narrow_the_choice() -> None:
    # value 0 is open to m0 only, value 1 to both
    found = Eligible.of_mask(mask([1, 1], [1, 1], [0, 1])).narrowed(ints(0, 1, 0), mask([1, 0], [1, 1]))
    assert np.array_equal(found.mask(), mask([1, 0], [1, 1], [0, 0]))


def test_single_pairs_change_and_others_stay() -> None:
    before = Eligible.of_mask(mask([1, 1, 0], [1, 1, 0], [1, 1, 0]))
    after = before.changed(ints(0, 0, 2), ints(0, 1, 1), allowed=False).changed(
        ints(0), ints(2), allowed=True
    )
    assert np.array_equal(after.mask(), mask([0, 0, 1], [1, 1, 0], [1, 0, 0]))
    assert before.mask().all(axis=0).tolist() == [True, True, False]
    assert before.changed(ints(), ints(), allowed=False) is before


@given(MASKS, st.integers(0, 2**32 - 1))
def test_targets_are_sums_over_pairs(of: Any, seed: int) -> None:
    """T(c,j) = sum over i in c with j in E(i) of m(i) a(j) / (sum of a over E(i)), one pair at a time."""
    rng = np.random.default_rng(seed)
    amount, codes = rng.lognormal(size=len(of)), rng.integers(0, 3, len(of)).astype(np.int32)
    weight = rng.choice([0.25, 0.5, 1.0], of.shape[1])
    target, num_eligible = Entitled(Eligible.of_mask(of), weight).targets(amount, codes, 4)
    expected = np.zeros((4, of.shape[1]))
    for i, j in np.argwhere(of):
        expected[codes[i], j] += amount[i] * weight[j] / weight[of[i]].sum()
    assert target == pytest.approx(expected, rel=1e-12)
    assert num_eligible.tolist() == [int(of[codes == c].any(axis=0).sum()) for c in range(4)]
