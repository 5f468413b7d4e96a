"""Segment dimensions of the clients table: the standard ones, those asked for, and those found."""

from __future__ import annotations

from collections.abc import Collection, Iterator

import numpy as np
import pandas as pd

from assigner.portfolio import UNKNOWN, Dimension, StrArray
from assigner.tabular.dates import parse_dates
from assigner.tabular.numbers import parse_numbers
from assigner.tabular.problems import Problems, listing
from assigner.tabular.table import Columns
from assigner.tabular.vocabulary import fold, fold_spaces, vocabulary

MAX_FOUND_VALUES = 50
MAX_FOUND_SHARE = 0.2


def is_dimension(values: StrArray) -> bool:
    """Whether a column nobody knows looks like a segment dimension.

    It does when it holds text (not only numbers, not only dates) with at least 2 different values and at most
    max(2, min(50, 20 % of the rows)).
    """
    filled = values[values != ""]
    distinct = pd.unique(filled)
    most = max(2, min(MAX_FOUND_VALUES, int(MAX_FOUND_SHARE * len(values))))
    if not 2 <= len(distinct) <= most:
        return False
    return bool(parse_numbers(distinct).bad.any() and parse_dates(distinct).bad.any())


def _columns_of_dimensions(columns: Columns, wanted: Collection[str]) -> Iterator[tuple[str, int]]:
    """Name and position of every dimension: known and mapped ones, then unknown columns wanted or fit."""
    known = vocabulary()
    for name, at in columns.at.items():
        if name in known.dimensions or name not in known.headers["clients"]:
            yield name, at
    for at in columns.extra:
        header = columns.table.headers[at]
        if fold(header) in wanted or is_dimension(columns.table.columns[at]):
            yield (header if header not in columns.at else f"{header} (2)"), at


def read_dimensions(
    columns: Columns, wanted: Collection[str], problems: Problems
) -> tuple[dict[str, Dimension], dict[str, str]]:
    """All dimensions by name, and the way from folded names and headers to them.

    `wanted` are folded names of dimensions that eligibility lists ask for. Columns that are neither
    canonical nor a dimension are ignored and told in one warning.
    """
    dimensions: dict[str, Dimension] = {}
    by_name: dict[str, str] = {}
    used = set()
    for name, at in _columns_of_dimensions(columns, wanted):
        dimensions[name] = _dimension(name, at, columns, problems)
        used.add(at)
        synonyms = vocabulary().headers["clients"].get(name, ())
        for word in (*synonyms, fold(columns.table.headers[at]), fold(name)):
            by_name.setdefault(word, name)
    ignored = [columns.table.headers[at] for at in columns.extra if at not in used]
    if ignored:
        problems.warn("ignored-columns", file=columns.table.file, names=listing(ignored), count=len(ignored))
    return dimensions, by_name


def _dimension(name: str, at: int, columns: Columns, problems: Problems) -> Dimension:
    """One dimension; blanks are the value unknown, values that differ in case or spaces only are one."""
    where = {"file": columns.table.file, "column": columns.table.headers[at]}
    codes, uniques = pd.factorize(columns.table.columns[at])
    spelled: dict[str, str] = {}
    labels = []
    for text in uniques.tolist():
        label = " ".join(text.split()) or UNKNOWN
        labels.append(spelled.setdefault(fold_spaces(label), label))
    merged = sorted({label for label in labels if labels.count(label) > 1} - {UNKNOWN})
    if merged:
        problems.warn("merged-values", names=listing(merged), count=len(merged), **where)
    blank = np.asarray(uniques == "", dtype=bool)[codes]
    if blank.any():
        problems.warn("blank-segment", row=int(columns.table.rows[blank][0]), count=int(blank.sum()), **where)
    names = sorted(set(labels))
    place = {label: position for position, label in enumerate(names)}
    to_code = np.array([place[label] for label in labels], dtype=np.int32)
    return Dimension(name, tuple(names), to_code[codes])
