"""Weights of managers (model §1)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from assigner.policy.model import WeightPolicy
from assigner.weights import commission_rates, manager_weights, months_since, ramp
from tests import builders

AS_OF = date(2026, 6, 15)
DEFAULT = WeightPolicy.model_validate({})


def months(start: str | None, as_of: date = AS_OF) -> float:
    return float(months_since(builders.days([start], 1), as_of)[0])


@pytest.mark.parametrize(
    ("start", "expected"),
    [
        ("2026-06-15", 0),
        ("2026-05-16", 0),  # the month is full on 16 June
        ("2026-05-15", 1),
        ("2026-03-16", 2),
        ("2026-03-15", 3),
        ("2025-06-16", 11),
        ("2025-06-15", 12),
        ("2025-12-15", 6),  # over the turn of the year
    ],
)
def test_whole_months_since_the_start(start: str, expected: int) -> None:
    assert months(start) == expected


def test_a_month_that_ends_early() -> None:
    # who started on the 31st has no 31st in June: the month is full on 1 July, not on 30 June
    assert months("2026-05-31", date(2026, 6, 30)) == 0
    assert months("2026-05-31", date(2026, 7, 1)) == 1
    assert months("2024-02-29", date(2025, 2, 28)) == 11
    assert months("2024-02-29", date(2025, 3, 1)) == 12


def test_the_future_is_negative_and_a_blank_is_nan() -> None:
    assert months("2026-06-16") == -1
    assert months("2027-06-14") == -1
    assert np.isnan(months(None))


@pytest.mark.parametrize(
    ("whole", "share"),
    [(0, 0.25), (2, 0.25), (3, 0.5), (5, 0.5), (6, 0.75), (8, 0.75), (9, 1.0), (500, 1.0), (-1, 0.0)],
)
def test_ramp_in_steps_of_three_months(whole: float, share: float) -> None:
    assert ramp(np.array([whole]), DEFAULT).tolist() == [share]


def test_no_start_date_is_no_ramp() -> None:
    assert ramp(np.array([np.nan]), DEFAULT).tolist() == [1.0]


def test_ramp_from_the_policy() -> None:
    policy = WeightPolicy.model_validate({"ramp": [0.5, 0.9], "ramp_step_months": 2})
    assert ramp(np.array([0.0, 1.0, 2.0, 3.0, 4.0, 99.0]), policy).tolist() == [0.5, 0.5, 0.9, 0.9, 0.9, 0.9]


def test_weight_is_fte_times_ramp() -> None:
    # start 15 March: three whole months, half a load; half time: a quarter
    team = builders.managers(3, fte=[0.5, 1.0, 0.0], start=["2026-03-15", None, None])
    assert manager_weights(team, DEFAULT, AS_OF).tolist() == [0.25, 1.0, 0.0]


def test_the_first_day_has_weight_the_day_before_has_none() -> None:
    team = builders.managers(2, start=["2026-06-15", "2026-06-16"])
    assert manager_weights(team, DEFAULT, AS_OF).tolist() == [0.25, 0.0]


def test_leavers_and_unlisted_owners_have_no_weight() -> None:
    team = builders.managers(3, leaving=[True, False, False])
    team = replace(team, listed=np.array([True, False, True]))
    assert manager_weights(team, DEFAULT, AS_OF).tolist() == [0.0, 0.0, 1.0]


def test_commission_rate_is_the_managers_own_else_the_policys() -> None:
    team = builders.managers(3, rate=[0.1, np.nan, 0.0])
    assert commission_rates(team, DEFAULT).tolist() == [0.1, 0.05, 0.0]
