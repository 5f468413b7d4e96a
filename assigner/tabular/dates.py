"""Dates as people and programs write them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from assigner.portfolio import BoolArray, DateArray, StrArray

Seconds = NDArray[np.timedelta64]
FIRST_YEAR, LAST_YEAR = 1900, 2200
_TIME = r"(?:[ T,]+(?P<time>\d{1,2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?)\s?(?P<zone>Z|[+-]\d{2}:?\d{2})?)?"
_SHAPES = {  # how the day is written: the pattern, the order for pandas
    "iso": (re.compile(r"(?P<day>\d{4}-\d{1,2}-\d{1,2})" + _TIME), "%Y-%m-%d"),
    "dotted": (re.compile(r"(?P<day>\d{1,2}\.\d{1,2}\.\d{4})" + _TIME), "%d.%m.%Y"),
    "dashed": (re.compile(r"(?P<day>\d{1,2}-\d{1,2}-\d{4})" + _TIME), "%d-%m-%Y"),
    "year first": (re.compile(r"(?P<day>\d{4}/\d{1,2}/\d{1,2})" + _TIME), "%Y/%m/%d"),
    "compact": (re.compile(r"(?P<day>(?:19|20|21)\d{6})" + _TIME), "%Y%m%d"),
}
_SLASHED = re.compile(r"(?P<day>\d{1,2}/\d{1,2}/\d{4})" + _TIME)
_SERIAL = re.compile(r"\d{5,6}(?:\.\d+)?")
_HAS_ZONE = re.compile(r":.*(?:Z|[+-]\d{2}(?::?\d{2})?)$")
_EXCEL_EPOCH = np.datetime64("1899-12-30", "s")


@dataclass(frozen=True, slots=True, eq=False)
class Dates:
    """Dates of one column as datetime64[s] in UTC: NaT where blank or bad.

    `guess` shows a date whose order of day and month could not be told, "" where nothing was
    guessed.
    """

    values: DateArray
    bad: BoolArray
    guess: str = ""


def parse_dates(texts: StrArray, *, time_zone: str = "UTC") -> Dates:
    """Read a column of dates: ISO, dd.mm.yyyy, yyyymmdd, dd/mm/yyyy, with or without time, Excel serials.

    Times come out in UTC: one without a zone of its own is taken to be in `time_zone`. A column of days
    without any time of day stays as it is. In dates with slashes a number above 12 anywhere in the
    column tells day and month apart; without one the day is taken to come first, and that is told.
    Years outside 1900..2200 are bad.
    """
    codes, uniques = pd.factorize(texts)
    cells = pd.Series(uniques, dtype=object)
    values = np.full(len(uniques), np.datetime64("NaT"), dtype="datetime64[s]")
    left = _read_iso(uniques, values)
    for pattern, order in _SHAPES.values():
        left = _read_shape(cells, values, left, pattern, order)
    slashed, guess = _slash_order(cells[left])
    left = _read_shape(cells, values, left, _SLASHED, slashed)
    _read_serials(cells, values, left)
    if time_zone != "UTC":
        _to_utc(uniques, values, time_zone)
    years = values.astype("datetime64[Y]").astype(np.int64) + 1970
    values[(years < FIRST_YEAR) | (years > LAST_YEAR)] = np.datetime64("NaT")
    bad = np.isnat(values) & (uniques != "")
    return Dates(values[codes], np.asarray(bad, dtype=bool)[codes], guess)


def _to_utc(texts: StrArray, values: DateArray, time_zone: str) -> None:
    """Bring times without a zone of their own from `time_zone` to UTC; of a repeated hour the later one."""
    if not (values != values.astype("datetime64[D]"))[~np.isnat(values)].any():
        return
    mine = np.flatnonzero([_HAS_ZONE.search(text) is None for text in texts] & ~np.isnat(values))
    local = pd.DatetimeIndex(values[mine]).tz_localize(
        ZoneInfo(time_zone), ambiguous=np.zeros(len(mine), dtype=bool), nonexistent="shift_forward"
    )
    values[mine] = local.tz_convert("UTC").tz_localize(None).to_numpy("datetime64[s]")


def _read_iso(texts: StrArray, values: DateArray) -> BoolArray:
    """Read the usual ISO dates, which pandas does at speed, into `values`; the cells then left to read."""
    filled = np.asarray(texts != "", dtype=bool)
    mine = np.flatnonzero([len(text) >= 10 and text[4] == text[7] == "-" for text in texts])
    if len(mine):
        cells = pd.Series(texts[mine], dtype=object)
        read = pd.to_datetime(cells, format="ISO8601", errors="coerce", utc=True)
        values[mine] = read.dt.tz_localize(None).to_numpy("datetime64[s]")
    return filled & np.isnat(values)


def _read_shape(
    cells: pd.Series[str], values: DateArray, left: BoolArray, pattern: re.Pattern[str], order: str
) -> BoolArray:
    """Read the cells left that have one shape into `values`; what is then still left."""
    where = np.flatnonzero(left)
    if not len(where):
        return left
    mine = where[cells.iloc[where].str.fullmatch(pattern).to_numpy(dtype=bool)]
    if not len(mine):
        return left
    parts = cells.iloc[mine].str.extract(pattern)
    days = pd.to_datetime(parts["day"], format=order, errors="coerce").to_numpy("datetime64[s]")
    values[mine] = days + _seconds(parts["time"]) - _zone_seconds(parts["zone"])
    rest = left.copy()
    rest[mine] = False
    return rest


def _seconds(times: pd.Series[str]) -> Seconds:
    """Seconds of the day; NaT where the time does not exist (25:00), 0 where there is none."""
    if not times.notna().any():
        return np.zeros(len(times), dtype="timedelta64[s]")
    parts = times.str.extract(r"(\d+):(\d+)(?::(\d+))?").astype(np.float64).fillna(0).to_numpy()
    total: Seconds = (parts @ np.array([3600, 60, 1])).astype("timedelta64[s]")
    total[(parts >= [24, 60, 60]).any(axis=1)] = np.timedelta64("NaT")
    return total


def _zone_seconds(zones: pd.Series[str]) -> Seconds:
    """Seconds that a zone is ahead of UTC; 0 for Z and where none is given."""
    if not zones.notna().any():
        return np.zeros(len(zones), dtype="timedelta64[s]")
    parts = zones.str.extract(r"([+-])(\d{2}):?(\d{2})")
    hours = parts[[1, 2]].astype(np.float64).fillna(0).to_numpy() @ np.array([3600, 60])
    sign = np.where(parts[0] == "-", -1, 1)
    ahead: Seconds = (sign * hours).astype("timedelta64[s]")
    return ahead


def _slash_order(cells: pd.Series[str]) -> tuple[str, str]:
    """Order of day and month in dates with slashes, and an example if it had to be guessed."""
    mine = cells[cells.str.fullmatch(_SLASHED).to_numpy(dtype=bool)] if len(cells) else cells
    if not len(mine):
        return "%d/%m/%Y", ""
    numbers = mine.str.extract(r"(\d+)/(\d+)/").astype(np.int64).to_numpy()
    first, second = numbers.max(axis=0)
    if second > 12 and first <= 12:
        return "%m/%d/%Y", ""
    unsure = first <= 12
    return "%d/%m/%Y", str(mine.iloc[0]) if unsure else ""


def _read_serials(cells: pd.Series[str], values: DateArray, left: BoolArray) -> None:
    """Days since 1899-12-30, as Excel counts them; five or six digits (from 1927 on)."""
    where = np.flatnonzero(left)
    if not len(where):
        return
    mine = where[cells.iloc[where].str.fullmatch(_SERIAL).to_numpy(dtype=bool)]
    days = cells.iloc[mine].astype(np.float64).to_numpy()
    values[mine] = _EXCEL_EPOCH + np.round(days * 86400).astype("timedelta64[s]")
