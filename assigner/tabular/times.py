"""The time of day behind a date."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Seconds = NDArray[np.timedelta64]
TIME = (
    r"(?:(?:[ T,]|\s+[вВ]\s)+(?P<time>\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d{1,9})?)?)"
    r"\s?(?P<half>[AaPp]\.?[Mm]\.?)?\s?(?P<zone>Z|[+-]\d{2}:?\d{2})?)?"
)
"""Pattern with the groups time, half (AM or PM) and zone; it also fits nothing at all."""

_HOURS = 12


def seconds_of(parts: pd.DataFrame) -> Seconds:
    """Seconds of the day in UTC; NaT where the time does not exist (25:00), 0 where there is none."""
    if not parts["time"].notna().any():
        return np.zeros(len(parts), dtype="timedelta64[s]")
    times = (
        parts["time"].str.extract(r"(\d+):(\d+)(?::(\d+))?").astype(np.float64).fillna(0).to_numpy().copy()
    )
    wrong = (times >= [24, 60, 60]).any(axis=1)
    half = parts["half"].str[:1].str.upper()
    has_half = half.notna().to_numpy(dtype=bool)
    wrong |= has_half & ((times[:, 0] < 1) | (times[:, 0] > _HOURS))
    times[has_half, 0] %= _HOURS
    times[np.asarray(half == "P", dtype=bool), 0] += _HOURS
    total: Seconds = (times @ np.array([3600, 60, 1])).astype("timedelta64[s]")
    total[wrong] = np.timedelta64("NaT")
    return total - _zone_seconds(parts["zone"])


def _zone_seconds(zones: pd.Series[str]) -> Seconds:
    """Seconds that a zone is ahead of UTC; 0 for Z and where none is given."""
    if not zones.notna().any():
        return np.zeros(len(zones), dtype="timedelta64[s]")
    parts = zones.str.extract(r"([+-])(\d{2}):?(\d{2})")
    hours = parts[[1, 2]].astype(np.float64).fillna(0).to_numpy() @ np.array([3600, 60])
    sign = np.where(parts[0] == "-", -1, 1)
    ahead: Seconds = (sign * hours).astype("timedelta64[s]")
    return ahead
