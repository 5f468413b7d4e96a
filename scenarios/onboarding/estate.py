"""What is told of an inheritance: who gets which client of a leaver, and why him."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Bequest:
    """One client of the leaver and its heir.

    Similarities are those of model §5, 0..1: of the heir, the highest and the mean of the `choices` managers
    who may have the client and have proven ones of their own, as the heir has if he is `experienced`. `rank`
    is the heir's place among them, 1 for the most similar.
    """

    client_id: str
    client_name: str
    state: str
    to_id: str
    potential: float
    revenue: float
    similarity: float
    best_similarity: float
    mean_similarity: float
    rank: int
    choices: int
    experienced: bool
    known: bool  # the heir has worked it himself
    holding: bool  # it goes where its holding is
    pinned: bool

    @property
    def worked(self) -> bool:
        """Whether somebody bought or is worked now: such clients go by similarity first."""
        return self.state in WORKED


WORKED = ("proven", "active")


@dataclass(frozen=True, slots=True)
class Heir:
    """What one manager inherits; potential of his book before and after, and the fair share of it."""

    manager_id: str
    name: str
    clients: int
    worked: int
    potential: float
    revenue: float
    before: float
    after: float
    fair: float
    similarity: float  # mean over the worked clients that he inherits, 0 where there are none


@dataclass(frozen=True, slots=True)
class Estate:
    """The whole inheritance. `broken` are the rules that it breaks and today's books do not: none."""

    as_of: date
    input_sha256: str
    policy_sha256: str
    seed: int
    leaver_id: str
    leaver_name: str
    bequests: tuple[Bequest, ...]
    heirs: tuple[Heir, ...]
    left_free: int
    broken: tuple[str, ...]

    def mean(self, figure: str, state: str = "proven") -> float:
        """Mean of a similarity over the leaver's clients in a state; 0 where there are none."""
        values = [float(getattr(one, figure)) for one in self.bequests if one.state == state]
        return sum(values) / len(values) if values else 0.0
