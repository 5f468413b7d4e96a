"""Touches as numbers: who, whom, when, what; and the honest work behind the planted states.

Days are counted in working days before `as_of`, so that different days stay different and no one calls on a
Sunday. Five of them make a week, which keeps every touch clear of the model's limits (§2) whatever weekday
`as_of` is: 55 working days are at most 79 days (limit 90), 115 at most 163 (180), 255 at most 359 and 270 at
least 376 (365), 502 at most 704 (730).
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from enum import IntEnum
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from assigner.evidence.model import State
from assigner.generate.base import Base
from assigner.generate.disputes import Disputes
from assigner.portfolio import NOBODY, FloatArray, IntArray

KINDS = ("order", "contract", "call", "email", "meeting", "proposal")
ORDER, CONTRACT, CALL, EMAIL, MEETING, PROPOSAL = range(6)
_TALK_SHARES = (0.45, 0.2, 0.2, 0.15)  # call, email, meeting, proposal

YESTERDAY = 0
"""Working day 0 stands for the calendar day before `as_of`."""

_TALK = (2, 55)
_FRESH_SALE = (3, 115)
_LAST_YEAR_SALE = (135, 255)
_OLD_SALE = (270, 500)


class Style(IntEnum):
    """How a record was filled in: FULL is credible, the others each break one rule of model §2."""

    FULL = 0
    NO_NAME = 1
    NO_ROLE = 2
    NO_ADDRESS = 3
    HOLLOW = 4  # a word instead of a summary
    COPIED = 5  # the manager's stock sentence
    ONE_PHONE = 6  # the manager's stock phone


@dataclass(frozen=True, slots=True, eq=False)
class Touches:
    """One entry per touch.

    `day` is in working days before `as_of`, `second` of that day; `contact` 0 or 1 says which of the client's
    two contacts; `sale` is a fraction of the client's yearly spending, 0 where nothing was sold.
    """

    client: IntArray
    manager: IntArray
    day: IntArray
    second: IntArray
    kind: IntArray
    contact: IntArray
    style: IntArray
    sale: FloatArray

    def __len__(self) -> int:
        return len(self.client)

    def take(self, rows: Any) -> Touches:
        """The touches at some positions."""
        return Touches(*(getattr(self, column.name)[rows] for column in fields(self)))


def join(parts: list[Touches]) -> Touches:
    """All touches of several tables, in their order."""
    names = [column.name for column in fields(Touches)]
    return Touches(*(np.concatenate([getattr(part, name) for part in parts]) for name in names))


def make_touches(
    rng: np.random.Generator,
    client: IntArray,
    manager: IntArray,
    day: IntArray,
    *,
    kind: ArrayLike,
    style: ArrayLike = Style.FULL,
    contact: int = 0,
) -> Touches:
    """Touches in office hours, 9 to 18 o'clock; `kind` and `style` of each or of all."""
    count = len(client)
    kinds = np.broadcast_to(np.asarray(kind, dtype=np.int32), count)
    return Touches(
        client=np.asarray(client, dtype=np.int32),
        manager=np.asarray(manager, dtype=np.int32),
        day=np.asarray(day, dtype=np.int32),
        second=rng.integers(9 * 3600, 18 * 3600, count, dtype=np.int32),
        kind=kinds.copy(),
        contact=np.full(count, contact, dtype=np.int32),
        style=np.broadcast_to(np.asarray(style, dtype=np.int32), count).copy(),
        sale=np.where(kinds <= CONTRACT, rng.uniform(0.7, 1.3, count), 0.0),
    )


def spread(rng: np.random.Generator, counts: IntArray, window: tuple[int, int]) -> tuple[IntArray, IntArray]:
    """`counts[n]` different working days within a window for each n: positions n, and the days."""
    first, last = window
    who = np.repeat(np.arange(len(counts), dtype=np.int32), counts)
    order = np.arange(len(who)) - np.repeat(np.cumsum(counts) - counts, counts)
    slot = (last - first + 1) // np.maximum(counts, 1)[who]
    return who, (first + order * slot + (rng.random(len(who)) * slot).astype(np.int64)).astype(np.int32)


