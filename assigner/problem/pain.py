"""What each eligible pair costs: disruption and unfit (model §5 and §6)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from assigner.evidence.model import Evidence, State
from assigner.policy import Policy
from assigner.portfolio import NOBODY, BoolArray, FloatArray, Portfolio
from assigner.weights import commission_rates

EARTH_RADIUS_KM = 6371.0088


@dataclass(frozen=True, slots=True, eq=False)
class Pain:
    """Matrices (clients, managers) in percent points of their level; rows of excluded clients are 0."""

    disruption: FloatArray
    unfit: FloatArray


def client_values(portfolio: Portfolio, policy: Policy) -> FloatArray:
    """What a client is worth: revenue + open deal + kappa x potential (model §5)."""
    clients = portfolio.clients
    return clients.revenue_12m + clients.open_deal_amount + policy.disruption.kappa * clients.potential


def price_pairs(
    portfolio: Portfolio, evidence: Evidence, policy: Policy, weight: FloatArray, value: FloatArray
) -> Pain:
    """Price every client with every manager."""
    served = ~portfolio.clients.excluded
    worth = np.where(served, value, 0.0)
    similar = _similarity(portfolio, evidence, worth)
    disruption = _disruption(portfolio, evidence, policy, weight, worth, similar)
    unfit = _unfit(portfolio, policy, similar)
    total = worth.sum()
    share = worth / total if total > 0 else worth
    return Pain(np.where(served[:, None], disruption, 0.0), 100 * share[:, None] * unfit)


def _similarity(portfolio: Portfolio, evidence: Evidence, worth: FloatArray) -> FloatArray:
    """Cosine of a client's segment values with each manager's value-weighted proven clients."""
    clients, num_managers = portfolio.clients, portfolio.num_managers
    dot = np.zeros((len(clients), num_managers))
    norm = np.zeros(num_managers)
    proven = np.flatnonzero(evidence.state == State.PROVEN)
    for dimension in clients.dimensions.values():
        profile = np.zeros((len(dimension.labels), num_managers))
        np.add.at(profile, (dimension.codes[proven], clients.owner_idx[proven]), worth[proven])
        dot += profile[dimension.codes]
        norm += (profile**2).sum(axis=0)
    scale = np.sqrt(norm * max(1, len(clients.dimensions)))
    return np.where(scale > 0, dot / np.where(scale > 0, scale, 1.0), 0.5)


def _strengths(portfolio: Portfolio, evidence: Evidence) -> FloatArray:
    table = np.zeros((portfolio.num_clients, portfolio.num_managers))
    table[evidence.pair_client, evidence.pair_manager] = evidence.pair_strength
    return table


def _disruption(
    portfolio: Portfolio,
    evidence: Evidence,
    policy: Policy,
    weight: FloatArray,
    worth: FloatArray,
    similar: FloatArray,
) -> FloatArray:
    """p(i,j) of model §5 as percent points of disruption."""
    rule, owner = policy.disruption, portfolio.clients.owner_idx
    rates = commission_rates(portfolio.managers, policy.managers)
    strength = _strengths(portfolio, evidence)
    owned = (owner != NOBODY) & ~portfolio.clients.excluded
    stays = owned & (weight[np.maximum(owner, 0)] > 0)
    best, best_rate = _strongest(strength, rates, weight, owner, owned & ~stays)
    lost = np.maximum(0.0, best[:, None] - strength) * worth[:, None]
    pain = lost * (rule.risk * (1 - rule.similarity_discount * similar) + best_rate[:, None])
    today = worth[owned] * (rule.risk + rates[owner[owned]])
    fixed = rule.fixed_share * today.mean() if len(today) else 0.0
    elsewhere = stays[:, None] & (np.arange(len(weight)) != owner[:, None])
    divisor = today.sum() + fixed * len(today)
    return 100 * (pain + fixed * elsewhere) / divisor if divisor > 0 else np.zeros_like(pain)


def _strongest(
    strength: FloatArray, rates: FloatArray, weight: FloatArray, owner: np.ndarray, orphan: BoolArray
) -> tuple[FloatArray, FloatArray]:
    """Strength given up and the holder's commission rate; for a leaver's client his strength and rate 0."""
    rows = np.arange(len(strength))
    with_weight = np.where(weight > 0, strength, -1.0)
    best = with_weight.max(axis=1)
    rate = np.where(with_weight == best[:, None], rates, -1.0).max(axis=1)
    own = np.maximum(owner, 0)
    owner_is_best = (owner != NOBODY) & (with_weight[rows, own] == best)
    rate = np.where(owner_is_best, rates[own], rate)
    best = np.where(orphan, strength[rows, own], best)
    return best, np.where(orphan, 0.0, rate)


def _unfit(portfolio: Portfolio, policy: Policy, similar: FloatArray) -> FloatArray:
    share = policy.fit.distance_weight
    if share == 0:
        return 1.0 - similar
    far = np.minimum(1.0, _distance_km(portfolio) / policy.fit.distance_full_km)
    return (1 - share) * (1 - similar) + share * np.nan_to_num(far)


def _distance_km(portfolio: Portfolio) -> FloatArray:
    """Great-circle distance (haversine formula) of each client to each manager, NaN where unknown."""
    clients, managers = portfolio.clients, portfolio.managers
    lat_a, lat_b = np.radians(clients.lat)[:, None], np.radians(managers.lat)
    lon_a, lon_b = np.radians(clients.lon)[:, None], np.radians(managers.lon)
    chord = (
        np.sin((lat_b - lat_a) / 2) ** 2 + np.cos(lat_a) * np.cos(lat_b) * np.sin((lon_b - lon_a) / 2) ** 2
    )
    angle: FloatArray = np.arcsin(np.sqrt(np.minimum(1.0, chord)))
    return 2 * EARTH_RADIUS_KM * angle
