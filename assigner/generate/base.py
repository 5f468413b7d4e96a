"""The clients of a made-up company: segments, holdings, potential and today's owners."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from assigner.evidence.model import State
from assigner.generate.spec import CompanySpec
from assigner.generate.team import Team
from assigner.generate.vocabulary import Vocabulary
from assigner.portfolio import NOBODY, FloatArray, IntArray

_TIER_SHARES = (0.2, 0.5)  # Pareto: the top fifth is A, down to the half B, the rest C
_TIER_HOURS = np.array([12.0, 5.0, 2.0])
_WORKED = {
    State.PROVEN: 0.55,
    State.ACTIVE: 0.2,
    State.DORMANT: 0.25,
}  # of the owned clients that are no dead souls


@dataclass(frozen=True, slots=True, eq=False)
class Base:
    """One entry per client. `state` is what was planted; codes are positions in the vocabulary's lists.

    `group_idx` is -1 outside holdings. Potential is money a year, workload hours a month.
    """

    region: IntArray
    industry: IntArray
    channel: IntArray
    tier: IntArray  # 0 A, 1 B, 2 C
    group_idx: IntArray
    potential: FloatArray
    workload: FloatArray
    owner_idx: IntArray
    state: np.ndarray[tuple[int], np.dtype[np.int8]]

    def __len__(self) -> int:
        return len(self.region)

    def in_state(self, *states: State) -> IntArray:
        """Positions of the clients in one of the states."""
        return np.flatnonzero(np.isin(self.state, states)).astype(np.int32)


def make_base(rng: np.random.Generator, spec: CompanySpec, words: Vocabulary, team: Team) -> Base:
    """Draw the clients."""
    count = spec.num_clients
    group_idx = _holdings(rng, count, spec.holding_share)
    region = _with_lead(_uneven(rng, len(words.regions), count), group_idx)
    industry = _uneven(rng, len(words.industries), count)
    potential = _potential(rng, words, region, industry)
    tier = _tiers(potential)
    owner = _owners(rng, team, region, industry)
    owner = np.where(_one_owner(rng, group_idx), _with_lead(owner, group_idx), owner).astype(np.int32)
    state = _states(rng, spec, potential=potential, appetite=team.hunger[owner])
    return Base(
        region=region,
        industry=industry,
        channel=_channels(rng, words, count),
        tier=tier,
        group_idx=group_idx,
        potential=potential,
        workload=np.round(_TIER_HOURS[tier] * rng.lognormal(0, 0.3, count), 1).clip(min=0.1),
        owner_idx=np.where(state == State.FREE, NOBODY, owner).astype(np.int32),
        state=state,
    )


def _uneven(rng: np.random.Generator, values: int, count: int) -> IntArray:
    """Codes with shares that differ by a factor of about three."""
    shares = rng.uniform(0.5, 1.5, values)
    return rng.choice(values, count, p=shares / shares.sum()).astype(np.int32)


def _channels(rng: np.random.Generator, words: Vocabulary, count: int) -> IntArray:
    shares = np.array(list(words.channels.values()))
    return rng.choice(len(shares), count, p=shares / shares.sum()).astype(np.int32)


def _holdings(rng: np.random.Generator, count: int, share: float) -> IntArray:
    """Holdings of two to four clients over `share` of the base."""
    members = rng.permutation(count)[: round(share * count)]
    sizes = rng.integers(2, 5, len(members) // 2 + 1)
    code = np.repeat(np.arange(len(sizes)), sizes)[: len(members)]
    if len(members) and np.count_nonzero(code == code[-1]) == 1:  # a lone last member is no holding
        members, code = members[:-1], code[:-1]
    group_idx = np.full(count, -1, dtype=np.int32)
    group_idx[members] = code
    return group_idx


def _with_lead(codes: IntArray, group_idx: IntArray) -> IntArray:
    """Every member of a holding gets the code of the holding's first member."""
    members = np.flatnonzero(group_idx >= 0)
    groups, first = np.unique(group_idx[members], return_index=True)
    lead = members[first[np.searchsorted(groups, group_idx[members])]]
    shared = codes.copy()
    shared[members] = codes[lead]
    return shared


def _one_owner(rng: np.random.Generator, group_idx: IntArray) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Three quarters of the holdings belong to one manager."""
    joint = rng.random(int(group_idx.max(initial=-1)) + 1) < 0.75
    return np.append(joint, False)[group_idx]


def _potential(
    rng: np.random.Generator, words: Vocabulary, region: IntArray, industry: IntArray
) -> FloatArray:
    """Lognormal with sigma 1 around the median of the client's region and industry."""
    region_level = rng.uniform(0.7, 1.4, len(words.regions))[region]
    industry_level = rng.uniform(0.6, 1.6, len(words.industries))[industry]
    raw = words.median_potential * region_level * industry_level * rng.lognormal(0, 1, len(region))
    step = words.potential_step
    return np.maximum(np.round(raw / step), 1) * step


def _tiers(potential: FloatArray) -> IntArray:
    rank = np.argsort(np.argsort(-potential, kind="stable"), kind="stable")
    return np.searchsorted(_TIER_SHARES, rank / len(potential), side="right").astype(np.int32)


def _owners(rng: np.random.Generator, team: Team, region: IntArray, industry: IntArray) -> IntArray:
    """Who took each client, with odds hunger x region pull x industry pull."""
    draw = rng.random(len(region))
    owner = np.zeros(len(region), dtype=np.int32)
    for r in range(team.region_pull.shape[1]):
        for s in range(team.industry_pull.shape[1]):
            here = np.flatnonzero((region == r) & (industry == s))
            odds = np.cumsum(team.hunger * team.region_pull[:, r] * team.industry_pull[:, s])
            last = np.searchsorted(odds, odds[-1])  # rounding must not reach past the last one with odds
            owner[here] = np.minimum(np.searchsorted(odds, draw[here] * odds[-1], side="right"), last)
    return owner


def _states(
    rng: np.random.Generator, spec: CompanySpec, *, potential: FloatArray, appetite: FloatArray
) -> np.ndarray[tuple[int], np.dtype[np.int8]]:
    """The planted state of every client, in exact numbers.

    Hoarders have more dead souls, and worked clients are larger.

    Weighted draws without replacement: the k smallest of exponential(1) / weight (Efraimidis and Spirakis
    2006).
    """
    count = spec.num_clients
    state = np.full(count, State.CLAIMED, dtype=np.int8)
    by_chance = rng.permutation(count)
    num_excluded = round(spec.excluded_share * count)
    num_free = round(spec.free_share * (count - num_excluded))
    state[by_chance[:num_excluded]] = State.EXCLUDED
    state[by_chance[num_excluded : num_excluded + num_free]] = State.FREE
    owned = np.sort(by_chance[num_excluded + num_free :])
    weight = np.sqrt(appetite[owned]) / np.maximum(potential[owned], 1) ** 0.4
    order = owned[np.argsort(rng.exponential(size=len(owned)) / np.maximum(weight, 1e-300), kind="stable")]
    worked = order[round(spec.dead_soul_share * len(owned)) :][::-1]
    state[worked] = _worked_states(len(worked))
    return state


def _worked_states(count: int) -> np.ndarray[tuple[int], np.dtype[np.int8]]:
    """States of the worked clients, spread evenly over them, so that each has its exact share."""
    spot = (np.arange(count) * 0.618033988749895) % 1  # golden-ratio sequence: even, without repeats
    edges = np.cumsum(list(_WORKED.values()))
    return np.array(list(_WORKED), dtype=np.int8)[np.searchsorted(edges[:-1], spot, side="right")]
