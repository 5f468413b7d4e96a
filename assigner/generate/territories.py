"""Territories that overlap: each has some managers, each manager some territories."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from assigner.generate.base import Base
from assigner.generate.naming import text_column
from assigner.generate.ruling import Row
from assigner.generate.spec import CompanySpec
from assigner.generate.team import Team
from assigner.portfolio import NOBODY, IntArray, RuleKind, StrArray


@dataclass(frozen=True, slots=True, eq=False)
class Territories:
    """The names of all territories, the one of each client, and each manager's list ("": not restricted)."""

    names: StrArray
    of_client: IntArray
    lists: StrArray


def make_territories(spec: CompanySpec, base: Base, team: Team, rules: list[Row]) -> Territories | None:
    """As many territories as managers who stay; the managers of territory t are the t-th and those after it.

    The circle closes, so the territories hang together. A client lies in a territory of its owner, where he
    stays; members of a holding lie in one territory, that of the first with such an owner. Drawn by a
    generator of its own, so that a company without territories stays as it is.
    """
    if spec.eligible_each is None:
        return None
    rng = np.random.Generator(np.random.PCG64([spec.seed, 5]))
    staying = np.flatnonzero(team.stays)
    each, count = min(spec.eligible_each, len(staying)), len(staying)
    place = np.full(len(team) + 1, NOBODY)  # the last entry is nobody's
    place[staying] = np.arange(count)
    of_client = _near_owner(rng, place[base.owner_idx], each, count)
    _gather_holdings(base.group_idx, place[base.owner_idx] != NOBODY, of_client)
    for kind, a, b in rules:
        if kind is RuleKind.TOGETHER:
            of_client[b] = of_client[a]
        elif kind is RuleKind.PIN:
            of_client[a] = (place[b] - rng.integers(each)) % count
    width = max(2, len(str(count)))
    names = [f"T{t:0{width}d}" for t in range(1, count + 1)]
    lists = [_served(names, int(place[j]), each) for j in range(len(team))]
    return Territories(text_column(names), of_client.astype(np.int32), text_column(lists))


def _near_owner(rng: np.random.Generator, place: IntArray, each: int, count: int) -> IntArray:
    """A territory of each client's owner, any territory where there is none who stays."""
    anywhere = rng.integers(count, size=len(place))
    return np.where(place != NOBODY, (place - rng.integers(each, size=len(place))) % count, anywhere)


def _gather_holdings(group_idx: IntArray, owned: np.ndarray, territory: IntArray) -> None:
    """Move every member of a holding to the territory of the first whose owner stays, else of the first."""
    members = np.flatnonzero(group_idx >= 0)
    members = members[np.argsort(~owned[members], kind="stable")]
    groups, first = np.unique(group_idx[members], return_index=True)
    lead = members[first[np.searchsorted(groups, group_idx[members])]]
    territory[members] = territory[lead]


def _served(names: list[str], place: int, each: int) -> str:
    """The territories of the manager at this place of the circle."""
    if place == NOBODY:
        return ""
    return ";".join(names[(place - step) % len(names)] for step in reversed(range(each)))
