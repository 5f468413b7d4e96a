"""Dates as people and programs write them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from assigner.portfolio import BoolArray, DateArray, StrArray
from assigner.tabular.months import full_year, in_digits
from assigner.tabular.times import TIME, seconds_of

FIRST_YEAR, LAST_YEAR = 1900, 2200
_SHAPES = {  # how the day is written: the pattern, the order for pandas
    "iso": (re.compile(r"(?P<day>\d{4}-\d{1,2}-\d{1,2})" + TIME), "%Y-%m-%d"),
    "dotted": (re.compile(r"(?P<day>\d{1,2}\.\d{1,2}\.\d{4})(?:\s*г\.?)?" + TIME), "%d.%m.%Y"),
    "year first": (re.compile(r"(?P<day>\d{4}/\d{1,2}/\d{1,2})" + TIME), "%Y/%m/%d"),
    "year first, dotted": (re.compile(r"(?P<day>\d{4}\.\d{1,2}\.\d{1,2})" + TIME), "%Y.%m.%d"),
    "compact": (re.compile(r"(?P<day>(?:19|20|21)\d{6})" + TIME), "%Y%m%d"),
}
_SLASHED = re.compile(r"(?P<first>\d{1,2})([/-])(?P<second>\d{1,2})\2(?P<year>\d{4})" + TIME)
_SHORT = re.compile(r"(?P<first>\d{1,2})([/.])(?P<second>\d{1,2})\2(?P<year>\d{2})(?!\d)" + TIME)
_SERIAL = re.compile(r"\d{5,6}(?:[.,]\d+)?")
_HAS_ZONE = re.compile(r":.*(?:Z|[+-]\d{2}(?::?\d{2})?)$")
_EXCEL_EPOCH = np.datetime64("1899-12-30", "s")
_LAST_MONTH = 12


@dataclass(frozen=True, slots=True, eq=False)
class Dates:
    """Dates of one column as datetime64[s] in UTC: NaT where blank or bad.

    `guess` shows a date whose order of day and month could not be told, "" where nothing was
    guessed. `orders` are an example with the day first and one with the month first where the column proves
    both.
    """

    values: DateArray
    bad: BoolArray
    guess: str = ""
    orders: tuple[str, str] | None = None


def parse_dates(texts: StrArray, *, time_zone: str = "UTC") -> Dates:
    """Read a column of dates: ISO, dd.mm.yyyy, yyyymmdd, dd/mm/yyyy, months in words, Excel serials.

    Each may have a time, also with AM and PM. Times come out in UTC: one without a zone of its own is taken
    to be in `time_zone`. A column of days without any time of day stays as it is. In dates with slashes or
    dashes a number above 12 anywhere in the column tells day and month apart; without one the day is taken to
    come first, and that is told. Years of two digits are 1970 to 2069; years outside 1900..2200 are bad.
    """
    codes, uniques = pd.factorize(texts)
    cells = pd.Series(_plain(uniques), dtype=object)
    values = np.full(len(uniques), np.datetime64("NaT"), dtype="datetime64[s]")
    left = _read_iso(cells.to_numpy(), values)
    for pattern, order in _SHAPES.values():
        left = _read_shape(cells, values, left, pattern, order)
    left, guess, orders = _read_slashed(cells, values, left)
    _read_serials(cells, values, left)
    if time_zone != "UTC":
        _to_utc(uniques, values, time_zone)
    years = values.astype("datetime64[Y]").astype(np.int64) + 1970
    values[(years < FIRST_YEAR) | (years > LAST_YEAR)] = np.datetime64("NaT")
    bad = np.isnat(values) & (uniques != "")
    return Dates(values[codes], np.asarray(bad, dtype=bool)[codes], guess, orders)


def _plain(texts: StrArray) -> StrArray:
    """The texts with months in digits, and the usual "31.12.2026 23:59" as ISO, which is read at speed."""
    plain = np.empty(len(texts), dtype=object)
    plain[:] = [_plain_text(text) for text in texts]
    return plain


def _plain_text(text: str) -> str:
    if text[2:3] == "." == text[5:6] and len(text) in {10, 16, 19} and text[6:10].isdigit():
        return f"{text[6:10]}-{text[3:5]}-{text[:2]}{text[10:]}"
    if text[:4].isdecimal() or not any(char.isalpha() for char in text):
        return text
    return in_digits(text)


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


def _fitting(cells: pd.Series[str], left: BoolArray, pattern: re.Pattern[str]) -> NDArray[np.intp]:
    """Positions of the cells left that have one shape."""
    where = np.flatnonzero(left)
    if not len(where):
        return where
    return where[cells.iloc[where].str.fullmatch(pattern).to_numpy(dtype=bool)]


def _read_shape(
    cells: pd.Series[str], values: DateArray, left: BoolArray, pattern: re.Pattern[str], order: str
) -> BoolArray:
    """Read the cells left that have one shape into `values`; what is then still left."""
    mine = _fitting(cells, left, pattern)
    if not len(mine):
        return left
    parts = cells.iloc[mine].str.extract(pattern)
    days = pd.to_datetime(parts["day"], format=order, errors="coerce").to_numpy("datetime64[s]")
    values[mine] = days + seconds_of(parts)
    rest = left.copy()
    rest[mine] = False
    return rest


def _read_slashed(
    cells: pd.Series[str], values: DateArray, left: BoolArray
) -> tuple[BoolArray, str, tuple[str, str] | None]:
    """Read dates whose first two numbers are day and month in an order that the column decides.

    Gives what is still left, an example where the order is a guess, and two where both orders are proven.
    """
    mine = np.concatenate([_fitting(cells, left, shape) for shape in (_SLASHED, _SHORT)])
    if not len(mine):
        return left, "", None
    texts = cells.iloc[mine]
    parts = texts.str.extract(_SLASHED).fillna(texts.str.extract(_SHORT))
    numbers = parts[["first", "second"]].astype(np.int64).to_numpy()
    order = _Order(numbers, texts)
    years = np.array([full_year(year) for year in parts["year"]])
    days = pd.to_datetime(
        pd.DataFrame({"year": years, "month": order.months, "day": order.days}), errors="coerce"
    )
    values[mine] = days.to_numpy("datetime64[s]") + seconds_of(parts)
    rest = left.copy()
    rest[mine] = False
    return rest, order.guess, order.mixed


class _Order:
    """Which of two numbers is the day, by the cells in which one of them is no month; points: the first one.

    A cell that is sure itself is read so; the others as most of the sure ones, else with the day first.
    """

    def __init__(self, numbers: NDArray[np.int64], texts: pd.Series[str]) -> None:
        first, second = numbers.T
        pointed = texts.str.contains(".", regex=False).to_numpy(dtype=bool)
        day_first = pointed | (first > _LAST_MONTH)
        month_first = ~pointed & (second > _LAST_MONTH) & (first <= _LAST_MONTH)
        proofs = day_first & ~pointed
        unsure = ~day_first & ~month_first
        swap = month_first | (unsure & (month_first.sum() > proofs.sum()))
        self.days, self.months = np.where(swap, second, first), np.where(swap, first, second)
        is_guess = unsure.any() and not proofs.any() and not month_first.any()
        self.guess = str(texts.iloc[int(np.argmax(unsure))]) if is_guess else ""
        self.mixed: tuple[str, str] | None = None
        if proofs.any() and month_first.any():
            self.mixed = (
                str(texts.iloc[int(np.argmax(proofs))]),
                str(texts.iloc[int(np.argmax(month_first))]),
            )


def _read_serials(cells: pd.Series[str], values: DateArray, left: BoolArray) -> None:
    """Days since 1899-12-30, as Excel counts them; five or six digits (from 1927 on)."""
    mine = _fitting(cells, left, _SERIAL)
    if not len(mine):
        return
    days = cells.iloc[mine].str.replace(",", ".", regex=False).astype(np.float64).to_numpy()
    values[mine] = _EXCEL_EPOCH + np.round(days * 86400).astype("timedelta64[s]")
