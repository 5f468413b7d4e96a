"""The other half of a CRM: hollow records, padded logs, strays of colleagues."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

import numpy as np

from assigner.evidence.model import State
from assigner.generate.base import Base
from assigner.generate.disputes import Disputes
from assigner.generate.team import Team
from assigner.generate.touches import (
    CALL,
    EMAIL,
    YESTERDAY,
    Style,
    Touches,
    join,
    make_touches,
    spread,
    talk,
)
from assigner.portfolio import NOBODY, IntArray

_FEWEST_FOR_A_TRICK = 6  # model §2 doubts a summary or a phone on more than 5 clients
_BURST_SIZE = 45  # and more than 40 touches within one hour
_BURST_START, _BURST_SECONDS = 19 * 3600, 3000
_EMPTY_STYLES = (Style.NO_NAME, Style.NO_ROLE, Style.NO_ADDRESS, Style.HOLLOW)


def noise(rng: np.random.Generator, base: Base, team: Team, disputes: Disputes) -> Touches:
    """All records that prove nothing."""
    dead = base.in_state(State.CLAIMED)
    padded = team.gamer[base.owner_idx[dead]]
    honest_dead = dead[~padded]
    touched = honest_dead[rng.random(len(honest_dead)) < 0.4]
    parts = [_hollow(rng, base, touched), _strays(rng, base, team), _yesterday(rng, base, disputes)]
    for manager in np.flatnonzero(team.gamer):
        parts += _padded(rng, base, dead[base.owner_idx[dead] == manager])
    return join(parts)


def _hollow(rng: np.random.Generator, base: Base, client: IntArray) -> Touches:
    """One or two records per client that each leave out something."""
    who, day = spread(rng, rng.integers(1, 3, len(client), dtype=np.int32), (2, 200))
    style = np.array(_EMPTY_STYLES)[rng.integers(0, len(_EMPTY_STYLES), len(who))]
    return make_touches(rng, client[who], base.owner_idx[client[who]], day, kind=CALL, style=style)


def _strays(rng: np.random.Generator, base: Base, team: Team) -> Touches:
    """A single honest e-mail of a colleague to one client in 25: strength 0.15 at most, no dispute."""
    colleagues = np.flatnonzero(team.stays & ~team.new)
    client = np.flatnonzero((base.owner_idx != NOBODY) & (rng.random(len(base)) < 0.04))
    manager = colleagues[rng.integers(0, len(colleagues), len(client))]
    other = manager != base.owner_idx[client]
    client, manager = client[other], manager[other]
    day = rng.integers(5, 300, len(client), dtype=np.int32)
    return make_touches(rng, client.astype(np.int32), manager.astype(np.int32), day, kind=EMAIL, contact=1)


def _yesterday(rng: np.random.Generator, base: Base, disputes: Disputes) -> Touches:
    """One e-mail on the day before `as_of`, since the day after the newest touch is the default `as_of`."""
    worked = base.in_state(State.PROVEN, State.ACTIVE)
    client = worked[~np.isin(worked, disputes.client)][:1]
    day = np.full(len(client), YESTERDAY, dtype=np.int32)
    return make_touches(rng, client, base.owner_idx[client], day, kind=EMAIL)


def _padded(rng: np.random.Generator, base: Base, dead: IntArray) -> list[Touches]:
    """A gamer's records of dead souls: a quarter each copied, with one phone, in a burst, with blanks.

    Each trick is only used on enough clients to be seen through; one phone within a holding would be honest.
    """
    copied, phoned, burst, blank = np.array_split(rng.permutation(dead), 4)
    alone = base.group_idx[phoned] < 0
    tricks: list[tuple[IntArray, Callable[[np.random.Generator, Base, IntArray], Touches]]] = [
        (copied, partial(_faked_talk, style=Style.COPIED)),
        (phoned[alone], partial(_faked_talk, style=Style.ONE_PHONE)),
        (burst, _burst),
    ]
    parts, rest = [], [blank, phoned[~alone]]
    for client, fake in tricks:
        if len(client) >= _FEWEST_FOR_A_TRICK:
            parts.append(fake(rng, base, client))
        else:
            rest.append(client)
    return [*parts, _hollow(rng, base, np.concatenate(rest))]


def _faked_talk(rng: np.random.Generator, base: Base, client: IntArray, style: Style) -> Touches:
    """Two fresh talks with every client: active, if they were believed."""
    touches = talk(rng, client, base.owner_idx[client], np.full(len(client), 2, dtype=np.int32), (2, 55))
    return replace(touches, style=np.full(len(touches), style, dtype=np.int32))


def _burst(rng: np.random.Generator, base: Base, client: IntArray) -> Touches:
    """Flawless records typed in one evening: at least 45 within 50 minutes."""
    count = max(_BURST_SIZE, len(client))
    typed = client[np.arange(count) % len(client)]
    day = np.full(count, rng.integers(3, 50), dtype=np.int32)
    touches = make_touches(rng, typed, base.owner_idx[typed], day, kind=CALL)
    second = _BURST_START + np.arange(count) * _BURST_SECONDS // count
    return replace(touches, second=second.astype(np.int32))
