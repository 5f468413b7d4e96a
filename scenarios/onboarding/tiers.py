"""Which clients may go to newcomers next: nobody's first, then claimed, dormant, and active if asked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from assigner.portfolio import NOBODY, BoolArray, FloatArray, IntArray
from scenarios.onboarding.ground import Ground
from scenarios.onboarding.model import Pool

PARTS = 1.0
"""A client counts as large when it is more than so many tolerances of a newcomer's target."""


@dataclass(frozen=True, slots=True)
class Tier:
    """Pools that are open together; `large` lets clients in that alone miss the target."""

    pools: tuple[Pool, ...]
    large: bool = False

    @property
    def name(self) -> str:
        """The pool's, "all" for all of them."""
        return "all" if self.large else self.pools[0].value


def tiers_in_turn(take_active: bool) -> Iterator[Tier]:
    """One pool after the other; at last all of them with their large clients."""
    pools = _pools(take_active)
    yield from (Tier((pool,)) for pool in pools)
    yield Tier(pools, large=True)


def _pools(take_active: bool) -> tuple[Pool, ...]:
    return tuple(pool for pool in Pool if take_active or pool is not Pool.ACTIVE)


def open_clients(
    ground: Ground, holder: IntArray, tier: Tier, givers: BoolArray, targets: FloatArray, tolerance: float
) -> BoolArray:
    """The clients that a tier opens: not given yet, not decided on by name, of givers, in whole holdings.

    `targets` are the newcomers' on that day, (newcomers,).
    """
    pools = np.logical_or.reduce([ground.pool(pool) for pool in tier.pools])
    there = targets > 0
    largest = float(targets[there].min()) * (1.0 if tier.large else PARTS * tolerance) if there.any() else 0.0
    able = ground.entitled[:, ground.newcomers[there]].any(axis=1)
    free_to_go = pools & givers[holder] & (holder == ground.owner) & ~ground.pinned & able
    return _whole_holdings(ground, holder, free_to_go & (ground.potential <= largest))


def _whole_holdings(ground: Ground, holder: IntArray, chosen: BoolArray) -> BoolArray:
    """Without members of holdings that are not chosen as a whole, of one owner."""
    inside = np.flatnonzero((ground.group != NOBODY) & ground.served)
    group = ground.group[inside]
    spoiled = set(group[~chosen[inside]].tolist())
    first: dict[int, int] = {}
    for one, owner in zip(group.tolist(), holder[inside].tolist(), strict=True):
        if first.setdefault(one, owner) != owner:
            spoiled.add(one)
    result = chosen.copy()
    result[inside[np.isin(group, list(spoiled))]] = False
    return result
