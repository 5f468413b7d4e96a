"""Days on which shares grow."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assigner.policy.model import WeightPolicy
from assigner.weights import months_since, ramp
from scenarios.onboarding.calendar import after_months, end_of, months_of, step_days
from tests.scenarios.onboarding.cases import newcomer

POLICY = WeightPolicy()


def test_four_quarters_from_the_first_day() -> None:
    days = step_days((newcomer(date(2026, 7, 1)),), POLICY)
    assert days == (date(2026, 7, 1), date(2026, 10, 1), date(2027, 1, 1), date(2027, 4, 1))


def test_two_newcomers_share_their_days() -> None:
    """From 1 July and from 1 October: five days, not eight."""
    days = step_days((newcomer(date(2026, 7, 1)), newcomer(date(2026, 10, 1))), POLICY)
    assert len(days) == 5


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        (date(2026, 7, 1), 3, date(2026, 10, 1)),
        (date(2026, 11, 15), 3, date(2027, 2, 15)),
        (date(2026, 11, 30), 3, date(2027, 3, 1)),  # no 30 February: three whole months are over on 1 March
        (date(2026, 1, 31), 1, date(2026, 3, 1)),
    ],
)
def test_months_later(day: date, months: int, then: date) -> None:
    assert after_months(day, months) == then


def test_months_of_a_schedule() -> None:
    months = months_of((date(2026, 11, 15), date(2027, 1, 15)))
    assert months == (date(2026, 11, 1), date(2026, 12, 1), date(2027, 1, 1))
    assert end_of(date(2028, 2, 1)) == date(2028, 2, 29)


@given(st.dates(date(2020, 1, 1), date(2030, 12, 31)))
def test_the_share_grows_on_every_one_of_these_days_and_on_no_other(start: date) -> None:
    def share(day: date) -> float:
        return float(ramp(months_since(np.array([start], dtype="datetime64[D]"), day), POLICY)[0])

    days = step_days((newcomer(start),), POLICY)
    grows = [
        day for n in range(400) if share(day := start + timedelta(days=n)) > share(day - timedelta(days=1))
    ]
    assert tuple(grows) == days
