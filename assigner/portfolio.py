"""The facts: clients, managers, activities and rules, checked and in columns.

A `Portfolio` is what the tables said after cleaning; nothing in it is computed by a model. Columns are
NumPy arrays of one length per table, so that a million rows stay cheap. Strings are object arrays of
`str`; a blank is "". Everything is frozen: the arrays are made read-only when the object is built.

`*_id` is always the user's own name of a thing, `*_idx` its position in the table.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from enum import IntEnum, StrEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assigner.errors import Issue

StrArray = NDArray[np.object_]
FloatArray = NDArray[np.float64]
IntArray = NDArray[np.signedinteger[Any]]
BoolArray = NDArray[np.bool_]
DateArray = NDArray[np.datetime64]

NOBODY = -1
"""Index of "no manager": the owner of a free client."""

UNKNOWN = "unknown"
"""Label of a blank segment value: a value of its own (model §1)."""

STANDARD_DIMENSIONS = ("region", "industry", "tier", "channel")
"""Dimensions balanced by default where the clients table has them (model §4)."""


class Kind(IntEnum):
    """Kinds of activity (model §2). Contract, order, shipment and payment are all transactions."""

    TRANSACTION = 0
    MEETING = 1
    CALL = 2
    EMAIL = 3
    PROPOSAL = 4
    OTHER = 5


class RuleKind(StrEnum):
    """Kinds of row in the rules table; a and b are clients, but for ban and pin, where b is a manager.

    A merge says that card b is the same client as card a and goes into it; no merge is left in a portfolio
    that evidence is weighed on (see `assigner.duplicates.merge`).
    """

    TOGETHER = "together"
    APART = "apart"
    BAN = "ban"
    PIN = "pin"
    MERGE = "merge"


class How(StrEnum):
    """How the meaning of a column was found out, the surest first."""

    MAPPED = "mapped"  # the mapping file says so
    EXACT = "exact"  # the header is the canonical name
    SYNONYM = "synonym"  # a known word for it
    PROFILE = "profile"  # a header of a well-known program's export
    FUZZY = "fuzzy"  # a known word with a typing mistake
    SEGMENT = "segment"  # a column nobody knows that looks like a segment dimension
    IGNORED = "ignored"  # means nothing known; not used


def _freeze(table: Any) -> None:
    """Make every array of a dataclass read-only."""
    for spec in fields(table):
        value = getattr(table, spec.name)
        if isinstance(value, np.ndarray):
            value.flags.writeable = False


@dataclass(frozen=True, slots=True)
class ColumnMeaning:
    """What one column of a table was understood as.

    `meaning` is the canonical column, the name of a dimension, or "" where the column is not used.
    `confidence` is 1 for what can't be wrong and less for a guess. `profile` names the program whose export
    has such a header. `hidden` columns are hidden in the workbook; they are read all the same.
    """

    table: str
    file: str
    header: str
    meaning: str
    how: How
    confidence: float = 1.0
    profile: str = ""
    hidden: bool = False
    examples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MergedCard:
    """One card of a client that is made of several (model §1): its id, name, owner and place in the table.

    `into_idx` is the client that it is part of now; `owner_idx` is whom the card named as owner, NOBODY where
    none. The other columns are those of the card before the merge.
    """

    client_id: str
    name: str
    into_idx: int
    owner_idx: int
    potential: float = 0.0
    revenue_12m: float = 0.0
    open_deal_amount: float = 0.0
    row: int | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Dimension:
    """One segment dimension over all clients: `labels[codes[i]]` is the value of client i."""

    name: str
    labels: tuple[str, ...]
    codes: IntArray  # (num_clients,)

    def __post_init__(self) -> None:
        _freeze(self)


@dataclass(frozen=True, slots=True, eq=False)
class Clients:
    """The client base, one entry per client, in the order of the table.

    Money is a year's, in the user's currency; workload in hours a month. `workload` is None where the
    table has no such column. `group_idx` is -1 for a client outside any holding; `owner_idx` and
    `pinned_idx` are positions in `Managers` or `NOBODY`. Dates are datetime64[D], NaT where blank.
    """

    client_id: StrArray
    name: StrArray
    owner_idx: IntArray
    potential: FloatArray
    revenue_12m: FloatArray
    workload: FloatArray | None
    group_idx: IntArray
    group_ids: tuple[str, ...]
    excluded: BoolArray
    excluded_reason: StrArray
    open_deal_amount: FloatArray
    open_deal_close: DateArray
    pinned_idx: IntArray
    lat: FloatArray  # NaN where blank
    lon: FloatArray
    tax_id: StrArray
    phone: StrArray
    email: StrArray
    contact_name: StrArray
    dimensions: Mapping[str, Dimension]
    potential_source: str = "potential"  # "potential", "revenue" or "count": what the column was read from
    row: IntArray | None = None  # row in the user's table, None where the facts come from no file

    def __post_init__(self) -> None:
        _freeze(self)

    def __len__(self) -> int:
        return len(self.client_id)


@dataclass(frozen=True, slots=True, eq=False)
class Managers:
    """The managers, one entry each; owners that no managers table lists come last, with listed False.

    `commission_rate` is a fraction of revenue, NaN where blank; `max_clients` and `max_workload` are NaN
    where blank. `eligible` maps a dimension to one entry per manager: the allowed labels, or None for all.
    """

    manager_id: StrArray
    name: StrArray
    fte: FloatArray
    start_date: DateArray
    leaving: BoolArray
    commission_rate: FloatArray
    max_clients: FloatArray
    max_workload: FloatArray
    lat: FloatArray
    lon: FloatArray
    listed: BoolArray
    eligible: Mapping[str, tuple[frozenset[str] | None, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        _freeze(self)

    def __len__(self) -> int:
        return len(self.manager_id)


@dataclass(frozen=True, slots=True, eq=False)
class Activities:
    """The log of touches, one entry per row whose client and manager are known.

    A text column is None where the export has no such column at all (model §2 relaxes the evidence rule
    then). `verified` is 1 / 0 where an audit confirmed or refuted the touch, else -1. `occurred_at` is
    datetime64[s] in UTC; `has_time` says whether any row carries a time of day.
    """

    activity_id: StrArray
    client_idx: IntArray
    manager_idx: IntArray
    occurred_at: DateArray
    kind: NDArray[np.int8]
    amount: FloatArray
    contact_name: StrArray | None
    contact_role: StrArray | None
    contact_phone: StrArray | None
    contact_email: StrArray | None
    summary: StrArray | None
    outcome: StrArray | None
    verified: NDArray[np.int8]
    has_time: bool = True
    row: IntArray | None = None  # row in the user's table, None where the facts come from no file

    def __post_init__(self) -> None:
        _freeze(self)

    def __len__(self) -> int:
        return len(self.client_idx)


@dataclass(frozen=True, slots=True, eq=False)
class Answers:
    """What clients said when an audit rang them up, one entry per row of a call sheet (model §10).

    `answer` is 1 where the client confirmed the manager's contacts, 0 where it refuted them, -1 where nobody
    was reached or asked. An answer speaks for the touches up to `until`, datetime64[D], NaT for all of them.
    """

    client_idx: IntArray
    manager_idx: IntArray
    answer: IntArray
    until: DateArray
    rows: IntArray  # row in the call sheet

    def __post_init__(self) -> None:
        _freeze(self)

    def __len__(self) -> int:
        return len(self.client_idx)

    def where(self, keep: BoolArray) -> Answers:
        """The entries where `keep`."""
        return Answers(
            client_idx=self.client_idx[keep],
            manager_idx=self.manager_idx[keep],
            answer=self.answer[keep],
            until=self.until[keep],
            rows=self.rows[keep],
        )


@dataclass(frozen=True, slots=True)
class Rule:
    """One row of the rules or decisions, resolved: `b_idx` is a manager for ban and pin, else a client.

    `file` and `row` are its place, "" and None where it has none; rules that say the same are equal.
    """

    kind: RuleKind
    a_idx: int
    b_idx: int
    reason: str = ""
    file: str = field(default="", compare=False)
    row: int | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True, eq=False)
class Portfolio:
    """All facts of one run. `issues` are the warnings the tables gave; errors never get this far.

    `activities` is None where no table was given (evidence then falls back to revenue and open deals).
    `dropped_activities` counts rows that could not be used at all, by reason. `input_sha256` is the hash of
    the input files' bytes. `columns` tells how every column of every table was understood, `answers` what an
    audit found out (the activities have it already), `merged` which cards went into which client,
    `main_cards` what the main card of each such client said itself, `files` the path of each table as it is
    named in issues. `distinct` are the merges that somebody said no to: a and b are two clients.
    """

    clients: Clients
    managers: Managers
    activities: Activities | None
    rules: tuple[Rule, ...] = ()
    issues: tuple[Issue, ...] = ()
    dropped_activities: Mapping[str, int] = field(default_factory=dict)
    input_sha256: str = ""
    columns: tuple[ColumnMeaning, ...] = ()
    answers: Answers | None = None
    merged: tuple[MergedCard, ...] = ()
    main_cards: tuple[MergedCard, ...] = ()
    files: Mapping[str, str] = field(default_factory=dict)
    distinct: tuple[Rule, ...] = ()

    def header(self, table: str, meaning: str) -> str:
        """The user's header of a canonical column; the canonical name where no table says another."""
        return next((c.header for c in self.columns if (c.table, c.meaning) == (table, meaning)), meaning)

    @property
    def num_clients(self) -> int:
        """Number of clients, excluded ones too."""
        return len(self.clients)

    @property
    def num_managers(self) -> int:
        """Number of managers, those without weight too."""
        return len(self.managers)
