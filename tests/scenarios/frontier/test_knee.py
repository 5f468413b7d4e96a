"""The knee: worked examples, and that units don't matter."""

from __future__ import annotations

from hypothesis import assume, given
from hypothesis import strategies as st

from scenarios.frontier.knee import knee

STEPS = st.lists(st.tuples(st.floats(0.01, 10), st.floats(0.01, 10)), min_size=2, max_size=10)


def falling(steps: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """A curve of growing x and falling y from these steps."""
    points = [(0.0, sum(fall for _, fall in steps))]
    for width, fall in steps:
        points.append((points[-1][0] + width, points[-1][1] - fall))
    return points


def test_the_corner_is_the_knee() -> None:
    # On axes from 0 to 1: (0, 1), (0.1, 0.2), (0.5, 0.1), (1, 0). Below the chord by 1 - x - y: 0.7 and 0.4.
    assert knee([(2, 110), (3, 30), (7, 20), (12, 10)]) == 1


def test_a_straight_curve_and_a_bulging_one_have_none() -> None:
    assert knee([(0, 3), (1, 2), (2, 1), (3, 0)]) is None
    assert knee([(0, 10), (1, 9), (2, 0)]) is None  # above the chord: each step pays more than the last


def test_two_points_have_no_bend() -> None:
    assert knee([]) is None
    assert knee([(0, 1)]) is None
    assert knee([(0, 1), (1, 0)]) is None


@given(STEPS)
def test_the_knee_is_inside_and_nothing_lies_deeper(steps: list[tuple[float, float]]) -> None:
    points = falling(steps)
    found = knee(points)
    width, height = points[-1][0], points[0][1] - points[-1][1]
    depths = [1 - x / width - (y - points[-1][1]) / height for x, y in points]
    if found is None:
        assert max(depths) <= 1e-3 + 1e-9
    else:
        assert 0 < found < len(points) - 1
        assert depths[found] >= max(depths) - 1e-9


@given(STEPS, st.sampled_from([0.125, 8.0, 1024.0]), st.sampled_from([0.5, 4.0]))
def test_units_do_not_matter(steps: list[tuple[float, float]], wide: float, high: float) -> None:
    points = falling(steps)
    found = knee(points)
    depth_apart = _two_deepest(points)
    assume(depth_apart > 1e-9)
    assert knee([(wide * x, high * y) for x, y in points]) == found


def _two_deepest(points: list[tuple[float, float]]) -> float:
    width, height = points[-1][0], points[0][1] - points[-1][1]
    depths = sorted(1 - x / width - (y - points[-1][1]) / height for x, y in points)
    return depths[-1] - depths[-2]
