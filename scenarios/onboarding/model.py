"""What an onboarding is made of: who comes, on what terms, what he gets month by month, who gives it.

Money is a year's, shares are fractions, days are the user's calendar. Ids are those of the tables; "" is
nobody.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Pool(StrEnum):
    """Where clients for newcomers come from, in the order in which they are taken."""

    NOBODY = "nobody"  # free, or a leaver's that nobody works
    CLAIMED = "claimed"
    DORMANT = "dormant"
    ACTIVE = "active"


class Shortfall(StrEnum):
    """Why a newcomer has less than his target, the most telling first."""

    NOT_HERE = "not_here"  # not started yet: nothing is due
    NONE = "none"  # within the tolerance, or above
    LOSS_CAP = "loss_cap"
    SURPLUS = "surplus"  # who has clients to give has no more than a fair share of his own
    USED_UP = "used_up"  # nothing that may be taken is left
    EFFORT = "effort"  # some is left, but no better choice was found


@dataclass(frozen=True, slots=True)
class Newcomer:
    """A manager who is given a book: a hire, or one who returns from leave."""

    manager_id: str
    name: str
    start: date
    share: float
    returns: bool = False


@dataclass(frozen=True, slots=True)
class Terms:
    """What may be taken: `loss_cap` of anybody's commission, active clients or not, how close is close."""

    loss_cap: float = 0.2
    take_active: bool = False
    tolerance: float = 0.05


@dataclass(frozen=True, slots=True)
class Move:
    """One client that a newcomer gets, and the day on which he does; it is not moved again."""

    day: date
    client_id: str
    client_name: str
    from_id: str
    from_name: str
    to_id: str
    state: str
    pool: Pool
    potential: float
    revenue: float
    known: bool  # the newcomer has worked it before


@dataclass(frozen=True, slots=True)
class Standing:
    """One newcomer at the end of one month; money is potential."""

    month: date  # its first day
    manager_id: str
    weight: float
    target: float
    reached: float
    clients: int
    received: int  # clients that came in this month
    shortfall: Shortfall

    @property
    def gap(self) -> float:
        """What is missing; negative where there is more."""
        return self.target - self.reached


@dataclass(frozen=True, slots=True)
class Donor:
    """What one manager gives in all, beside what he has today."""

    manager_id: str
    name: str
    clients: int
    potential: float
    revenue: float
    commission: float
    commission_share: float  # of today's commission
    book_share: float  # of the potential of his book today
    surplus: float  # potential above the fair share, at the end of the ramp
    surplus_share: float  # of the surplus of all donors
    given_share: float  # of what all donors give


@dataclass(frozen=True, slots=True)
class Slice:
    """What one newcomer gets of one segment, and the segment's part of the whole base."""

    manager_id: str
    dimension: str
    value: str
    clients: int
    potential: float
    share: float  # of the newcomer's potential
    base_share: float  # of the base's potential


@dataclass(frozen=True, slots=True)
class Step:
    """A day on which somebody's share changes and clients change hands.

    `broken` are the hard rules that the books of that day break and today's do not; none, if all is well.
    """

    day: date
    moved: int
    potential: float
    broken: tuple[str, ...]
    left: tuple[tuple[Pool, int, float], ...]  # what could still be taken: pool, clients, potential


@dataclass(frozen=True, slots=True)
class Onboarding:
    """The whole answer."""

    as_of: date
    input_sha256: str
    policy_sha256: str
    seed: int
    terms: Terms
    ramp: tuple[float, ...]
    ramp_step_months: int
    newcomers: tuple[Newcomer, ...]
    standings: tuple[Standing, ...]
    steps: tuple[Step, ...]
    moves: tuple[Move, ...]
    donors: tuple[Donor, ...]
    slices: tuple[Slice, ...]
    proven_total: int
    proven_moved: int

    def of(self, manager_id: str) -> tuple[Standing, ...]:
        """The months of one newcomer."""
        return tuple(one for one in self.standings if one.manager_id == manager_id)
