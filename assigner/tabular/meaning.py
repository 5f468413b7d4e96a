"""What every column was understood as, for people to look at and to correct (`--map`)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from itertools import islice

import pandas as pd
import yaml

from assigner.portfolio import ColumnMeaning, How, Portfolio, StrArray
from assigner.tabular.problems import shorten
from assigner.tabular.table import Columns, Match

NUM_EXAMPLES = 3
_HEAD = 1000
_NOTHING = Match("", How.IGNORED, 0.0)


def meanings_of(columns: Columns, found: Mapping[int, Match]) -> tuple[ColumnMeaning, ...]:
    """The meaning of every column with a header, from left to right; `found` beats what the headers said."""
    table = columns.table
    matches = {**columns.matches, **found}
    return tuple(
        _meaning(columns, at, matches.get(at, _NOTHING)) for at, header in enumerate(table.headers) if header
    )


def _meaning(columns: Columns, at: int, match: Match) -> ColumnMeaning:
    table = columns.table
    return ColumnMeaning(
        table=table.name,
        file=table.file,
        header=table.headers[at],
        meaning=match.meaning,
        how=match.how,
        confidence=match.confidence,
        profile=match.profile,
        hidden=any(table.hidden[at : at + 1]),
        examples=_examples(table.columns[at]),
    )


def _examples(cells: StrArray) -> tuple[str, ...]:
    """The first few different values."""
    for part in (cells[:_HEAD], cells):  # the head nearly always has enough
        distinct = pd.unique(part[part != ""])
        if len(distinct) >= NUM_EXAMPLES:
            break
    return tuple(shorten(str(text)) for text in islice(distinct, NUM_EXAMPLES))


def write_map(portfolio: Portfolio) -> str:
    """The mapping file that says what was understood: YAML `table: {column: header}`, to edit and pass back.

    Columns that are not used are listed in comments, so that their headers can be copied.
    """
    used: dict[str, dict[str, str]] = defaultdict(dict)
    unused: dict[str, list[str]] = defaultdict(list)
    for column in portfolio.columns:
        if column.meaning:
            used[column.table][column.meaning] = column.header
        else:
            unused[column.table].append(column.header)
    tables = dict.fromkeys(column.table for column in portfolio.columns)
    return "".join(_section(table, used[table], unused[table]) for table in tables)


def _section(table: str, used: Mapping[str, str], unused: list[str]) -> str:
    """One table of the mapping file."""
    listed = "".join(f"# not used: {_scalar(header)}\n" for header in unused)
    return _yaml({table: dict(used)}) + listed


def _yaml(value: object) -> str:
    return yaml.safe_dump(value, allow_unicode=True, sort_keys=False, width=1000)


def _scalar(header: str) -> str:
    return " ".join(header.split())
