"""The evidence once more, slowly: one touch, pair and client at a time, straight from the words of model §2.

It shares nothing with the engine but the nouns, so that the two can be compared on small logs.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from math import exp
from typing import Any
from zoneinfo import ZoneInfo

from assigner.evidence import Discard, State
from assigner.policy.model import EvidencePolicy, Policy
from assigner.portfolio import NOBODY, Activities, Kind, Portfolio
from assigner.weights import manager_weights


@dataclass(slots=True)
class Row:
    """One touch as the reference sees it."""

    client: int
    manager: int
    moment: datetime
    timed: bool
    age: int
    kind: Kind
    verified: int
    name: str
    role: str
    phone: str
    email: str
    summary: str
    fate: Discard | None = None

    @property
    def is_sale(self) -> bool:
        return self.kind == Kind.TRANSACTION

    @property
    def words(self) -> str:
        return " ".join(self.summary.casefold().split())

    @property
    def digits(self) -> str:
        return re.sub("[^0-9]", "", self.phone)


@dataclass(slots=True)
class Answer:
    """What the reference finds; pairs by (client, manager), the rest by client."""

    fates: list[Discard | None]
    points: dict[tuple[int, int], float]
    recent: dict[tuple[int, int], int]
    active: dict[tuple[int, int], bool]
    proven: dict[tuple[int, int], bool]
    state: list[State]
    rivals: list[set[int]]
    rival: list[int]
    lifted: list[bool]


def read_rows(log: Activities, as_of: date, zone: ZoneInfo) -> list[Row]:
    """The log as rows. Only logs with all columns and times of day."""
    texts: list[Any] = [
        log.contact_name, log.contact_role, log.contact_phone, log.contact_email, log.summary,
    ]  # fmt: skip
    rows = []
    for n in range(len(log)):
        moment = log.occurred_at[n].item().replace(tzinfo=UTC)
        local = moment.astimezone(zone)
        age, timed = (as_of - local.date()).days, local.time() != time.min
        rows.append(
            Row(
                int(log.client_idx[n]), int(log.manager_idx[n]), moment, timed, age,
                Kind(int(log.kind[n])), int(log.verified[n]), *(column[n] for column in texts),
            )
        )  # fmt: skip
    return rows


class Reference:
    """The walk through §2, paragraph by paragraph."""

    def __init__(self, facts: Portfolio, policy: Policy, as_of: date) -> None:
        assert facts.activities is not None
        self.facts, self.rules = facts, policy.evidence
        self.rows = read_rows(facts.activities, as_of, ZoneInfo(self.rules.time_zone))
        self.stays = [weight > 0 for weight in manager_weights(facts.managers, policy.managers, as_of)]

    def answer(self) -> Answer:
        """Everything there is to compare."""
        for row in self.rows:
            row.fate = self.reason(row)
        for row in [row for row in self.rows if row.fate is None]:
            self.cap_day(row)
        pairs = sorted({(row.client, row.manager) for row in self.rows if row.fate is None})
        count = self.facts.num_clients
        self.points = {pair: sum(map(self.worth, self.counted(*pair))) for pair in pairs}
        rivals = [self.rivals(i) for i in range(count)]
        return Answer(
            fates=[row.fate for row in self.rows],
            points=self.points,
            recent={pair: self.recent(*pair) for pair in pairs},
            active={pair: self.active(*pair) for pair in pairs},
            proven={pair: self.proven(*pair) for pair in pairs},
            state=[self.state(i) for i in range(count)],
            rivals=rivals,
            rival=[self.named(i, rivals[i]) for i in range(count)],
            lifted=[self.lifted(i, rivals[i]) for i in range(count)],
        )

    def reason(self, row: Row) -> Discard | None:
        if row.age < 0:
            return Discard.FUTURE
        if row.verified == 0:
            return Discard.REFUTED
        if row.is_sale or row.verified == 1:
            return None
        return missing(row, self.rules) or self.gaming(row)

    def gaming(self, row: Row) -> Discard | None:
        log = [r for r in self.rows if r.manager == row.manager and not r.is_sale and r.age >= 0]
        same = {r.client for r in log if row.words and r.words == row.words}
        if len(same) > self.rules.max_clients_per_summary:
            return Discard.COPIED_SUMMARY
        homes = {self.home(r.client) for r in log if row.digits and r.digits == row.digits}
        if len(homes) > self.rules.max_clients_per_phone:
            return Discard.SHARED_PHONE
        hour = timedelta(hours=1)
        timed = [r for r in log if r.timed]
        for first in timed:
            inside = [r for r in timed if first.moment <= r.moment <= first.moment + hour]
            if len(inside) > self.rules.max_touches_per_hour and row in inside:
                return Discard.BURST
        return None

    def home(self, client: int) -> tuple[str, int]:
        group = int(self.facts.clients.group_idx[client])
        return ("holding", group) if group >= 0 else ("client", client)

    def cap_day(self, row: Row) -> None:
        """Discard a touch where a better one of its pair and day counts; the first one of equals stays."""
        rivals = [r for r in self.counted(row.client, row.manager) if r.age == row.age]
        best = min(rivals, key=lambda r: (-self.worth(r), r.kind))
        if row is not best:
            row.fate = Discard.SAME_DAY

    def counted(self, client: int, manager: int) -> list[Row]:
        return [r for r in self.rows if r.fate is None and (r.client, r.manager) == (client, manager)]

    def worth(self, row: Row) -> float:
        half = self.rules.transaction_half_life_days if row.is_sale else self.rules.half_life_days
        points: float = getattr(self.rules.points, row.kind.name.lower())
        return points * 2 ** (-row.age / half)

    def strength(self, pair: tuple[int, int]) -> float:
        return 1 - exp(-self.points.get(pair, 0.0) / self.rules.strength_scale)

    def sold(self, client: int, manager: int, days: int) -> bool:
        return any(
            r.is_sale and 0 <= r.age <= days and r.verified != 0
            for r in self.rows
            if (r.client, r.manager) == (client, manager)
        )

    def recent(self, client: int, manager: int) -> int:
        return len({r.age for r in self.counted(client, manager) if r.age <= self.rules.active_days})

    def active(self, client: int, manager: int) -> bool:
        often = self.recent(client, manager) >= self.rules.active_touches
        return often or self.sold(client, manager, self.rules.active_transaction_days)

    def proven(self, client: int, manager: int) -> bool:
        if self.sold(client, manager, self.rules.proven_days):
            return True
        if self.facts.clients.owner_idx[client] != manager or not self.facts.clients.revenue_12m[client] > 0:
            return False
        days = self.rules.revenue_days
        sellers = [j for j in range(self.facts.num_managers) if self.sold(client, j, days)]
        return not sellers or manager in sellers

    def state(self, client: int) -> State:
        owner = int(self.facts.clients.owner_idx[client])
        if self.facts.clients.excluded[client]:
            return State.EXCLUDED
        if owner == NOBODY:
            return State.FREE
        table = {
            (True, True): State.PROVEN,
            (False, True): State.ACTIVE,
            (True, False): State.DORMANT,
            (False, False): State.CLAIMED,
        }
        return table[self.proven(client, owner), self.active(client, owner)]

    def rivals(self, client: int) -> set[int]:
        owner = int(self.facts.clients.owner_idx[client])
        if self.facts.clients.excluded[client] or owner == NOBODY or not self.stays[owner]:
            return set()
        floor = self.rules.dispute_ratio * self.points.get((client, owner), 0.0)
        return {
            j
            for (i, j), points in self.points.items()
            if i == client and j != owner and self.stays[j] and points >= floor
            if self.strength((i, j)) >= self.rules.dispute_strength
        }

    def lifted(self, client: int, rivals: set[int]) -> bool:
        sellers = [j for j in rivals if self.sold(client, j, self.rules.proven_days)]
        return self.state(client) == State.PROVEN and bool(sellers)

    def named(self, client: int, rivals: set[int]) -> int:
        return min(rivals, key=lambda j: (-self.points[client, j], j), default=NOBODY)


def missing(row: Row, rules: EvidencePolicy) -> Discard | None:
    """The first thing a credible touch would have and this one has not."""
    if not row.name.strip():
        return Discard.NO_CONTACT_NAME
    if not row.role.strip():
        return Discard.NO_CONTACT_ROLE
    if not row.phone.strip() and not row.email.strip():
        return Discard.NO_PHONE_OR_EMAIL
    if len(row.summary.strip()) < rules.min_summary_chars:
        return Discard.SHORT_SUMMARY
    return None
