"""Which clients two managers fight over, and with what claim."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from assigner.evidence.model import State
from assigner.generate.base import Base
from assigner.generate.spec import CompanySpec
from assigner.generate.team import Team
from assigner.portfolio import NOBODY, BoolArray, IntArray

_DISPUTABLE = (State.PROVEN, State.ACTIVE, State.CLAIMED)


@dataclass(frozen=True, slots=True, eq=False)
class Disputes:
    """One entry per disputed client; `rival_sells`: the rival has transactions too, which lifts the lock."""

    client: IntArray
    rival: IntArray
    rival_sells: BoolArray

    def __len__(self) -> int:
        return len(self.client)

    def rival_by_client(self, num_clients: int) -> IntArray:
        """The rival of every client, NOBODY where there is no dispute."""
        rivals = np.full(num_clients, NOBODY, dtype=np.int32)
        rivals[self.client] = self.rival
        return rivals


def make_disputes(rng: np.random.Generator, spec: CompanySpec, base: Base, team: Team) -> Disputes:
    """Draw disputes over clients whose owner stays.

    Holdings are left out, so that today's owners could always stay as they are. Rivals are honest: a padded
    log would not count. A new manager can only be the rival of a dead soul's owner: there was no time for
    more.
    """
    owner_stays = (base.owner_idx != NOBODY) & team.stays[base.owner_idx]
    open_to = np.flatnonzero(owner_stays & (base.group_idx < 0) & np.isin(base.state, _DISPUTABLE))
    owned = owner_stays & (base.state != State.EXCLUDED)
    wanted = min(round(spec.dispute_share * int(owned.sum())), len(open_to))
    client = np.sort(rng.permutation(open_to)[:wanted])
    rival = np.array([_rival(rng, base, team, int(i)) for i in client], dtype=np.int32)
    found = rival != NOBODY
    client, rival = client[found].astype(np.int32), rival[found]
    sells = (base.state[client] == State.PROVEN) & (rng.random(len(client)) < 0.5)
    return Disputes(client, rival, sells)


def _rival(rng: np.random.Generator, base: Base, team: Team, client: int) -> int:
    """An honest manager who stays and is not the owner; NOBODY where there is none."""
    honest = team.stays & ~team.gamer
    if base.state[client] != State.CLAIMED:
        honest = honest & ~team.new
    candidates = np.flatnonzero(honest)
    candidates = candidates[candidates != base.owner_idx[client]]
    return int(rng.choice(candidates)) if len(candidates) else NOBODY
