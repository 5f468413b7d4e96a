"""Days, ages and the reference date of the evidence (model §2)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd

from assigner.portfolio import Activities, BoolArray, DateArray

AgeArray = np.ndarray[Any, np.dtype[np.int64]]

NEVER = np.iinfo(np.int64).max
"""Age in days of what never happened: older than any window."""


def run_date(time_zone: str) -> date:
    """Today in the policy's time zone."""
    return datetime.now(ZoneInfo(time_zone)).date()


def touch_days(log: Activities, time_zone: str) -> DateArray:
    """Day of each touch in the policy's time zone, datetime64[D].

    An export without a time of day holds plain dates: midnight there is no instant, and shifting it would
    move every touch west of Greenwich to the day before.
    """
    plain = log.occurred_at.astype("datetime64[D]")
    if not log.has_time and bool(np.all(log.occurred_at == plain)):
        return plain
    return _local_times(log.occurred_at, time_zone).astype("datetime64[D]")


def with_clock(log: Activities, time_zone: str) -> BoolArray:
    """Whether each touch has a time of day; one at midnight, to the second, is a date without a time.

    Exports mix both: a program stamps calls with the second and orders with the day alone.
    """
    if not log.has_time:
        return np.zeros(len(log), dtype=bool)
    local = _local_times(log.occurred_at, time_zone)
    timed: BoolArray = local != local.astype("datetime64[D]")
    return timed


def _local_times(moments: DateArray, time_zone: str) -> DateArray:
    """Moments in UTC as the clock on the wall of the time zone shows them, datetime64[s]."""
    if time_zone == "UTC":
        return moments.astype("datetime64[s]")
    local = pd.DatetimeIndex(moments, tz="UTC").tz_convert(ZoneInfo(time_zone)).tz_localize(None)
    return local.to_numpy().astype("datetime64[s]")


def default_as_of(days: DateArray, today: date) -> date:
    """min(run date, day after the newest touch not in the future); the run date without any (model §2)."""
    past = days[days <= np.datetime64(today, "D")]
    if not len(past):
        return today
    newest: date = past.max().item()
    return min(today, date.fromordinal(newest.toordinal() + 1))


def ages_in_days(days: DateArray, as_of: date) -> AgeArray:
    """Age of each touch: as_of - day, in whole days; negative for a touch in the future."""
    return (np.datetime64(as_of, "D") - days).astype(np.int64)


def days_of_ages(ages: AgeArray, as_of: date) -> DateArray:
    """The day that lies so many days before `as_of`; NaT for NEVER."""
    known = ages != NEVER
    days = np.datetime64(as_of, "D") - np.where(known, ages, 0).astype("timedelta64[D]")
    return np.where(known, days, np.datetime64("NaT", "D"))
