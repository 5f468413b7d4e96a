"""Every logged touch of one manager with one client, and what became of it (model §2)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numpy as np

from assigner.evidence.ages import ages_in_days, touch_days
from assigner.evidence.model import Discard, Evidence
from assigner.evidence.pairs import pair_keys, touch_points
from assigner.policy.model import Policy
from assigner.portfolio import Activities, FloatArray, Kind, Portfolio

Rows = np.ndarray[Any, np.dtype[np.int64]]

CONTACT_COLUMNS = ("contact_name", "contact_role", "contact_phone", "contact_email")


@dataclass(frozen=True, slots=True)
class LoggedTouch:
    """One row of the log: its day in the policy's time zone, and its points on `as_of`.

    `points` are decayed, and 0 where the touch does not count. `amount` is money, 0 where blank. `contact`
    is the name, role, phone and e-mail as far as they are there. `discarded` is why it does not count, None
    where it does; `verified` is what an audit found, None where there was none. `row` is the row in the
    user's table, None where the facts come from no file.
    """

    day: date
    kind: Kind
    amount: float
    contact: str
    summary: str
    points: float
    discarded: Discard | None
    verified: bool | None
    row: int | None


@dataclass(frozen=True, slots=True)
class KindTotal:
    """The touches of one kind: how many were logged, how many count, and the points of those."""

    logged: int
    counted: int
    points: float


@dataclass(frozen=True, slots=True)
class Dossier:
    """All touches of one pair, the newest first, and totals of the kinds that occur.

    The points add up to the pair's in the evidence; without an activities table there are no touches and
    the evidence rests on trust.
    """

    client_idx: int
    manager_idx: int
    touches: tuple[LoggedTouch, ...] = ()
    totals: dict[Kind, KindTotal] = field(default_factory=dict)

    @property
    def points(self) -> float:
        """Decayed points of the pair."""
        return sum(total.points for total in self.totals.values())


def dossier(
    portfolio: Portfolio, evidence: Evidence, policy: Policy, client_idx: int, manager_idx: int
) -> Dossier:
    """The dossier of one manager with one client."""
    return dossiers(portfolio, evidence, policy, [(client_idx, manager_idx)])[0]


def dossiers(
    portfolio: Portfolio, evidence: Evidence, policy: Policy, pairs: Sequence[tuple[int, int]]
) -> tuple[Dossier, ...]:
    """The dossiers of (client, manager) pairs, in their order; one pass over the log for all of them."""
    log = portfolio.activities
    if log is None or not pairs:
        return tuple(Dossier(client, manager) for client, manager in pairs)
    pages = _Pages(log, evidence, policy)
    wanted = np.array(pairs, dtype=np.int64)
    asked = pair_keys(wanted[:, 0], wanted[:, 1], evidence.num_managers)
    rows, keys = pages.rows_of(np.unique(asked))
    bounds = np.searchsorted(keys, asked), np.searchsorted(keys, asked, side="right")
    return tuple(
        pages.bind(client, manager, rows[first:last])
        for (client, manager), first, last in zip(pairs, *bounds, strict=True)
    )


class _Pages:
    """The log with the day and the points of each touch."""

    def __init__(self, log: Activities, evidence: Evidence, policy: Policy) -> None:
        self._log = log
        self._fates = evidence.touch_discard
        self._num_managers = evidence.num_managers
        self._days = touch_days(log, policy.evidence.time_zone)
        self._points = self._counted_points(evidence, policy)

    def _counted_points(self, evidence: Evidence, policy: Policy) -> FloatArray:
        """Decayed points of each touch, 0 where it does not count."""
        ages = ages_in_days(self._days, evidence.as_of)
        return np.where(self._fates < 0, touch_points(self._log.kind, ages, policy.evidence), 0.0)

    def rows_of(self, asked: Rows) -> tuple[Rows, Rows]:
        """Rows of these pairs with their keys, by pair and from new to old; `asked` is sorted."""
        keys = pair_keys(self._log.client_idx, self._log.manager_idx, self._num_managers)
        spot = np.minimum(np.searchsorted(asked, keys), len(asked) - 1)
        rows = np.flatnonzero(asked[spot] == keys)
        days, seconds = (
            -moments.astype(np.int64) for moments in (self._days[rows], self._log.occurred_at[rows])
        )
        order = np.lexsort((rows, -self._points[rows], seconds, days, keys[rows]))
        return rows[order], keys[rows[order]]

    def bind(self, client_idx: int, manager_idx: int, rows: Rows) -> Dossier:
        """The dossier of one pair from its rows."""
        touches = tuple(self._touch(row) for row in rows.tolist())
        kinds = sorted({touch.kind for touch in touches})
        return Dossier(client_idx, manager_idx, touches, {kind: _total(touches, kind) for kind in kinds})

    def _touch(self, row: int) -> LoggedTouch:
        log, fate, verified = self._log, int(self._fates[row]), int(self._log.verified[row])
        return LoggedTouch(
            day=self._days[row].item(),
            kind=Kind(int(log.kind[row])),
            amount=float(log.amount[row]),
            contact=", ".join(_contact_parts(log, row)),
            summary="" if log.summary is None else str(log.summary[row]).strip(),
            points=float(self._points[row]),
            discarded=None if fate < 0 else tuple(Discard)[fate],
            verified=None if verified < 0 else bool(verified),
            row=None if log.row is None else int(log.row[row]),
        )


def _contact_parts(log: Activities, row: int) -> Iterator[str]:
    """What is written about the contact, without blanks."""
    for name in CONTACT_COLUMNS:
        column = getattr(log, name)
        if column is not None and (text := str(column[row]).strip()):
            yield text


def _total(touches: Sequence[LoggedTouch], kind: Kind) -> KindTotal:
    """Totals of one kind."""
    mine = [touch for touch in touches if touch.kind is kind]
    counted = [touch for touch in mine if touch.discarded is None]
    return KindTotal(len(mine), len(counted), sum(touch.points for touch in counted))
