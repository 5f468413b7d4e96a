"""The managers of a made-up company: who hoards, who is new, who leaves, who pads the log."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from assigner.generate.naming import different_people
from assigner.generate.spec import CompanySpec
from assigner.generate.vocabulary import Vocabulary
from assigner.portfolio import BoolArray, DateArray, FloatArray

_FEWEST_FOR_LIMITS = 3  # with fewer managers who stay, a limit could leave a client without a manager


@dataclass(frozen=True, slots=True, eq=False)
class Team:
    """The managers: first those who own clients (oldest first), then the new ones. Length M arrays.

    `hunger` is how much of the base a manager took, relative to the others (0 for new ones). `region_pull`
    (M, R) and `industry_pull` (M, S) say where; 0 in `region_pull` means: never there. `restricted` and
    `limited` are positions, or -1: the manager with an eligible_region list and the one with max_clients.
    `terse` writes short, honest notes.
    """

    manager_id: list[str]
    name: list[str]
    fte: FloatArray
    start_date: DateArray
    leaving: BoolArray
    commission_rate: FloatArray  # NaN where blank
    new: BoolArray
    gamer: BoolArray
    terse: int
    restricted: int
    limited: int
    hunger: FloatArray
    region_pull: FloatArray
    industry_pull: FloatArray

    def __len__(self) -> int:
        return len(self.manager_id)

    @property
    def stays(self) -> BoolArray:
        """Managers with weight: everybody but the leavers."""
        return ~self.leaving


def make_team(rng: np.random.Generator, spec: CompanySpec, words: Vocabulary) -> Team:
    """Draw the managers."""
    count, owners = spec.num_managers + spec.num_new, spec.num_managers
    new = np.arange(count) >= owners
    leaving = np.isin(np.arange(count), _leavers(rng, spec))
    staying = np.flatnonzero(~new & ~leaving)
    restricted, limited, terse, part_time = _special(staying)
    pull = _pull(rng, count, len(words.regions), homes=2, strength=12.0)
    if restricted >= 0:
        pull[restricted, np.argsort(pull[restricted], kind="stable")[: len(words.regions) // 2]] = 0
    return Team(
        manager_id=[f"M{n:0{max(2, len(str(count)))}d}" for n in range(1, count + 1)],
        name=different_people(rng, words.people, count),
        fte=np.where(np.arange(count) == part_time, 0.5, 1.0),
        start_date=_start_dates(rng, spec, new),
        leaving=leaving,
        commission_rate=np.where(rng.random(count) < 0.2, np.nan, rng.integers(6, 13, count) * 0.005).round(
            3
        ),
        new=new,
        gamer=np.isin(np.arange(count), staying[: _num_gamers(spec, len(staying))]),
        terse=terse,
        restricted=restricted,
        limited=limited,
        hunger=np.where(new, 0.0, _seniority(count, owners) * rng.lognormal(0, 0.25, count)),
        region_pull=pull,
        industry_pull=_pull(rng, count, len(words.industries), homes=2, strength=4.0),
    )


def _leavers(rng: np.random.Generator, spec: CompanySpec) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """Leavers come from the younger half of the owners, as far as it reaches."""
    order = np.concatenate(
        [
            rng.permutation(np.arange(spec.num_managers // 2, spec.num_managers)),
            np.arange(spec.num_managers // 2)[::-1],
        ]
    )
    return order[: spec.num_leavers]


def _special(staying: np.ndarray[tuple[int], np.dtype[np.int64]]) -> tuple[int, int, int, int]:
    """Who is restricted to regions, limited in clients, terse and part-time; -1 in small teams.

    All stand at the young end, so that the hoarders at the old end are free to be gamers.
    """
    if len(staying) < _FEWEST_FOR_LIMITS:
        return -1, -1, -1, -1
    part_time = int(staying[-3]) if len(staying) > _FEWEST_FOR_LIMITS else -1
    return int(staying[-1]), int(staying[-2]), int(staying[-2]), part_time


def _num_gamers(spec: CompanySpec, num_staying: int) -> int:
    """How many managers who stay pad their log: at least one in a team of three."""
    if spec.gamed_share == 0 or num_staying < _FEWEST_FOR_LIMITS:
        return 0
    return max(1, round(spec.gamed_share * num_staying))


def _pull(rng: np.random.Generator, count: int, values: int, *, homes: int, strength: float) -> FloatArray:
    """How much each manager is drawn to each value, 1 on average: `strength` times more to the homes."""
    pull = rng.uniform(0.6, 1.4, (count, values))
    home = np.argsort(rng.random((count, values)), axis=1, kind="stable")[:, : min(homes, values)]
    np.put_along_axis(pull, home, np.take_along_axis(pull, home, axis=1) * strength, axis=1)
    relative: FloatArray = pull / pull.mean(axis=1, keepdims=True)
    return relative


def _seniority(count: int, owners: int) -> FloatArray:
    """How much more the older managers took: the oldest four to five times as much as the youngest owner.

    The steps are smaller in large teams, so that nobody's proven clients alone are far beyond an equal part.
    """
    years = np.arange(count) * min(1.0, 10.0 / owners)
    return np.asarray((1 + years) ** -0.7, dtype=np.float64)


def _start_dates(rng: np.random.Generator, spec: CompanySpec, new: BoolArray) -> DateArray:
    """New managers began one to four months ago, the others two to eleven years, the oldest first."""
    old_days = np.sort(rng.integers(800, 4000, len(new)))[::-1]
    days = np.where(new, rng.integers(31, 121, len(new)), old_days)
    return np.datetime64(spec.as_of, "D") - days.astype("timedelta64[D]")
