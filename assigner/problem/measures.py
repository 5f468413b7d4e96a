"""The measures of model §1, and the workload that depends on who serves the client."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from assigner.policy import Measure, Policy
from assigner.portfolio import NOBODY, FloatArray, IntArray, Portfolio
from assigner.problem.distance import distance_km
from assigner.problem.options import Options


@dataclass(frozen=True, slots=True, eq=False)
class Amounts:
    """One measure: `mean` per client, over its eligible managers; `option` with each of them.

    `option` and `fixed`, the amount with the manager of a fixed client, are None where the manager makes no
    difference; `mean` is then the measure itself.
    """

    mean: FloatArray
    option: FloatArray | None = None
    fixed: FloatArray | None = None

    def of(self, client: IntArray, option: IntArray) -> FloatArray:
        """The amount of some clients, each with the manager of an option of its own."""
        return self.mean[client] if self.option is None else self.option[option]

    @property
    def with_fixed(self) -> FloatArray:
        """The amount of every client, of fixed clients with their manager."""
        return self.mean if self.fixed is None else self.fixed


def measure_column(portfolio: Portfolio, measure: Measure) -> FloatArray:
    """A measure of every client (model §1)."""
    clients = portfolio.clients
    if measure is Measure.WORKLOAD:
        return np.zeros(len(clients)) if clients.workload is None else clients.workload
    columns = {
        Measure.POTENTIAL: clients.potential,
        Measure.REVENUE: clients.revenue_12m,
        Measure.COUNT: np.ones(len(clients)),
    }
    return columns[measure]


def read_amounts(
    portfolio: Portfolio, policy: Policy, eligible: Options, fixed_to: IntArray
) -> dict[Measure, Amounts]:
    """Every measure; the workload with the hours on the road where the policy asks for them."""
    amounts = {measure: Amounts(measure_column(portfolio, measure)) for measure in Measure}
    hours = policy.travel.hours_per_km
    if hours > 0 and portfolio.clients.workload is not None:
        amounts[Measure.WORKLOAD] = _with_travel(portfolio, hours, eligible, fixed_to)
    return amounts


def _with_travel(portfolio: Portfolio, hours_per_km: float, eligible: Options, fixed_to: IntArray) -> Amounts:
    """m(i,j) = workload(i) + h x km(i,j) of every option; no way where a coordinate is missing."""
    workload = measure_column(portfolio, Measure.WORKLOAD)
    hours = np.empty(len(eligible))
    for block in eligible.blocks():
        way = hours_per_km * np.nan_to_num(distance_km(portfolio, block))
        hours[block.here] = workload[block.row] + way
    fixed, held = workload.copy(), np.flatnonzero(fixed_to != NOBODY)
    fixed[held] = hours[eligible.find(held, fixed_to[held])]
    return Amounts(_mean(eligible, hours, workload), hours, fixed)


def _mean(eligible: Options, hours: FloatArray, workload: FloatArray) -> FloatArray:
    """Plain mean over E(i); excluded clients, who have nobody, keep what the table says."""
    mean, some = workload.copy(), np.flatnonzero(eligible.counts > 0)
    if len(some):
        mean[some] = np.add.reduceat(hours, eligible.start[some]) / eligible.counts[some]
    return mean
