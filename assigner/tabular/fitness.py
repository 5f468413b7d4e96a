"""Whether the cells of a column can be what its header seems to mean.

A guess by the header alone takes the money column "Менеджеры" for the managers; a look at the cells does not.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd

from assigner.portfolio import StrArray
from assigner.tabular.dates import parse_dates
from assigner.tabular.numbers import parse_numbers
from assigner.tabular.table import Table
from assigner.tabular.vocabulary import fold_spaces, vocabulary
from assigner.tabular.words import without_zeros

MAX_LOOKED_AT = 1000
"""So many different values are looked at: more would not change the answer."""

MOST, HALF = 0.8, 0.5
MIN_TO_REPEAT = 4
MIN_PHONE_DIGITS, MIN_TAX_DIGITS = 5, 8

_NUMBERS = frozenset(
    {"potential", "revenue_12m", "workload", "open_deal_amount", "amount", "lat", "lon"}
    | {"fte", "commission_rate", "max_clients", "max_workload"}
)
_DATES = frozenset({"open_deal_close", "start_date", "occurred_at", "until"})
_FLAGS = frozenset({"excluded", "leaving", "verified", "decision"})
_REPEATED = frozenset({"manager_id", "pinned_manager_id", "region", "industry", "tier", "channel", "motive"})
"""Columns in which a value stands for many rows; numbers that all differ are none of them."""


def fits(column: str, cells: StrArray, table: Table) -> bool:
    """Whether most filled cells can be values of a canonical column; a blank column may be anything."""
    distinct = pd.unique(cells[cells != ""])
    if not len(distinct):
        return True
    if column in _REPEATED and table.name != "managers" and _all_differ(distinct, cells):
        return False
    return _test_of(column)(distinct[:MAX_LOOKED_AT], table)


def holds_known(cells: StrArray, known: StrArray) -> bool:
    """Whether most of the column's different values are among the known ones, but for leading zeros."""
    distinct = pd.unique(cells[cells != ""])[:MAX_LOOKED_AT].tolist()
    bare = set(map(without_zeros, known.tolist()))
    return sum(without_zeros(text) in bare for text in distinct) > HALF * len(distinct)


def _test_of(column: str) -> Callable[[StrArray, Table], bool]:
    """The test of a column's distinct values."""
    tests: dict[str, Callable[[StrArray, Table], bool]] = {
        "tax_id": lambda texts, _: _share_with_digits(texts, MIN_TAX_DIGITS) >= HALF,
        "phone": lambda texts, _: _share_with_digits(texts, MIN_PHONE_DIGITS) >= HALF,
        "contact_phone": lambda texts, _: _share_with_digits(texts, MIN_PHONE_DIGITS) >= HALF,
        "email": lambda texts, _: _share(texts, lambda text: "@" in text) >= HALF,
        "manager_email": lambda texts, _: _share(texts, lambda text: "@" in text) >= HALF,
        "contact_email": lambda texts, _: _share(texts, lambda text: "@" in text) >= HALF,
        "name": lambda texts, table: _is_text(texts, table) and _numeric_share(texts, table) < MOST,
        "contact_name": lambda texts, table: _is_text(texts, table) and _numeric_share(texts, table) < MOST,
    }
    if column in _NUMBERS:
        return lambda texts, table: _numeric_share(texts, table) >= MOST
    if column in _DATES:
        return lambda texts, _: 1 - float(np.mean(parse_dates(texts).bad)) >= MOST
    if column in _FLAGS:
        return lambda texts, _: _share(texts, lambda text: fold_spaces(text) in vocabulary().audit) >= MOST
    return tests.get(column, _is_text)


def _share(texts: StrArray, test: Callable[[str], bool]) -> float:
    return sum(map(test, texts.tolist())) / len(texts)


def _share_with_digits(texts: StrArray, least: int) -> float:
    return _share(texts, lambda text: sum(map(str.isdigit, text)) >= least)


def _numeric_share(texts: StrArray, table: Table) -> float:
    found = parse_numbers(texts, delimiter=table.delimiter, typed=table.typed, percent=True)
    return 1 - float(np.mean(found.bad))


def _is_text(texts: StrArray, table: Table) -> bool:
    """Whether the values are neither dates nor amounts; whole numbers may be ids."""
    written = texts[[not text.isdigit() for text in texts.tolist()]]
    if len(written) < MOST * len(texts):
        return True
    dates = 1 - float(np.mean(parse_dates(written).bad))
    return dates < MOST and _numeric_share(written, table) < MOST


def _all_differ(distinct: StrArray, cells: StrArray) -> bool:
    """Whether the values are numbers that hardly ever come twice: amounts or ids, no owners or segments."""
    filled = int(np.count_nonzero(cells != ""))
    if filled < MIN_TO_REPEAT or len(distinct) <= HALF * filled:
        return False
    return _share(distinct[:MAX_LOOKED_AT], str.isdigit) >= MOST
