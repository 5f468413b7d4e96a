"""Merged cells: their value stands in the top left cell only; below the header it counts for every row."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from assigner.tabular.problems import Problems, examples
from assigner.tabular.table import Table


@dataclass(frozen=True, slots=True)
class Merge:
    """One merged range, both ends included; columns from 0, rows from the first one with a value."""

    top: int
    left: int
    bottom: int
    right: int


def header_groups(merges: Sequence[Merge], num_rows: int) -> dict[int, dict[int, int]]:
    """Merged cells side by side among the first rows: row -> first column -> last column."""
    groups: dict[int, dict[int, int]] = defaultdict(dict)
    for merge in merges:
        if merge.top == merge.bottom < num_rows and merge.right > merge.left:
            groups[merge.top][merge.left] = merge.right
    return groups


def fill_down(table: Table, merges: Sequence[Merge], first: int, problems: Problems) -> None:
    """Repeat the value of a merged cell in the rows it covers, in place; told per column.

    Rows of the merges are counted from row `first` of the sheet. A row that holds nothing but a part of a
    merged cell stays out.
    """
    filled: dict[int, list[int]] = defaultdict(list)
    for merge in merges:
        if merge.bottom == merge.top or merge.left >= len(table.columns):
            continue
        top = first + merge.top + 1
        begin, end = np.searchsorted(table.rows, [top, first + merge.bottom + 2]).tolist()
        if end - begin > 1 and table.rows[begin] == top and table.columns[merge.left][begin]:
            table.columns[merge.left][begin:end] = table.columns[merge.left][begin]
            filled[merge.left].extend(range(begin + 1, end))
    for column, positions in sorted(filled.items()):
        rows = np.sort(table.rows[positions])  # workbooks list their merges in any order
        problems.warn(
            "merged-cells",
            file=table.file,
            row=int(rows[0]),
            column=table.headers[column],
            count=len(rows),
            rows=examples(rows),
        )
