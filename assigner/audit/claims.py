"""The claims of a log: pairs whose touches count only because nobody has asked the client (model §10)."""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np

from assigner.audit.model import Claim
from assigner.evidence.ages import touch_days
from assigner.evidence.model import Evidence, State
from assigner.portfolio import BoolArray, DateArray, IntArray, Kind, Portfolio

OTHER = "other"
"""The stratum of claims on clients that the manager does not own."""

STRATA = (*(state.label for state in State), OTHER)


@dataclass(frozen=True, slots=True, eq=False)
class ClaimTable:
    """One entry per claim, sorted by manager, then client; `stratum` are positions in `STRATA`."""

    client: IntArray
    manager: IntArray
    stratum: IntArray
    num_touches: IntArray
    last_touch: DateArray  # datetime64[D]

    def __post_init__(self) -> None:
        for spec in fields(self):
            getattr(self, spec.name).flags.writeable = False

    def __len__(self) -> int:
        return len(self.client)

    def claims(self, rows: IntArray | None = None) -> tuple[Claim, ...]:
        """The claims at some positions, or all, in the order of the positions."""
        wanted = np.arange(len(self)) if rows is None else rows
        columns = (getattr(self, spec.name)[wanted].tolist() for spec in fields(self))
        return tuple(
            Claim(client, manager, STRATA[stratum], num_touches, last_touch)
            for client, manager, stratum, num_touches, last_touch in zip(*columns, strict=True)
        )


def list_claims(portfolio: Portfolio, evidence: Evidence, *, time_zone: str = "UTC") -> tuple[Claim, ...]:
    """Every claim of every manager, sorted by manager, then client (model §10).

    `evidence` is that of the same portfolio; `time_zone` the policy's, in which `last_touch` is a day.
    Without an activities table nobody claims anything.
    """
    return claim_table(portfolio, evidence, time_zone).claims()


def claim_table(portfolio: Portfolio, evidence: Evidence, time_zone: str = "UTC") -> ClaimTable:
    """`list_claims` in columns."""
    rows = np.flatnonzero(claiming_touches(portfolio, evidence))
    log, num_clients = portfolio.activities, max(portfolio.num_clients, 1)
    if log is None or not len(rows):
        nothing = np.zeros(0, dtype=np.int32)
        return ClaimTable(nothing, nothing, nothing, nothing, np.zeros(0, dtype="datetime64[D]"))
    keys = log.manager_idx[rows].astype(np.int64) * num_clients + log.client_idx[rows]
    pairs, of_pair, num_touches = np.unique(keys, return_inverse=True, return_counts=True)
    last = np.full(len(pairs), np.iinfo(np.int64).min)
    np.maximum.at(last, of_pair, touch_days(log, time_zone)[rows].astype(np.int64))
    manager, client = (pairs // num_clients).astype(np.int32), (pairs % num_clients).astype(np.int32)
    owned = portfolio.clients.owner_idx[client] == manager
    return ClaimTable(
        client=client,
        manager=manager,
        stratum=np.where(owned, evidence.state[client], STRATA.index(OTHER)).astype(np.int32),
        num_touches=num_touches.astype(np.int32),
        last_touch=last.astype("datetime64[D]"),
    )


def claiming_touches(portfolio: Portfolio, evidence: Evidence) -> BoolArray:
    """Which rows of the log make claims: they count, are no transactions and no audit has verified them."""
    log = portfolio.activities
    if log is None:
        return np.zeros(0, dtype=bool)
    claiming: BoolArray = (evidence.touch_discard < 0) & (log.kind != Kind.TRANSACTION) & (log.verified < 0)
    return claiming
