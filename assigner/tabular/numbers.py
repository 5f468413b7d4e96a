"""Numbers as people write them: spaces, decimal commas, currencies, thousands and millions, per cent."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from assigner.portfolio import BoolArray, FloatArray, StrArray
from assigner.tabular.units import Amount, amount_of

_PLAIN = re.compile(r"[+-]?[0-9]{1,300}(?:\.[0-9]{0,300})?(?:[eE][+-]?[0-9]{1,3})?")
_DOUBTFUL = re.compile(r"[+-]?[1-9][0-9]{0,2}[.,][0-9]{3}")  # 1.234: a thousand or a decimal
_SPACES = dict.fromkeys(map(ord, " \t\n\r\u00a0\u202f\u2009\u2007\u2008\u200a'’`"))
_GROUPED = re.compile(r"[+-]?[0-9]+(?:[.,][0-9]*)*|[+-]?[0-9]{1,3}(?:[\s'’`][0-9]{3})+(?:[.,][0-9]*)?")
_USUAL = re.compile(r"([+-]?[0-9]{1,15}|[+-]?[0-9]{1,3}(?:[\s'’`][0-9]{3}){1,4})(?:([.,])([0-9]{0,15}))?")
_GROUP = 3
_HAS_SPACE = re.compile(r"[\s'’`]")
_GROUPS = {",": re.compile(r"[+-]?\d{1,3}(?:,\d{3})+"), ".": re.compile(r"[+-]?\d{1,3}(?:\.\d{3})+")}
_NOTHING = {"nan", "na", "nil"}


@dataclass(frozen=True, slots=True, eq=False)
class Numbers:
    """Numbers of one column: NaN where blank or bad; `bad` where a cell holds no finite number.

    `guess` is an example of a cell whose separator could mean two things, "" where nothing was guessed.
    `has_unit` says which cells name thousands or millions themselves; their values are multiplied already.
    """

    values: FloatArray
    bad: BoolArray
    has_unit: BoolArray
    guess: str = ""


def parse_numbers(
    texts: StrArray,
    *,
    delimiter: str = "",
    typed: bool = False,
    thousands: bool = True,
    percent: bool = False,
) -> Numbers:
    """Read a column of numbers.

    A lone separator before three digits ("1.234", "1,234") is decided per column: by the cells of the
    column that leave no doubt ("1.234,5", "12,5"); else a point is decimal and a comma marks thousands,
    and the reverse in files delimited by semicolon or tab; the doubt is told. `typed` cells and columns
    without `thousands` (rates, coordinates) have decimal separators only. With `percent`, "5%" is 0.05.
    "12,5 тыс. руб." is 12500, "(1 234)" is -1234; spaces must group digits by three.
    """
    codes, uniques = pd.factorize(texts)
    series = pd.Series(uniques, dtype=object)
    unsure_point = thousands and not typed
    easy = np.array([_is_easy(text, unsure_point) for text in uniques], dtype=bool)
    values = np.full(len(uniques), np.nan)
    values[easy] = series[easy].astype(np.float64)
    bad = np.isinf(values)
    has_unit = np.zeros(len(uniques), dtype=bool)
    guess = ""
    marks = _read_usual(uniques, values, np.flatnonzero(~easy & (uniques != "")), thousands)
    hard = np.flatnonzero(np.isnan(values) & (uniques != ""))
    if len(hard):
        if series[easy].str.contains(".", regex=False).any():
            marks.add(".")
        column = _Column([str(uniques[at]) for at in hard], delimiter, thousands, percent, marks)
        values[hard], bad[hard], guess = column.read(unsure_point)
        has_unit[hard] = column.has_unit
    values[bad] = np.nan
    return Numbers(values[codes], bad[codes], has_unit[codes], guess)


def _is_easy(text: str, unsure_point: bool) -> bool:
    """Whether a cell is a number as programs write it, and its point can mean one thing only."""
    if _PLAIN.fullmatch(text) is None:
        return False
    return not (unsure_point and text[-4:-3] == "." and _is_doubtful(text))


def _cleaned(cell: str) -> Amount:
    """The cell without spaces and what is around the number; with a "?" where its spaces group nothing."""
    text = cell.replace("−", "-")
    if _GROUPED.fullmatch(text) is not None:
        return Amount(text.translate(_SPACES))
    amount = amount_of(text)
    bare = amount.text.removesuffix("%").rstrip()
    is_grouped = _HAS_SPACE.search(bare) is None or _GROUPED.fullmatch(bare) is not None
    plain = amount.text.translate(_SPACES)
    return amount._replace(text=plain if is_grouped else plain + "?")


def _usual(cell: str, unsure: bool) -> tuple[float, str]:
    """A number with one separator at most that means one thing, and that separator; NaN for other cells."""
    found = _USUAL.fullmatch(cell)
    if found is None:
        return np.nan, ""
    whole, mark, rest = found.groups()
    if unsure and mark and len(rest) == _GROUP and _is_doubtful(cell):
        return np.nan, ""
    return float(f"{whole.translate(_SPACES)}.{rest or 0}"), mark or ""


def _read_usual(texts: StrArray, values: FloatArray, where: NDArray[np.intp], unsure: bool) -> set[str]:
    """Read the usual cells among those at `where` into `values`; the decimal separators they prove."""
    read = [_usual(text, unsure) for text in texts[where]]
    values[where] = [value for value, _ in read]
    return {mark for _, mark in read if mark}


class _Column:
    """The cells of a column that need thought, each once; `marks` are decimal separators proven elsewhere."""

    def __init__(
        self, cells: list[str], delimiter: str, thousands: bool, percent: bool, marks: set[str]
    ) -> None:
        self._cells = cells
        amounts = [_cleaned(cell) for cell in cells]
        self._plain = [amount.text for amount in amounts]
        self._digits = [amount.digits for amount in amounts]
        self.has_unit = np.array(self._digits, dtype=bool)
        self._swap = delimiter in {";", "\t"}
        self._thousands, self._percent, self._marks = thousands, percent, marks

    def read(self, unsure_point: bool) -> tuple[FloatArray, BoolArray, str]:
        """Values, which are bad, and an example of a guess."""
        decimal, guess = self._decide(unsure_point)
        read = [
            self._number(text, decimal, digits)
            for text, digits in zip(self._plain, self._digits, strict=True)
        ]
        values = np.array([np.nan if value is None else value for value in read], dtype=np.float64)
        said_nothing = np.array([text.casefold() in _NOTHING for text in self._plain], dtype=bool)
        return values, ~np.isfinite(values) & ~said_nothing, guess

    def _decide(self, unsure_point: bool) -> tuple[str, str]:
        """The decimal separator for cells in doubt, and an example of such a cell if it had to be guessed."""
        if not self._thousands:
            return "any", ""
        sure = {_sure_decimal(text) for text in self._plain} | self._marks
        doubtful = [cell for cell, text in zip(self._cells, self._plain, strict=True) if _is_doubtful(text)]
        if not unsure_point:
            doubtful = [cell for cell in doubtful if "," in cell]
        if sure & {",", "."} in ({","}, {"."}):
            return (sure & {",", "."}).pop(), ""
        return ("," if self._swap else "."), (doubtful[0] if doubtful else "")

    def _number(self, text: str, decimal: str, digits: int) -> float | None:
        """One number, its unit applied; None where the text is none."""
        scale = 1.0
        if self._percent and text.endswith("%"):
            text, scale = text[:-1], 100.0
        try:
            plain = _normal(text, decimal)
            if not _PLAIN.fullmatch(plain):
                return None
            return float(f"{plain}e{digits}" if digits else plain) / scale
        except (ValueError, OverflowError):
            return None


def _is_doubtful(text: str) -> bool:
    """One separator before exactly three digits: 1.234 or 1,234 (0,123 is not: nobody groups a zero)."""
    return _DOUBTFUL.fullmatch(text) is not None


def _sure_decimal(text: str) -> str:
    """The decimal separator a cell proves beyond doubt, "" where it proves none."""
    last = max(text.rfind(","), text.rfind("."))
    if last < 0 or _is_doubtful(text):
        return ""
    separator, other = (",", ".") if text[last] == "," else (".", ",")
    if text.count(separator) > 1:
        return other  # 1.234.567: what repeats marks thousands
    return separator


def _normal(text: str, decimal: str) -> str:
    """The number with a decimal point and nothing else; unchanged where the separators make no sense."""
    if decimal == "any":
        return text.replace(",", ".") if text.count(",") == 1 and "." not in text else text
    mark = decimal if _is_doubtful(text) else (_sure_decimal(text) or decimal)
    group = "." if mark == "," else ","
    whole, _, rest = text.partition(mark)
    if group in whole:
        if not _GROUPS[group].fullmatch(whole):
            return text + "?"
        whole = whole.replace(group, "")
    return f"{whole}.{rest}" if rest else whole
