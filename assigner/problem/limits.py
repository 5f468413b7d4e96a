"""The hard limits that are in force: loads, loss cap, move budget, absorption (model §3)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from assigner.policy import Measure, Policy
from assigner.portfolio import NOBODY, BoolArray, FloatArray, IntArray, Portfolio
from assigner.problem.measures import Amounts, measure_column
from assigner.problem.model import weighted_count
from assigner.weights import commission_rates

OWN = {Measure.COUNT: "max_clients", Measure.WORKLOAD: "max_workload"}
"""Columns of the managers table with a limit of the manager's own."""


@dataclass(frozen=True, slots=True, eq=False)
class Limits:
    """One limit for each of some managers: `sum over clients of sign x amount(i, x(i)) <= most`.

    A client counts with the manager of the limit only (NOBODY: with every manager); `only` says whether it
    counts at its owner's ("own"), away from him ("new"), or anywhere (""). `asked` are the rule's figures.
    """

    rule: str
    measure: str
    manager: IntArray
    most: FloatArray
    asked: FloatArray
    amounts: Amounts
    sign: float = 1.0
    only: str = ""

    def counts(self, manager: IntArray, owner: IntArray) -> BoolArray:
        """Whether clients with these owners count when they go to these managers, whoever has a limit."""
        if self.only == "own":
            return np.asarray(manager == owner)
        return np.asarray(manager != owner) if self.only == "new" else np.ones(len(manager), dtype=bool)


def list_limits(
    portfolio: Portfolio,
    policy: Policy,
    weight: FloatArray,
    taken: BoolArray,
    amounts: dict[Measure, Amounts],
) -> list[list[Limits]]:
    """Every limit in force. The limits of one inner list stand together, manager by manager."""
    staying = np.flatnonzero(weight > 0).astype(np.int32)
    loads = [list(_load_limits(portfolio, policy, staying, measure, amounts)) for measure in Measure]
    alone = [
        *_loss_cap(portfolio, policy, staying, taken),
        *_move_budget(portfolio, policy),
        *_absorption(policy, staying, amounts[Measure.COUNT]),
    ]
    return [*loads, *([item] for item in alone)]


def _load_limits(
    portfolio: Portfolio, policy: Policy, staying: IntArray, measure: Measure, amounts: dict[Measure, Amounts]
) -> Iterator[Limits]:
    """The largest and the smallest load of each manager who stays."""
    if measure is Measure.WORKLOAD and portfolio.clients.workload is None:
        return
    rules, size = policy.rules, amounts[measure]
    most = _policy_limit(rules.max_load.limit(measure), len(staying))
    if rules.max_load.enabled and measure in OWN:
        own = getattr(portfolio.managers, OWN[measure])[staying]
        most = np.where(np.isnan(own), most, own)
    some = ~np.isnan(most)
    yield Limits("max-load", measure.value, staying[some], most[some], most[some], size)
    least = _policy_limit(rules.min_load.limit(measure), len(staying))
    some = ~np.isnan(least)
    yield Limits("min-load", measure.value, staying[some], -least[some], least[some], size, sign=-1.0)


def _policy_limit(limit: float | None, count: int) -> FloatArray:
    return np.full(count, np.nan if limit is None else float(limit))


def _loss_cap(portfolio: Portfolio, policy: Policy, staying: IntArray, taken: BoolArray) -> Iterator[Limits]:
    rule, clients = policy.rules.loss_cap, portfolio.clients
    if not rule.enabled:
        return
    owner = clients.owner_idx
    own = np.where(clients.excluded | taken | (owner == NOBODY), 0.0, clients.revenue_12m)
    today = weighted_count(np.maximum(owner, 0), own, portfolio.num_managers)
    rates = commission_rates(portfolio.managers, policy.managers)
    capped = staying[(today * rates)[staying] > 0]
    least = (1 - rule.cap) * today[capped]
    yield Limits("loss-cap", Measure.REVENUE.value, capped, -least, least, Amounts(own), -1.0, "own")


def _move_budget(portfolio: Portfolio, policy: Policy) -> Iterator[Limits]:
    rule, clients = policy.rules.move_budget, portfolio.clients
    owned = ~clients.excluded & (clients.owner_idx != NOBODY)
    anybody = np.array([NOBODY], dtype=np.int32)
    for measure, share in ((Measure.COUNT, rule.clients), (Measure.REVENUE, rule.revenue)):
        if rule.enabled and share is not None:
            size = np.where(owned, measure_column(portfolio, measure), 0.0)
            most = np.array([share * float(size.sum())])
            yield Limits("move-budget", measure.value, anybody, most, most, Amounts(size), only="new")


def _absorption(policy: Policy, staying: IntArray, count: Amounts) -> Iterator[Limits]:
    rule = policy.rules.absorption
    if rule.enabled and rule.clients is not None:
        most = np.full(len(staying), float(rule.clients))
        yield Limits("absorption", Measure.COUNT.value, staying, most, most, count, only="new")
