"""Segment dimensions of the clients table: the standard ones, those asked for, and those found."""

from __future__ import annotations

from collections.abc import Collection
from itertools import count

import numpy as np
import pandas as pd

from assigner.portfolio import UNKNOWN, Dimension, How, StrArray
from assigner.tabular.dates import parse_dates
from assigner.tabular.numbers import parse_numbers
from assigner.tabular.problems import Problems, listing
from assigner.tabular.table import Columns, Match
from assigner.tabular.vocabulary import fold, fold_spaces, vocabulary

MAX_FOUND_VALUES = 50
MAX_FOUND_SHARE = 0.2
SURE, UNSURE = 0.8, 0.5
"""Confidence that a column nobody knows is a segment: from two values on, down to as many as are allowed."""


def segment_confidence(values: StrArray) -> float:
    """How surely a column nobody knows is a segment dimension; 0 where it does not look like one.

    It does when it holds text (not only numbers, not only dates) with at least 2 different values and at most
    max(2, min(50, 20 % of the rows)); the fewer values, the surer.
    """
    filled = values[values != ""]
    distinct = pd.unique(filled)
    most = max(2, min(MAX_FOUND_VALUES, int(MAX_FOUND_SHARE * len(values))))
    if not 2 <= len(distinct) <= most:
        return 0.0
    if not (parse_numbers(distinct).bad.any() and parse_dates(distinct).bad.any()):
        return 0.0
    return SURE - (SURE - UNSURE) * (len(distinct) - 2) / max(most - 2, 1)


def _named(columns: Columns) -> dict[int, str]:
    """Position and name of every dimension whose header is known or mapped."""
    known = vocabulary()
    return {
        at: name
        for name, at in columns.at.items()
        if name in known.dimensions or name not in known.headers["clients"]
    }


def _found(columns: Columns, wanted: Collection[str]) -> dict[int, Match]:
    """The columns nobody knows that are wanted or fit as dimensions."""
    found: dict[int, Match] = {}
    taken = set(columns.at)
    for at in columns.extra:
        header = columns.table.headers[at]
        asked = fold(header) in wanted
        confidence = SURE if asked else segment_confidence(columns.table.columns[at])
        if confidence:
            found[at] = Match(_free_name(header, taken), How.SEGMENT, confidence)
            taken.add(found[at].meaning)
    return found


def _free_name(header: str, taken: Collection[str]) -> str:
    """The header as a dimension's name; numbered where it is taken."""
    names = (header if n == 1 else f"{header} ({n})" for n in count(1))
    return next(name for name in names if name not in taken)


def read_dimensions(
    columns: Columns, wanted: Collection[str], problems: Problems
) -> tuple[dict[str, Dimension], dict[str, str], dict[int, Match]]:
    """All dimensions by name, the way from folded names and headers to them, and the columns found to be one.

    Dimensions come in the order of their columns. `wanted` are folded names of dimensions that eligibility
    lists ask for. Columns that are neither canonical nor a dimension are ignored and told in one warning.
    """
    dimensions: dict[str, Dimension] = {}
    by_name: dict[str, str] = {}
    found = _found(columns, wanted)
    names = _named(columns) | {at: match.meaning for at, match in found.items()}
    for at, name in sorted(names.items()):
        dimensions[name] = _dimension(name, at, columns, problems)
        synonyms = vocabulary().headers["clients"].get(name, ())
        for word in (*synonyms, fold(columns.table.headers[at]), fold(name)):
            by_name.setdefault(word, name)
    _warn_ignored(columns, found, problems)
    return dimensions, by_name, found


def _warn_ignored(columns: Columns, found: Collection[int], problems: Problems) -> None:
    ignored = [columns.table.headers[at] for at in columns.extra if at not in found]
    if ignored:
        problems.warn("ignored-columns", file=columns.table.file, names=listing(ignored), count=len(ignored))


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
