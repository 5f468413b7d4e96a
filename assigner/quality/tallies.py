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

TOLD_ONCE = frozenset(
    {
        "blank-name",
        "blank-potential",
        "blank-segment",
        "manager-by-name",
        "merged-values",
        "separator-guessed",
        "unlisted-owner",
    }
)
"""Codes of issues that are told once for many rows; findings or completeness count those row by row."""


@dataclass(frozen=True, slots=True, eq=False)
class RowIssues:
    """Problems that the reading told about single rows of clients: position and column of each."""

    positions: IntArray
    columns: tuple[str, ...]


def row_issues(portfolio: Portfolio) -> RowIssues:
    """The issues of the clients table whose row is a client; none where rows or the file are not known."""
    file, rows = portfolio.files.get(CLIENTS), portfolio.clients.row
    if file is None or rows is None:
        return RowIssues(np.zeros(0, dtype=np.int32), ())
    told = [issue for issue in portfolio.issues if _is_of_row(issue, file)]
    wanted = np.array([issue.row for issue in told], dtype=np.int64)
    positions = pd.Index(rows).get_indexer(pd.Index(wanted))
    known = [issue for issue, at in zip(told, positions, strict=True) if at >= 0]
    return RowIssues(positions[positions >= 0].astype(np.int32), tuple(issue.column for issue in known))


def _is_of_row(issue: Issue, file: str) -> bool:
    return issue.file == file and issue.row is not None and issue.code not in TOLD_ONCE


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
        issues=per_manager(owner[issues.positions], count),
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
    bad[issues.positions[np.array([column == header for column in issues.columns], dtype=bool)]] = True
    return bad
