"""Findings and problems of the reading counted by column and by manager."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from assigner.errors import Issue
from assigner.portfolio import NOBODY, BoolArray, FloatArray, IntArray, Portfolio
from assigner.quality.facts import CLIENTS
from assigner.quality.filled import client_columns, is_filled, num_distinct
from assigner.quality.model import Check, ColumnQuality, Finding, ManagerQuality

WRONG_CELLS = frozenset(
    {
        "bad-date",
        "bad-flag",
        "bad-number",
        "half-coordinate",
        "negative-number",
        "number-range",
        "number-too-large",
        "unknown-pin",
    }
)
"""Codes of issues about a single cell that is read as blank.

All others are about the whole table, about rows that are no cards, or told once for many rows.
"""


@dataclass(frozen=True, slots=True, eq=False)
class RowIssues:
    """Cells of clients that the reading could not use: who answers for each, and where it is.

    `positions` are -1 for rows of cards that went into another one.
    """

    manager_idx: IntArray
    positions: IntArray
    columns: tuple[str, ...]


def row_issues(portfolio: Portfolio) -> RowIssues:
    """The cells of cards that could not be read; none where rows or the file are not known."""
    clients, merged = portfolio.clients, [card for card in portfolio.merged if card.row is not None]
    file, rows = portfolio.files.get(CLIENTS), clients.row
    if file is None or rows is None:
        nothing = np.zeros(0, dtype=np.int32)
        return RowIssues(nothing, nothing, ())
    told = [issue for issue in portfolio.issues if _is_of_row(issue, file)]
    cards = pd.Index(np.append(rows, [card.row for card in merged]).astype(np.int64))
    found = cards.get_indexer(pd.Index(np.array([issue.row for issue in told], dtype=np.int64)))
    known, owners = found >= 0, np.append(clients.owner_idx, [card.owner_idx for card in merged])
    return RowIssues(
        manager_idx=owners[found[known]].astype(np.int32),
        positions=np.where(found < len(clients), found, -1)[known].astype(np.int32),
        columns=tuple(issue.column for issue, here in zip(told, known, strict=True) if here),
    )


def _is_of_row(issue: Issue, file: str) -> bool:
    return issue.file == file and issue.row is not None and issue.code in WRONG_CELLS


def judge_managers(
    portfolio: Portfolio, findings: Sequence[Finding], issues: RowIssues, completeness: FloatArray
) -> ManagerQuality:
    """Who answers for what was found; cards are those of the clients a manager owns."""
    owner, count = portfolio.clients.owner_idx, portfolio.num_managers
    cards = per_manager(owner, count)
    filled = np.bincount(owner[owner != NOBODY], weights=completeness[owner != NOBODY], minlength=count)
    return ManagerQuality(
        cards=cards,
        completeness=np.where(cards > 0, filled / np.maximum(cards, 1), np.nan),
        findings={check: _of_check(check, findings, count) for check in Check},
        issues=per_manager(issues.manager_idx, count),
    )


def _of_check(check: Check, findings: Sequence[Finding], count: int) -> IntArray:
    found = [finding.manager_idx for finding in findings if finding.check is check]
    return per_manager(np.concatenate([np.zeros(0, dtype=np.int32), *found]), count)


def per_manager(manager_idx: IntArray, count: int) -> IntArray:
    """How often each manager is named."""
    return np.bincount(manager_idx[manager_idx != NOBODY], minlength=count)


def judge_columns(
    portfolio: Portfolio, findings: Sequence[Finding], issues: RowIssues
) -> tuple[ColumnQuality, ...]:
    """Every column of clients that means something, in the order of the table."""
    return tuple(_judge_column(portfolio, meaning, findings, issues) for meaning in client_columns(portfolio))


def _judge_column(
    portfolio: Portfolio, meaning: str, findings: Sequence[Finding], issues: RowIssues
) -> ColumnQuality:
    clients, header = portfolio.clients, portfolio.header(CLIENTS, meaning)
    filled = is_filled(clients, meaning)
    return ColumnQuality(
        meaning=meaning,
        header=header,
        num_rows=len(clients),
        num_filled=int(filled.sum()),
        num_distinct=num_distinct(clients, meaning, filled),
        num_bad=int(_bad_cells(len(clients), header, findings, issues).sum()),
    )


def _bad_cells(count: int, header: str, findings: Sequence[Finding], issues: RowIssues) -> BoolArray:
    """Clients with a finding or an issue in this column; several in one cell count once."""
    bad = np.zeros(count, dtype=bool)
    for found in findings:
        if (found.table, found.column) == (CLIENTS, header):
            bad[found.positions] = True
    here = np.array([column == header for column in issues.columns], dtype=bool)
    bad[issues.positions[here & (issues.positions >= 0)]] = True
    return bad
