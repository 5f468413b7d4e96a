"""How well a client suits a manager: segments he has worked, and the way to go (model §5 sim, §6 unfit)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from assigner.policy.model import FitPolicy
from assigner.portfolio import FloatArray, Portfolio

Positions: TypeAlias = NDArray[np.integer]
"""Positions of clients or managers, any integer type."""

EARTH_RADIUS_KM = 6371.0088
NO_EXPERIENCE = 0.5
"""Similarity where the manager has worked nobody yet, or there are no segments."""


def distance_km(lat_a: FloatArray, lon_a: FloatArray, lat_b: FloatArray, lon_b: FloatArray) -> FloatArray:
    """Great-circle distance in km between points in degrees, NaN where a coordinate is missing.

    Haversine: 2 R asin sqrt(sin²(Δlat/2) + cos lat_a cos lat_b sin²(Δlon/2)) (model §6).
    """
    lat_a, lon_a, lat_b, lon_b = (np.radians(degrees) for degrees in (lat_a, lon_a, lat_b, lon_b))
    root = np.sin((lat_b - lat_a) / 2) ** 2 + np.cos(lat_a) * np.cos(lat_b) * np.sin((lon_b - lon_a) / 2) ** 2
    angle: FloatArray = np.arcsin(np.sqrt(np.clip(root, 0, 1)))
    return 2 * EARTH_RADIUS_KM * angle


@dataclass(frozen=True, slots=True, eq=False)
class Fit:
    """Similarity and unfit of (client, manager) pairs, given as two index arrays of one length.

    `profiles[d][j, s]` is the value of the proven clients that manager j owns in segment s of dimension d;
    `norm[j]` is the length of the profile over all dimensions.
    """

    portfolio: Portfolio
    policy: FitPolicy
    profiles: tuple[FloatArray, ...]
    norm: FloatArray  # (num_managers,)

    @classmethod
    def of(cls, portfolio: Portfolio, policy: FitPolicy, value: FloatArray, worked: NDArray[np.bool_]) -> Fit:
        """Profiles from the value of the `worked` clients: serviceable and in state proven (model §5)."""
        owner, num_managers = portfolio.clients.owner_idx[worked].astype(np.int64), portfolio.num_managers
        profiles: list[FloatArray] = []
        for dimension in portfolio.clients.dimensions.values():
            width = len(dimension.labels)
            spot = owner * width + dimension.codes[worked]
            flat = np.bincount(spot, weights=value[worked], minlength=num_managers * width)
            profiles.append(flat.astype(np.float64).reshape(num_managers, width))
        squares = [(profile**2).sum(axis=1) for profile in profiles]
        norm = np.sqrt(np.sum(squares, axis=0)) if squares else np.zeros(num_managers)
        return cls(portfolio, policy, tuple(profiles), norm)

    def similarity(self, client_idx: Positions, manager_idx: Positions) -> FloatArray:
        """Cosine between the client's segments and the manager's proven book, in 0..1; 0.5 without a book.

        sim = sum over dimensions of profile_d[j, s_d(i)] / (sqrt(number of dimensions) x norm[j]) (model §5).
        """
        norm = self.norm[manager_idx]
        dot = np.zeros(len(norm))
        for dimension, profile in zip(self.portfolio.clients.dimensions.values(), self.profiles, strict=True):
            dot += profile[manager_idx, dimension.codes[client_idx]]
        length = norm * np.sqrt(max(1, len(self.profiles)))
        cosine = np.divide(dot, length, out=np.full(len(norm), NO_EXPERIENCE), where=length > 0)
        capped: FloatArray = np.minimum(cosine, 1.0)
        return capped

    def remoteness(self, client_idx: Positions, manager_idx: Positions) -> FloatArray:
        """sim_d = min(1, km / policy's full distance), 0 where a coordinate is missing (model §6)."""
        clients, managers = self.portfolio.clients, self.portfolio.managers
        distance = distance_km(
            clients.lat[client_idx],
            clients.lon[client_idx],
            managers.lat[manager_idx],
            managers.lon[manager_idx],
        )
        return np.minimum(1.0, np.nan_to_num(distance, nan=0.0) / self.policy.distance_full_km)

    def unfit(self, client_idx: Positions, manager_idx: Positions) -> FloatArray:
        """Unfit = (1 - g) x (1 - sim) + g x sim_d, in 0..1 (model §6)."""
        weight = self.policy.distance_weight
        unlike = 1 - self.similarity(client_idx, manager_idx)
        return (1 - weight) * unlike + weight * self.remoteness(client_idx, manager_idx)
