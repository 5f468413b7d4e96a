"""Canonical columns into arrays, with everything that can't be read reported."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from assigner.portfolio import BoolArray, DateArray, FloatArray, IntArray, Portfolio, StrArray
from assigner.tabular.dates import Dates, parse_dates
from assigner.tabular.numbers import Numbers, parse_numbers
from assigner.tabular.problems import Problems
from assigner.tabular.table import Columns
from assigner.tabular.units import unit_of_header
from assigner.tabular.vocabulary import fold_spaces, vocabulary

LARGEST = 1e15
"""No number may be larger: sums beyond lose their cents, and no client is worth it in any currency."""


class Fields:
    """Reads the columns of one table."""

    def __init__(self, columns: Columns, problems: Problems) -> None:
        self.columns, self.problems = columns, problems

    def number(
        self,
        name: str,
        *,
        low: float = 0.0,
        high: float = np.inf,
        blank: float = np.nan,
        thousands: bool = True,
        percent: bool = False,
    ) -> FloatArray:
        """Numbers within [low, high]; `blank` where the cell is blank, bad, or the column absent."""
        if not self.columns.has(name):
            return np.full(len(self.columns), blank)
        texts, table = self.columns.text(name), self.columns.table
        found = parse_numbers(
            texts, delimiter=table.delimiter, typed=table.typed, thousands=thousands, percent=percent
        )
        self.report("bad-number", name, found.bad, texts)
        if found.guess:
            self._warn_guess(name, texts, found.values, found.guess)
        scaled = self._in_units(name, texts, found) if thousands else found.values
        values = self._in_range(name, texts, scaled, low, high)
        return np.where(np.isnan(values), blank, values)

    def _in_units(self, name: str, texts: StrArray, found: Numbers) -> FloatArray:
        """The values times the unit that the header names, which is told; a cell's own unit goes first."""
        unit = unit_of_header(self.columns.header(name))
        filled = ~np.isnan(found.values) & ~found.has_unit
        if unit == 1 or not filled.any():
            return found.values
        values = np.where(found.has_unit, found.values, np.round(found.values * unit, 6))
        at = int(np.argmax(filled))
        self.problems.warn(
            "header-unit",
            file=self.columns.table.file,
            column=self.columns.header(name),
            value=str(texts[at]),
            read=f"{values[at]:.12g}",
        )
        return values

    def _in_range(
        self, name: str, texts: StrArray, values: FloatArray, low: float, high: float
    ) -> FloatArray:
        """The values with those outside the range reported and made blank."""
        huge = np.abs(values) > LARGEST
        self.report("number-too-large", name, huge, texts, limit=f"{LARGEST:.0e}")
        values = np.where(huge, np.nan, values)
        outside = (values < low) | (values > high)
        if low == 0 and high == np.inf:
            self.report("negative-number", name, outside, texts)
        else:
            self.report("number-range", name, outside, texts, low=f"{low:g}", high=f"{high:g}")
        return np.where(outside, np.nan, values)

    def _warn_guess(self, name: str, texts: StrArray, values: FloatArray, guess: str) -> None:
        read = f"{values[int(np.argmax(texts == guess))]:.12g}"
        self.problems.warn(
            "separator-guessed",
            file=self.columns.table.file,
            column=self.columns.header(name),
            value=guess,
            read=read,
        )

    def date(self, name: str, *, code: str = "bad-date", time_zone: str = "UTC") -> DateArray:
        """Dates as datetime64[s]; NaT where the cell is blank, bad, or the column absent."""
        if not self.columns.has(name):
            return np.full(len(self.columns), np.datetime64("NaT"), dtype="datetime64[s]")
        texts = self.columns.text(name)
        found = parse_dates(texts, time_zone=time_zone)
        self.report(code, name, found.bad, texts)
        self._warn_order(name, found)
        return found.values

    def _warn_order(self, name: str, found: Dates) -> None:
        where = {"file": self.columns.table.file, "column": self.columns.header(name)}
        if found.guess:
            self.problems.warn("date-order-guessed", value=found.guess, **where)
        if found.orders:
            day_first, month_first = found.orders
            self.problems.warn(
                "date-orders-mixed", value=day_first, first=day_first, second=month_first, **where
            )

    def flag(self, name: str) -> BoolArray:
        """Yes or no; no where the cell is blank, bad, or the column absent."""
        return np.asarray(self.word(name, vocabulary().flags, 0) == 1, dtype=bool)

    def word(self, name: str, words: Mapping[str, int], blank: int, *, code: str = "bad-flag") -> IntArray:
        """The number that a word stands for; `blank` where the cell is blank, bad, or the column absent."""
        texts = self.columns.text(name)
        codes, uniques = pd.factorize(texts)
        known = [words.get(fold_spaces(text), None) if text else blank for text in uniques]
        bad = np.array([value is None for value in known], dtype=bool)[codes]
        self.report(code, name, bad, texts)
        return np.array([blank if value is None else int(value) for value in known], dtype=np.int32)[codes]

    def report(self, code: str, name: str, bad: BoolArray, texts: StrArray, **named: object) -> None:
        """One row-level error per bad cell."""
        if bad.any():
            header = self.columns.header(name)
            self.problems.rows(
                code, self.columns.table, bad, column=header, values=texts, named=lambda _: named
            )

    def usable_ids(self, name: str) -> BoolArray:
        """Rows whose id is neither blank nor stands in an earlier row; the others are reported."""
        ids, table = self.columns.text(name), self.columns.table
        header = self.columns.header(name)
        blank = np.asarray(ids == "", dtype=bool)
        self.problems.rows("blank-id", table, blank, column=header)
        repeated = pd.Series(ids).duplicated().to_numpy() & ~blank
        if repeated.any():
            first = first_rows(ids, table.rows)
            self.problems.rows(
                "duplicate-id",
                table,
                repeated,
                column=header,
                values=ids,
                named=lambda position: {"first": first[str(ids[position])]},
            )
        return np.asarray(~blank & ~repeated, dtype=bool)


def first_rows(ids: StrArray, rows: np.ndarray[tuple[int], np.dtype[np.int64]]) -> dict[str, int]:
    """Row number of the first row of every id."""
    return dict(zip(ids[::-1].tolist(), rows[::-1].tolist(), strict=True))


def clients_of_cards(portfolio: Portfolio, ids: StrArray) -> IntArray:
    """Client of every id, its own or that of a card that went into it; -1 for an unknown one."""
    base, merged = portfolio.clients.client_id, portfolio.merged
    cards = np.array([*base, *(card.client_id for card in merged)], dtype=object)
    clients = [*range(len(base)), *(card.into_idx for card in merged), -1]
    return np.array(clients, dtype=np.int32)[positions(cards, ids)]


def positions(ids: StrArray, wanted: StrArray) -> IntArray:
    """Position in `ids` (unique) of each wanted id, -1 where it is not among them."""
    return pd.Index(ids, dtype=object).get_indexer(pd.Index(wanted, dtype=object)).astype(np.int32)
