"""Labels joined by ties."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from assigner.ties import join_labels


def test_ties_join_transitively() -> None:
    """5-7 and 7-9 tie 5, 7 and 9; 6 stays alone."""
    joined = join_labels(np.array([5, 6, 7, 9, 9]), [(5, 7), (7, 9)])
    assert joined[0] == joined[2] == joined[3] == joined[4]
    assert joined[1] == 6


@given(
    st.lists(st.integers(0, 12), min_size=1, max_size=20),
    st.lists(st.tuples(st.integers(0, 12), st.integers(0, 12)), max_size=12),
)
def test_two_labels_are_equal_when_a_path_of_ties_leads_from_one_to_the_other(
    labels: list[int], ties: list[tuple[int, int]]
) -> None:
    joined = join_labels(np.array(labels), ties)
    reach = {label: {label} for label in range(13)}
    for _ in range(13):
        for a, b in ties:
            whole = reach[a] | reach[b]
            for label in whole:
                reach[label] = reach[label] | whole
    for i, a in enumerate(labels):
        for j, b in enumerate(labels):
            assert (joined[i] == joined[j]) == (b in reach[a])
