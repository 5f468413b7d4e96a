"""What is odd about a base that could be read: by row, by column and by manager."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from assigner.portfolio import FloatArray, IntArray, StrArray


class Check(StrEnum):
    """What the inspection looks for; each is a kind of finding."""

    MISSING_SEGMENT = "missing_segment"  # a standard segment is blank
    CONTRADICTORY_SEGMENT = "contradictory_segment"  # cards of one tax id differ; a cell with two values
    SIMILAR_SEGMENT = "similar_segment"  # two spellings of what looks like one value
    IMPLAUSIBLE_POTENTIAL = "implausible_potential"  # an outlier against its segment, or below the revenue
    INVALID_TAX_ID = "invalid_tax_id"
    PADDED_TAX_ID = "padded_tax_id"  # leading zeros were lost and are put back
    INVALID_PHONE = "invalid_phone"
    INVALID_EMAIL = "invalid_email"
    SHARED_TAX_ID = "shared_tax_id"  # on several cards
    UNKNOWN_OWNER = "unknown_owner"  # the owner is not among the managers
    INCOMPLETE_CARD = "incomplete_card"  # half of the card or more is blank
    EXCLUDED_BUT_ALIVE = "excluded_but_alive"  # excluded, yet with revenue, an open deal or a manager at work
    FUTURE_ACTIVITY = "future_activity"  # a touch after the as-of date
    JUNK_VALUE = "junk_value"  # "test", "123", "asdf", one letter: a cell filled to be filled


@dataclass(frozen=True, slots=True, eq=False)
class Finding:
    """All cells with one kind of problem in one column of one table.

    `positions` are positions in the table's arrays (clients or activities); `rows` the rows as the user's
    program counts them, 0 where unknown; `manager_idx` who answers for each (the owner of the client, the
    author of the activity), NOBODY where nobody does; `values` what stands there; `details` one more word for
    each (the suggested value, the median, the other card), "" where there is none.
    """

    check: Check
    table: str
    column: str  # the user's header
    positions: IntArray
    rows: IntArray
    manager_idx: IntArray
    values: StrArray
    details: StrArray

    def __len__(self) -> int:
        return len(self.positions)


@dataclass(frozen=True, slots=True)
class ColumnQuality:
    """One column of the clients table: how many rows are filled, and bad (with a finding or an issue)."""

    meaning: str
    header: str
    num_rows: int
    num_filled: int
    num_distinct: int
    num_bad: int


@dataclass(frozen=True, slots=True, eq=False)
class ManagerQuality:
    """Who fills in junk: arrays of length M, by manager. Cards are those of the clients the manager owns.

    `completeness` is the mean share 0..1 of filled cells of the card, NaN without a client. `findings`
    counts per check.
    """

    cards: IntArray
    completeness: FloatArray
    findings: Mapping[Check, IntArray]
    issues: IntArray  # problems that the reading of the clients table told about rows of this manager

    @property
    def total(self) -> IntArray:
        """All findings and issues of each manager."""
        return sum(self.findings.values(), start=self.issues)


@dataclass(frozen=True, slots=True, eq=False)
class Quality:
    """The whole answer; `completeness` is per client, the share of filled cells of its card."""

    findings: tuple[Finding, ...]
    columns: tuple[ColumnQuality, ...]
    managers: ManagerQuality
    completeness: FloatArray
    card: tuple[str, ...]  # the columns that make a card, as far as the table has them

    def count(self, check: Check) -> int:
        """Findings of one kind."""
        return sum(len(found) for found in self.findings if found.check is check)
