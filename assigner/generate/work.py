"""What owners and rivals really did: the honest work behind the planted states.

Five working days make a week, which keeps every touch clear of the model's limits (§2) on whatever weekday
`as_of` falls: 56 working days are at most 80 days (limit 90), 116 at most 164 and 135 at least 187 (180),
256 at most 360 and 270 at least 376 (365), 502 at most 704 (730).
"""

from __future__ import annotations

import numpy as np

from assigner.evidence.model import State
from assigner.generate.base import Base
from assigner.generate.disputes import Disputes
from assigner.generate.touches import (
    CALL,
    CONTRACT,
    MEETING,
    Touches,
    join,
    make_touches,
    sales,
    spread,
    talk,
)
from assigner.portfolio import NOBODY, IntArray

_TALK = (2, 55)
_FRESH_SALE = (3, 115)
_LAST_YEAR_SALE = (135, 255)
_OLD_SALE = (270, 500)


def honest_work(rng: np.random.Generator, base: Base, disputes: Disputes) -> Touches:
    """What owners really did with their proven, active and dormant clients."""
    return join([_proven(rng, base, disputes), _active(rng, base), _dormant(rng, base)])


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
