"""What counts as a full share: weight a(j) = fte x ramp(months since the start), model §1."""

from __future__ import annotations

from datetime import date

import numpy as np

from assigner.policy.model import WeightPolicy
from assigner.portfolio import DateArray, FloatArray, Managers


def months_since(start: DateArray, as_of: date) -> FloatArray:
    """Whole months from each start date to `as_of`; negative before the start, NaN where it is blank."""
    today = np.datetime64(as_of, "D")
    months = today.astype("datetime64[M]") - start.astype("datetime64[M]")
    day_today = today - today.astype("datetime64[M]")
    day_start = start - start.astype("datetime64[M]")
    whole = months.astype(np.float64) - (day_today < day_start)
    return np.where(np.isnat(start), np.nan, np.where(start > today, -1.0, whole))


def ramp(months: FloatArray, policy: WeightPolicy) -> FloatArray:
    """Share of a full load after so many whole months: 0 before the start, 1 where the start is blank."""
    steps = np.asarray(policy.ramp, dtype=np.float64)
    step = np.minimum(np.nan_to_num(np.maximum(months, 0)) // policy.ramp_step_months, len(steps) - 1)
    return np.where(np.isnan(months), 1.0, np.where(months < 0, 0.0, steps[step.astype(np.int64)]))


def manager_weights(managers: Managers, policy: WeightPolicy, as_of: date) -> FloatArray:
    """Weight a(j) of every manager; 0 for who leaves, has not started, is on leave or is not listed."""
    share = managers.fte * ramp(months_since(managers.start_date, as_of), policy)
    return np.where(managers.leaving | ~managers.listed, 0.0, share)


def commission_rates(managers: Managers, policy: WeightPolicy) -> FloatArray:
    """Commission rate of every manager, the policy's where the table has none."""
    return np.where(np.isnan(managers.commission_rate), policy.commission_rate, managers.commission_rate)
