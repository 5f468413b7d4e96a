"""Workload that depends on who serves a client: the way to it (model §1, travel)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from assigner.disruption import distance_km
from assigner.fairness.eligible import Eligible, Positions
from assigner.policy import Policy
from assigner.portfolio import NOBODY, BoolArray, FloatArray, IntArray, Portfolio


@dataclass(frozen=True, slots=True, eq=False)
class Travel:
    """Hours a month on the way; none without a workload column or with `travel.hours_per_km` 0."""

    portfolio: Portfolio
    hours_per_km: float

    @classmethod
    def of(cls, portfolio: Portfolio, policy: Policy) -> Travel:
        """The travel of a base under a policy."""
        known = portfolio.clients.workload is not None
        return cls(portfolio, policy.travel.hours_per_km if known else 0.0)

    def __bool__(self) -> bool:
        return self.hours_per_km > 0

    @property
    def unlocated(self) -> tuple[BoolArray, BoolArray]:
        """Clients and managers without coordinates."""
        there, here = self.portfolio.clients, self.portfolio.managers
        return np.isnan(there.lat) | np.isnan(there.lon), np.isnan(here.lat) | np.isnan(here.lon)

    def hours(self, clients: Positions, managers: Positions) -> FloatArray:
        """Hours of each pair, h x km, 0 where a coordinate is missing."""
        there, here = self.portfolio.clients, self.portfolio.managers
        km = distance_km(there.lat[clients], there.lon[clients], here.lat[managers], here.lon[managers])
        return self.hours_per_km * np.nan_to_num(km, nan=0.0)

    def hours_with(self, clients: Positions, managers: IntArray) -> FloatArray:
        """The same where some are nobody's: no way to go."""
        hours, served = np.zeros(len(managers)), managers != NOBODY
        hours[served] = self.hours(clients[served], managers[served])
        return hours

    def mean_hours(self, clients: Positions, eligible: Eligible) -> FloatArray:
        """Mean of h x km over E(i); `eligible` is that of these clients, in this order."""
        total = np.zeros(len(clients))
        for j in np.flatnonzero(eligible.kinds.any(axis=0)).tolist():
            here = np.flatnonzero(eligible.kinds[eligible.kind, j])
            total[here] += self.hours(clients[here], np.full(len(here), j))
        return total / np.maximum(1, eligible.count)
