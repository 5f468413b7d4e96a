"""Calibration of walks: what a temperature costs, and which units are heavy."""

from __future__ import annotations

import numpy as np
import pytest

from assigner.optimize.course import Course, temperature_of


def test_a_temperature_loses_what_was_asked_for() -> None:
    """One unit, pairs at 0 and 1: at T it loses e / (1 + e), e = exp(-1 / T); a quarter where e = 1 / 3."""
    start = np.array([0, 2], dtype=np.int32)
    found = temperature_of(start, np.array([0.0, 1.0]), 0.25)
    assert found == pytest.approx(1 / np.log(3), rel=1e-6)


def test_no_temperature_loses_more_than_half_of_one_choice() -> None:
    start = np.array([0, 2], dtype=np.int32)
    assert temperature_of(start, np.array([0.0, 1.0]), 0.6) == 0.0
    assert temperature_of(start, np.array([0.0, 0.0]), 0.1) == 0.0


def test_candidates_narrow_as_the_walk_cools() -> None:
    """From 1 to 0.01 in two halves of a factor 10; reach 2: pairs up to 2, 0.2 and 0.02."""
    reduced = np.array([0.0, 0.1, 1.0, 3.0])
    always, allowed = np.zeros(4, dtype=bool), np.ones(4, dtype=bool)
    course = Course(always, 1.0, 0.01, allowed=allowed, reduced=reduced, reach=2.0)
    assert course.temperature(0.5) == pytest.approx(0.1)
    counts = [int(course.candidates(course.temperature(x)).sum()) for x in (0.0, 0.5, 1.0)]
    assert counts == [3, 2, 1]
