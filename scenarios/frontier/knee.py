"""The point of a falling curve after which more effort pays least (Kneedle, Satopaa et al. 2011)."""

from __future__ import annotations

from collections.abc import Sequence

LEAST = 1e-3
"""A curve closer to its chord than this, as a share of the diagonal's half, has no bend."""

Point = tuple[float, float]


def knee(points: Sequence[Point]) -> int | None:
    """Position of the point farthest below the chord from the first to the last, both axes from 0 to 1.

    `points` have growing x and falling y. None where there are fewer than three, or none is below the chord.
    """
    if len(points) < 3:
        return None
    depths = [_depth(point, points[0], points[-1]) for point in points]
    deepest = max(range(len(points)), key=lambda n: depths[n])
    return deepest if depths[deepest] > LEAST else None


def _depth(point: Point, first: Point, last: Point) -> float:
    """1 - x - y on normalised axes: 0 on the chord, 1 in the corner that nobody can reach."""
    x = (point[0] - first[0]) / (last[0] - first[0])
    y = (point[1] - last[1]) / (first[1] - last[1])
    return 1.0 - x - y
