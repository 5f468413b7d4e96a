"""Hard limits as linear rows over pairs: loads, loss cap, move budget, absorption (model §3)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from assigner.policy import Measure, Policy
from assigner.portfolio import NOBODY, BoolArray, FloatArray, IntArray, Portfolio
from assigner.problem.model import SideRows, starts, weighted_count
from assigner.problem.targets import measure_column
from assigner.weights import commission_rates


@dataclass(frozen=True, slots=True, eq=False)
class Row:
    """One limit before it is cut into pairs: `sum over clients of coef(i, x(i)) <= limit`.

    `size` is the coefficient of a client where it counts. It counts with `manager` only (NOBODY: with every
    manager); `only` says whether it counts at its owner's ("own"), away from him ("new"), or anywhere ("").
    """

    rule: str
    measure: str
    manager: int
    size: FloatArray
    limit: float
    asked: float
    only: str = ""


def list_rows(portfolio: Portfolio, policy: Policy, weight: FloatArray, taken: BoolArray) -> list[Row]:
    """Every limit that is in force."""
    staying = np.flatnonzero(weight > 0)
    served = ~portfolio.clients.excluded
    return [
        *_load_rows(portfolio, policy, staying, served),
        *_loss_rows(portfolio, policy, staying, served & ~taken),
        *_budget_rows(portfolio, policy, served),
        *_absorption_rows(policy, staying, served),
    ]


def _load_rows(portfolio: Portfolio, policy: Policy, staying: IntArray, served: BoolArray) -> Iterator[Row]:
    managers, rules = portfolio.managers, policy.rules
    own = {Measure.COUNT: managers.max_clients, Measure.WORKLOAD: managers.max_workload}
    for measure in Measure:
        if measure is Measure.WORKLOAD and portfolio.clients.workload is None:
            continue
        size = np.where(served, measure_column(portfolio, measure), 0.0)
        for j in staying:
            most = rules.max_load.limit(measure)
            if rules.max_load.enabled and measure in own and not np.isnan(own[measure][j]):
                most = float(own[measure][j])
            if most is not None:
                yield Row("max-load", measure.value, int(j), size, most, most)
            least = rules.min_load.limit(measure)
            if least is not None:
                yield Row("min-load", measure.value, int(j), -size, -least, least)


def _loss_rows(portfolio: Portfolio, policy: Policy, staying: IntArray, counts: BoolArray) -> Iterator[Row]:
    rule, clients = policy.rules.loss_cap, portfolio.clients
    if not rule.enabled:
        return
    rates = commission_rates(portfolio.managers, policy.managers)
    for j in staying:
        own = np.where(counts & (clients.owner_idx == j), clients.revenue_12m, 0.0)
        today = float(own.sum())
        if today * rates[j] > 0:
            least = (1 - rule.cap) * today
            yield Row("loss-cap", Measure.REVENUE.value, int(j), -own, -least, least, "own")


def _budget_rows(portfolio: Portfolio, policy: Policy, served: BoolArray) -> Iterator[Row]:
    rule, clients = policy.rules.move_budget, portfolio.clients
    owned = served & (clients.owner_idx != NOBODY)
    for measure, share in ((Measure.COUNT, rule.clients), (Measure.REVENUE, rule.revenue)):
        if rule.enabled and share is not None:
            size = np.where(owned, measure_column(portfolio, measure), 0.0)
            most = share * float(size.sum())
            yield Row("move-budget", measure.value, NOBODY, size, most, most, "new")


def _absorption_rows(policy: Policy, staying: IntArray, served: BoolArray) -> Iterator[Row]:
    rule = policy.rules.absorption
    if rule.enabled and rule.clients is not None:
        for j in staying:
            yield Row(
                "absorption", "count", int(j), served.astype(float), float(rule.clients), rule.clients, "new"
            )


@dataclass(frozen=True, slots=True, eq=False)
class PairClients:
    """The clients of every pair, flat: entry e says that client `client[e]` goes with pair `pair[e]`."""

    pair: IntArray
    client: IntArray
    manager: IntArray
    num_pairs: int


def cut_rows(
    rows: list[Row], flat: PairClients, fixed_to: IntArray, owner: IntArray, clients: BoolArray
) -> SideRows:
    """Turn limits into sparse rows over pairs; what locked clients contribute goes to the right-hand side."""
    entries = [_entries(row, flat, owner) for row in rows]
    constant = np.array([_constant(row, fixed_to, owner) for row in rows])
    pair = np.concatenate([e[0] for e in entries]) if rows else np.zeros(0, dtype=np.int32)
    coef = np.concatenate([e[1] for e in entries]) if rows else np.zeros(0)
    number = np.repeat(np.arange(len(rows), dtype=np.int32), [len(e[0]) for e in entries] if rows else [])
    order = np.argsort(pair, kind="stable")
    return SideRows(
        start=starts(np.bincount(pair, minlength=flat.num_pairs).astype(np.int32)),
        row=number[order].astype(np.int32),
        coef=coef[order],
        limit=np.array([row.limit for row in rows]) - constant,
        rule=tuple(row.rule for row in rows),
        measure=tuple(row.measure for row in rows),
        manager=np.array([row.manager for row in rows], dtype=np.int32),
        constant=constant,
        asked=np.array([row.asked for row in rows], dtype=np.float64),
    )


def _counts(row: Row, manager: IntArray, owner: IntArray) -> BoolArray:
    """Whether a client with this owner counts in the row when it goes to this manager."""
    here = np.asarray(manager == row.manager if row.manager != NOBODY else manager != NOBODY)
    if row.only == "own":
        return np.asarray(here & (manager == owner))
    return np.asarray(here & (manager != owner)) if row.only == "new" else here


def _entries(row: Row, flat: PairClients, owner: IntArray) -> tuple[IntArray, FloatArray]:
    """Pairs and summed coefficients of one row."""
    size = row.size[flat.client]
    hit = _counts(row, flat.manager, owner[flat.client]) & (size != 0)
    pairs, where = np.unique(flat.pair[hit], return_inverse=True)
    return pairs.astype(np.int32), weighted_count(where, size[hit], len(pairs))


def _constant(row: Row, fixed_to: IntArray, owner: IntArray) -> float:
    fixed = fixed_to != NOBODY
    return float(row.size[fixed & _counts(row, fixed_to, owner)].sum())
