"""What every check looks at, and how a check says what it found."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from assigner.evidence import Evidence
from assigner.identity.model import Identity
from assigner.policy import Policy
from assigner.portfolio import Activities, BoolArray, Clients, FloatArray, IntArray, Portfolio, StrArray
from assigner.quality.model import Check, Finding

CLIENTS, ACTIVITIES = "clients", "activities"


@dataclass(frozen=True, slots=True, eq=False)
class Facts:
    """A base with its evidence, the comparable forms of its cards, and the numbers the checks go by."""

    portfolio: Portfolio
    evidence: Evidence
    identity: Identity
    policy: Policy

    @property
    def clients(self) -> Clients:
        """The cards."""
        return self.portfolio.clients

    def client_finding(
        self, check: Check, meaning: str, bad: BoolArray, values: StrArray, details: StrArray | None = None
    ) -> Finding:
        """The cells of one column of clients where `bad`; `values` and `details` are those of all clients."""
        clients, at = self.clients, np.flatnonzero(bad)
        column = self.portfolio.header(CLIENTS, meaning) if meaning else ""
        return _finding(check, CLIENTS, column, at, clients.row, clients.owner_idx, values, details)

    def activity_finding(
        self, check: Check, meaning: str, bad: BoolArray, values: StrArray, log: Activities
    ) -> Finding:
        """The cells of one column of activities where `bad`; `values` are those of all activities."""
        at = np.flatnonzero(bad)
        column = self.portfolio.header(ACTIVITIES, meaning)
        return _finding(check, ACTIVITIES, column, at, log.row, log.manager_idx, values, None)


def _finding(
    check: Check,
    table: str,
    column: str,
    at: IntArray,
    row: IntArray | None,
    manager_idx: IntArray,
    values: StrArray,
    details: StrArray | None,
) -> Finding:
    return Finding(
        check=check,
        table=table,
        column=column,
        positions=at.astype(np.int32),
        rows=np.zeros(len(at), dtype=np.int32) if row is None else row[at],
        manager_idx=manager_idx[at],
        values=values[at],
        details=blanks(len(at)) if details is None else details[at],
    )


def blanks(count: int) -> StrArray:
    """A column of blanks."""
    return np.full(count, "", dtype=object)


def number_texts(values: FloatArray) -> StrArray:
    """Numbers as programs write them, without a trailing ".0"."""
    return np.array([f"{value:.15g}" for value in values.tolist()], dtype=object)
