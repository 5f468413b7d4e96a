"""Similarity, distance and unfit on hand-made bases (model §5 sim, §6)."""

from __future__ import annotations

import numpy as np
import pytest

from assigner.disruption import Fit, distance_km
from assigner.policy.model import FitPolicy
from tests import builders


def idx(*positions: int) -> np.ndarray[tuple[int], np.dtype[np.int32]]:
    return np.array(positions, dtype=np.int32)


def example(weight: float = 0.0) -> Fit:
    """Manager 0 proved c0 (North, A) of value 3 and c1 (South, A) of value 4; manager 1 proved nobody."""
    base = builders.clients([0, 0, 1], region=["North", "South", "North"], tier=["A", "A", "B"])
    facts = builders.portfolio(base, builders.managers(2))
    worked = np.array([True, True, False])
    return Fit.of(facts, FitPolicy(distance_weight=weight), np.array([3.0, 4.0, 9.0]), worked)


def test_cosine_of_segments_and_proven_book() -> None:
    # book of manager 0: North 3, South 4, A 7; length sqrt(9 + 16 + 49) = sqrt 74; a client has length sqrt 2
    length = np.sqrt(74 * 2)
    similarity = example().similarity(idx(0, 1, 2), idx(0, 0, 0))
    # c0: North + A = 10, c1: South + A = 11, c2: North + B = 3
    assert similarity == pytest.approx([10 / length, 11 / length, 3 / length])


def test_no_proven_book_is_half() -> None:
    assert example().similarity(idx(0, 2), idx(1, 1)) == pytest.approx([0.5, 0.5])


def test_proven_clients_of_no_value_are_no_book() -> None:
    base = builders.clients([0], region=["North"])
    fit = Fit.of(builders.portfolio(base, builders.managers(1)), FitPolicy(), np.zeros(1), np.array([True]))
    assert fit.similarity(idx(0), idx(0)) == pytest.approx([0.5])


def test_no_dimensions_is_half() -> None:
    facts = builders.portfolio(builders.clients([0]), builders.managers(1))
    fit = Fit.of(facts, FitPolicy(), np.ones(1), np.array([True]))
    assert fit.similarity(idx(0), idx(0)) == pytest.approx([0.5])


def test_perfect_match_is_one() -> None:
    base = builders.clients([0, 0], region=["North", "North"], tier=["A", "A"])
    facts = builders.portfolio(base, builders.managers(1))
    fit = Fit.of(facts, FitPolicy(), np.array([2.0, 5.0]), np.array([True, True]))
    assert fit.similarity(idx(0), idx(0)) == pytest.approx([1.0])
    assert fit.unfit(idx(0), idx(0)) == pytest.approx([0.0])


def test_great_circle_distances() -> None:
    # a quarter of a great circle is 6371.0088 x pi / 2 km; one degree of a meridian is 6371.0088 x pi / 180
    here, pole, degree = np.array([0.0, 0.0]), np.array([90.0, 1.0]), np.zeros(2)
    assert distance_km(here, degree, pole, degree) == pytest.approx(
        [6371.0088 * np.pi / 2, 6371.0088 * np.pi / 180]
    )


def test_moscow_petersburg_is_about_634_km() -> None:
    moscow, petersburg = (
        (np.array([55.7558]), np.array([37.6173])),
        (np.array([59.9343]), np.array([30.3351])),
    )
    assert distance_km(*moscow, *petersburg) == pytest.approx([634], abs=2)


def test_unfit_mixes_segments_and_distance() -> None:
    # no dimensions: sim 0.5. One degree of a meridian is 111.195 km of 500: 0.22239.
    # g = 0.4: unfit = 0.6 x 0.5 + 0.4 x 0.22239 = 0.388956
    base = builders.clients([0, 0], lat=[50.0, np.nan], lon=[30.0, 30.0])
    facts = builders.portfolio(base, builders.managers(1, lat=[51.0], lon=[30.0]))
    fit = Fit.of(facts, FitPolicy(distance_weight=0.4), np.ones(2), np.zeros(2, dtype=bool))
    km = 6371.0088 * np.pi / 180
    # c1 has no latitude: distance counts as 0, unfit = 0.6 x 0.5
    assert fit.unfit(idx(0, 1), idx(0, 0)) == pytest.approx([0.3 + 0.4 * km / 500, 0.3])


def test_distance_counts_at_most_one() -> None:
    base = builders.clients([0], lat=[0.0], lon=[0.0])
    facts = builders.portfolio(base, builders.managers(1, lat=[60.0], lon=[0.0]))
    fit = Fit.of(facts, FitPolicy(distance_weight=1.0), np.ones(1), np.zeros(1, dtype=bool))
    assert fit.unfit(idx(0), idx(0)) == pytest.approx([1.0])
