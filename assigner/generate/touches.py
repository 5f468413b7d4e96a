"""Touches as numbers: who, whom, when, what.

Days are counted in working days before `as_of`, so that different days stay different and no one calls on a
Sunday.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from enum import IntEnum
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from assigner.portfolio import FloatArray, IntArray

KINDS = ("order", "contract", "call", "email", "meeting", "proposal")
ORDER, CONTRACT, CALL, EMAIL, MEETING, PROPOSAL = range(6)
_TALK_SHARES = (0.45, 0.2, 0.2, 0.15)  # call, email, meeting, proposal

YESTERDAY = 0
"""Working day 0 stands for the calendar day before `as_of`."""


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