def talk(
    rng: np.random.Generator, client: IntArray, manager: IntArray, counts: IntArray, window: tuple[int, int]
) -> Touches:
    """Calls, e-mails, meetings and proposals of a pair on different days."""
    who, day = spread(rng, counts, window)
    kind = rng.choice(np.array([CALL, EMAIL, MEETING, PROPOSAL]), len(who), p=_TALK_SHARES)
    return make_touches(rng, client[who], manager[who], day, kind=kind)


def sales(
    rng: np.random.Generator, client: IntArray, manager: IntArray, counts: IntArray, window: tuple[int, int]
) -> Touches:
    """Orders, and a contract now and then."""
    who, day = spread(rng, counts, window)
    kind = np.where(rng.random(len(who)) < 0.2, CONTRACT, ORDER)
    return make_touches(rng, client[who], manager[who], day, kind=kind)


def honest_work(rng: np.random.Generator, base: Base, disputes: Disputes) -> Touches:
    """What owners really did with their proven, active and dormant clients, and what their rivals did."""
    return join(
        [
            _proven(rng, base, disputes),
            _active(rng, base),
            _dormant(rng, base),
        ]
    )


def _proven(rng: np.random.Generator, base: Base, disputes: Disputes) -> Touches:
    """Fresh sales, mostly older ones too, and two to six talks.

    Where only the owner sells to a disputed client it is one fresh sale, so that a rival who talks a lot
    reaches 0.8 of the points.
    """
    client = base.in_state(State.PROVEN)
    owner = base.owner_idx[client]
    more = ~np.isin(client, disputes.client[~disputes.rival_sells])

    def several(low: int, high: int) -> IntArray:
        return rng.integers(low, high + 1, len(client), dtype=np.int32) * more

    return join(
        [
            sales(rng, client, owner, np.maximum(several(1, 3), 1), _FRESH_SALE),
            sales(rng, client, owner, several(0, 2), _LAST_YEAR_SALE),
            sales(rng, client, owner, several(0, 2), _OLD_SALE),
            talk(rng, client, owner, rng.integers(2, 7, len(client), dtype=np.int32), _TALK),
        ]
    )


def _active(rng: np.random.Generator, base: Base) -> Touches:
    """Two to six fresh talks and no sale."""
    client = base.in_state(State.ACTIVE)
    return talk(rng, client, base.owner_idx[client], rng.integers(2, 7, len(client), dtype=np.int32), _TALK)


def _dormant(rng: np.random.Generator, base: Base) -> Touches:
    """A sale more than half a year ago and nothing fresh.

    Sales of the last 365 days only outside holdings: whoever must follow his holding must not take revenue
    along, or the loss cap could be out of reach.
    """
    client = base.in_state(State.DORMANT)
    owner = base.owner_idx[client]
    last_year = (base.group_idx[client] < 0) & (rng.random(len(client)) < 0.4)
    counts = rng.integers(1, 3, len(client), dtype=np.int32)
    return join(
        [
            sales(rng, client, owner, counts * last_year, _LAST_YEAR_SALE),
            sales(rng, client, owner, counts * ~last_year, _OLD_SALE),
            talk(rng, client, owner, rng.integers(0, 2, len(client), dtype=np.int32), (80, 240)),
        ]
    )


def rival_work(rng: np.random.Generator, base: Base, disputes: Disputes, work: Touches) -> Touches:
    """What rivals did: as much as the owner.

    The owner's touches are mirrored a working day earlier, with the other contact, and a fresh meeting comes
    on top. A rival who does not sell meets the client instead. Dead souls get two calls and the meeting.
    """
    rival = disputes.rival_by_client(len(base))
    mirrored = work.take(np.flatnonzero(rival[work.client] != NOBODY))
    sells = np.isin(mirrored.client, disputes.client[disputes.rival_sells])
    kind = np.where((mirrored.kind <= CONTRACT) & ~sells, MEETING, mirrored.kind)
    dead = disputes.client[base.state[disputes.client] == State.CLAIMED]
    who, day = spread(rng, np.full(len(dead), 2, dtype=np.int32), (3, 18))
    return join(
        [
            make_touches(
                rng, mirrored.client, rival[mirrored.client], mirrored.day + 1, kind=kind, contact=1
            ),
            make_touches(rng, dead[who], rival[dead[who]], day, kind=CALL, contact=1),
            make_touches(
                rng,
                disputes.client,
                disputes.rival,
                np.ones(len(disputes), dtype=np.int32),
                kind=MEETING,
                contact=1,
            ),
        ]
    )
