"""What each eligible pair costs: disruption and unfit (model §5 and §6)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from assigner.evidence.model import Evidence
from assigner.policy import Policy
from assigner.portfolio import NOBODY, BoolArray, FloatArray, IntArray, Portfolio
from assigner.problem.distance import distance_km
from assigner.problem.options import Block, Options
from assigner.problem.similarity import read_profiles
from assigner.weights import commission_rates


@dataclass(frozen=True, slots=True, eq=False)
class Pain:
    """What every option costs, in percent points of its level."""

    disruption: FloatArray
    unfit: FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class _Stakes:
    """What a client loses with another manager, per client; `fixed` and `divisor` are money (model §5)."""

    worth: FloatArray
    best: FloatArray  # strength given up
    best_rate: FloatArray
    stays: BoolArray  # the owner stays
    fixed: float
    divisor: float


def client_values(portfolio: Portfolio, policy: Policy) -> FloatArray:
    """What a client is worth: revenue + open deal + kappa x potential (model §5)."""
    clients = portfolio.clients
    return clients.revenue_12m + clients.open_deal_amount + policy.disruption.kappa * clients.potential


def price_options(
    portfolio: Portfolio,
    evidence: Evidence,
    policy: Policy,
    weight: FloatArray,
    value: FloatArray,
    eligible: Options,
) -> Pain:
    """Price every client with each of its managers, block by block."""
    worth = np.where(portfolio.clients.excluded, 0.0, value)
    total = worth.sum()
    share = 100 * (worth / total if total > 0 else worth)
    profiles = read_profiles(portfolio, evidence, worth)
    stakes = _stakes(portfolio, evidence, policy, weight, worth)
    pain = Pain(_strengths(evidence, eligible), np.empty(len(eligible)))
    for block in eligible.blocks():
        similar = profiles.similarity(block)
        strength = pain.disruption[block.here]
        pain.disruption[block.here] = _disruption(portfolio, policy, stakes, block, strength, similar)
        pain.unfit[block.here] = share[block.row] * _unfit(portfolio, policy, block, similar)
    return pain


def _strengths(evidence: Evidence, eligible: Options) -> FloatArray:
    """Strength of every option, 0 without evidence."""
    strength = np.zeros(len(eligible))
    option = eligible.find(evidence.pair_client, evidence.pair_manager)
    strength[option[option != NOBODY]] = evidence.pair_strength[option != NOBODY]
    return strength


def _stakes(
    portfolio: Portfolio, evidence: Evidence, policy: Policy, weight: FloatArray, worth: FloatArray
) -> _Stakes:
    rule, owner = policy.disruption, portfolio.clients.owner_idx
    rates = commission_rates(portfolio.managers, policy.managers)
    owned = (owner != NOBODY) & ~portfolio.clients.excluded
    stays = owned & (weight[np.maximum(owner, 0)] > 0)
    best, rate = _strongest(evidence, rates, weight, owner, owned & ~stays)
    today = worth[owned] * (rule.risk + rates[owner[owned]])
    fixed = float(rule.fixed_share * today.mean()) if len(today) else 0.0
    return _Stakes(worth, best, rate, stays, fixed, float(today.sum() + fixed * len(today)))


def _strongest(
    evidence: Evidence, rates: FloatArray, weight: FloatArray, owner: IntArray, orphan: BoolArray
) -> tuple[FloatArray, FloatArray]:
    """Strength given up and the holder's commission rate; for a leaver's client his strength and rate 0.

    Where nobody with weight has any strength nothing can be given up, and the rate does not matter.
    """
    client, manager = evidence.pair_client, evidence.pair_manager
    best, rate = np.zeros(len(owner)), np.zeros(len(owner))
    counts = weight[manager] > 0
    np.maximum.at(best, client[counts], evidence.pair_strength[counts])
    leads = counts & (evidence.pair_strength == best[client])
    np.maximum.at(rate, client[leads], rates[manager[leads]])
    own = manager == owner[client]
    rate[client[leads & own]] = rates[manager[leads & own]]
    best[orphan] = 0.0
    rate[orphan] = 0.0
    left = own & orphan[client]
    best[client[left]] = evidence.pair_strength[left]
    return best, rate


def _disruption(
    portfolio: Portfolio,
    policy: Policy,
    stakes: _Stakes,
    block: Block,
    strength: FloatArray,
    similar: FloatArray,
) -> FloatArray:
    """p(i,j) of model §5 as percent points of disruption."""
    if stakes.divisor <= 0:
        return np.zeros(len(strength))
    rule, row = policy.disruption, block.row
    lost = np.maximum(0.0, stakes.best[row] - strength) * stakes.worth[row]
    pain = lost * (rule.risk * (1 - rule.similarity_discount * similar) + stakes.best_rate[row])
    elsewhere = stakes.stays[row] & (block.manager != portfolio.clients.owner_idx[row])
    return np.asarray(100 * (pain + stakes.fixed * elsewhere) / stakes.divisor)


def _unfit(portfolio: Portfolio, policy: Policy, block: Block, similar: FloatArray) -> FloatArray:
    share = policy.fit.distance_weight
    if share == 0:
        return 1.0 - similar
    far = np.minimum(1.0, distance_km(portfolio, block) / policy.fit.distance_full_km)
    return np.asarray((1 - share) * (1 - similar) + share * np.nan_to_num(far))
