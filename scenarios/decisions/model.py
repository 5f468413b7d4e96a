"""The nouns: what the head decides about a proposal, and the new answer that keeps all of it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from assigner.engine import Case
from assigner.portfolio import NOBODY, IntArray, StrArray
from assigner.proposal import Proposal
from assigner.solution import Phase
from scenarios.base import base_of, base_sha256

POINTS_PER_PERCENT = 5.0
"""Points of score that it costs to change one per cent of the clients without having to."""


OTHERS_PER_CHANGE = 5
"""So many clients may change without having to for each one that has to."""


class Ruling(StrEnum):
    """What is decided about one client of a proposal."""

    ACCEPT = "accept"  # it goes where the proposal says, whatever else changes
    REJECT = "reject"  # it stays with today's owner
    PIN = "pin"  # it goes to a manager by name
    BAN = "ban"  # it does not go to a manager by name


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision of the head of sales, by the ids of the tables.

    `manager_id` is asked for by pin and ban; with accept it may repeat whom the head saw in the proposal, so
    that a decision about another answer is noticed. `reason` is shown beside the move.
    """

    client_id: str
    verdict: Ruling
    manager_id: str | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Earlier:
    """The answer that was decided on, and the hash of the base that its positions belong to.

    `assignment` (num_clients,) holds managers by position, NOBODY for excluded clients.
    """

    base_sha256: str
    assignment: IntArray

    @classmethod
    def of(cls, case: Case, assignment: IntArray) -> Earlier:
        """An answer on this very case."""
        return cls(base_sha256(base_of(case)), np.asarray(assignment, dtype=np.int32))


@dataclass(frozen=True, slots=True)
class Surprise:
    """What it costs to tell people something else than before.

    A client changes without having to only where that makes the score better by at least `price` points.
    None is `POINTS_PER_PERCENT` for every per cent of the serviceable clients: five times what it costs to
    take an average client away from whoever worked it (model §5). `most` is how many such clients may change
    at all, beside those that the limits need; None is `OTHERS_PER_CHANGE` for each client that has to change:
    a poor proposal is no reason to divide the base anew.
    """

    price: float | None = None
    most: int | None = None

    def __post_init__(self) -> None:
        if self.price is not None and not 0 <= self.price < np.inf:
            raise ValueError(f"price must be a number of points from 0 on, not {self.price}")
        if self.most is not None and self.most < 0:
            raise ValueError(f"most must be 0 or more, not {self.most}")

    def points(self, num_clients: int) -> float:
        """The price of one client in points, in a base with so many serviceable clients."""
        return self.price if self.price is not None else 100 * POINTS_PER_PERCENT / max(1, num_clients)

    def others(self, must: int) -> int:
        """How many clients may change without having to where so many have to."""
        return self.most if self.most is not None else OTHERS_PER_CHANGE * must


class Why(StrEnum):
    """Why a client has another manager than in the earlier answer."""

    DECIDED = "decided"  # a decision is about this client
    HOLDING = "holding"  # its holding goes where a decision sends a member
    RULES = "rules"  # the decisions leave it to nobody but others: a client it must be apart from, a scope
    BALANCE = "balance"  # nothing forced it; the division is better by more than the price


@dataclass(frozen=True, slots=True)
class Change:
    """A client that changed against the earlier answer; "" for nobody."""

    client_id: str
    from_id: str
    to_id: str
    why: Why


@dataclass(frozen=True, slots=True)
class Figures:
    """One answer in figures: points, percent (levels), a fraction (worst deviation), clients."""

    score: float
    imbalance: float
    disruption: float
    fit: float
    worst_deviation: float
    moved_clients: int


@dataclass(frozen=True, slots=True)
class Range:
    """The best score found and a proven lower bound of what was minimised."""

    found: float
    bound: float

    @property
    def gap_points(self) -> float:
        """What may be missing, never negative."""
        return max(0.0, self.found - self.bound)


@dataclass(frozen=True, slots=True, eq=False)
class Resolved:
    """The new answer, what changed, and what keeping the rest as it was is worth.

    `proposal` stands on the case with the decisions as its rules, which `base_sha256` names; its bound is
    that of the score without any price. `before` are the figures of the earlier answer on its own case,
    `untouched` those where nothing changes but what must (None where that breaks a rule), `after` those of
    the new one.

    `needed` is how many others the limits made change at least, as far as the search found. `priced` is
    score + price x clients that changed without having to: what was minimised. None where the
    earlier answer keeps all decisions, so that nothing was. `free` is the best score found and proven where
    nothing but pins and bans hold, accepted moves not: what a free new plan could have.
    """

    proposal: Proposal
    base_sha256: str
    changes: tuple[Change, ...]
    before: Figures
    untouched: Figures | None
    after: Figures
    price: float
    needed: int
    priced: Range | None
    free: Range
    notes: tuple[str, ...]
    phases: tuple[Phase, ...]

    @property
    def costs_at_most(self) -> float:
        """Points by which keeping the rest as it was is worse than any free plan can be, at most."""
        return max(0.0, self.after.score - self.free.bound)

    def count(self, why: Why) -> int:
        """How many clients changed for this reason."""
        return sum(change.why is why for change in self.changes)


def name_of(manager_ids: StrArray, at: int) -> str:
    """Id of a manager by position, "" for nobody."""
    return "" if at == NOBODY else str(manager_ids[at])
