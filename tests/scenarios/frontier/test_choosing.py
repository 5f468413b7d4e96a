"""Where the sweep looks next."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from scenarios.frontier.choosing import next_caps


def _curve(steps: list[tuple[float, float]]) -> list[tuple[float, float]]:
    found = [(1.0, sum(fall for _, fall in steps))]
    for width, fall in steps:
        found.append((found[-1][0] + width, max(found[-1][1] - fall, 0.0)))
    return found


FOUND = st.lists(st.tuples(st.floats(0.1, 10), st.floats(0, 10)), min_size=1, max_size=8).map(_curve)


def test_the_cell_with_the_largest_area_is_halved() -> None:
    # Areas: 2 x 60 = 120 from 0 to 2, 8 x 10 = 80 from 2 to 10.
    assert next_caps([(0, 70), (2, 10), (10, 0)], 1) == [1]
    assert next_caps([(0, 70), (2, 10), (10, 0)], 2) == [1, 6]


def test_a_half_is_expected_to_have_a_quarter() -> None:
    # 120, then 80; then the halves of 120 count 30 each, before those of 80 (20 each); the left one first.
    assert next_caps([(0, 70), (2, 10), (10, 0)], 4) == [0.5, 1, 1.5, 6]


def test_flat_and_empty_curves_have_nothing_to_find() -> None:
    assert next_caps([(0, 5), (2, 5)], 3) == []
    assert next_caps([(1, 5)], 3) == []
    assert next_caps([(0, 5), (1, 1), (9, 1)], 2) == [0.25, 0.5]  # never in the flat part


@given(FOUND, st.integers(0, 6))
def test_caps_are_new_inside_and_no_more_than_asked(found: list[tuple[float, float]], count: int) -> None:
    caps = next_caps(found, count)
    assert len(caps) <= count
    assert caps == sorted(set(caps))
    assert all(found[0][0] < cap < found[-1][0] for cap in caps)
    assert not set(caps) & {cap for cap, _ in found}
