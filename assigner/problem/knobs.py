"""Limits as knobs: which rows hang on which number of policy or tables, and in what steps it turns."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from assigner.policy import Measure, Policy
from assigner.portfolio import NOBODY, BoolArray, FloatArray, IntArray
from assigner.problem.changes import OWN_LIMITS
from assigner.problem.elastic import Knob, readable, turn
from assigner.problem.model import weighted_count

if TYPE_CHECKING:
    from assigner.problem.elastic_build import Base

PERCENT = 0.01
PER_MILLE = 0.001
EVERYBODY = "everybody"
"""Beside the kinds of rules: the policy's limits are raised for everybody, not for one manager."""

LEAST_SHARE = 0.1
"""A share is not compared with less than this: from 0.1 % to 0.2 % is no doubling."""


@dataclass(frozen=True, slots=True, eq=False)
class Rows:
    """Entries by client and manager (positions), and each row's limit, knob (-1: none) and gain of a turn."""

    row: IntArray
    client: IntArray
    at: IntArray
    coef: FloatArray
    limit: FloatArray
    scale: FloatArray
    knob: IntArray
    gain: FloatArray
    knobs: tuple[Knob, ...]


def read_rows(base: Base, policy: Policy, kinds: Collection[str]) -> Rows:
    """All limits of a base without locks, with knobs for the rules that may be turned."""
    side, m = base.full.side, len(base.team)
    pair = np.repeat(np.arange(base.full.num_pairs), np.diff(side.start))
    client, at = np.divmod(pair, max(1, m))
    row, coef, limit = side.row, side.coef.copy(), side.limit.copy()
    loss = np.array([rule == "loss-cap" for rule in side.rule], dtype=bool)
    coef[loss[row] & base.taken[client]] = 0.0  # who is taken away is no loss (model §3)
    held = weighted_count(row, np.where(loss[row], -coef, 0.0), len(side))
    limit[loss] = -(1 - policy.rules.loss_cap.cap) * held[loss]
    more = _released(base, policy, loss)
    sizes = weighted_count(row, np.abs(coef), len(side))
    knob, gain, knobs = _knobs(base, policy, kinds, held, sizes)
    return Rows(
        np.concatenate([row, more[0]]).astype(np.int32),
        np.concatenate([client, more[1]]).astype(np.int32),
        np.concatenate([at, more[2]]).astype(np.int32),
        np.concatenate([coef, more[3]]),
        limit,
        np.maximum(1.0, np.abs(side.asked)),
        knob,
        gain,
        knobs,
    )


def _released(base: Base, policy: Policy, loss: BoolArray) -> tuple[IntArray, IntArray, IntArray, FloatArray]:
    """A client pinned away from its owner leaves the loss cap's base: entries (row, client, at, coef)."""
    row_of = {int(base.full.side.manager[r]): int(r) for r in np.flatnonzero(loss)}
    owner = base.portfolio.clients.owner_idx[base.client]
    revenue = base.portfolio.clients.revenue_12m[base.client]
    own = base.anchor & (base.locked == owner) & (revenue > 0) & np.isin(owner, list(row_of))
    client, at = np.nonzero(own[:, None] & (base.team != owner[:, None]))
    row = np.array([row_of[int(j)] for j in owner[client]], dtype=np.int32)
    return row, client, at, -(1 - policy.rules.loss_cap.cap) * revenue[client]


def _knobs(
    base: Base, policy: Policy, kinds: Collection[str], held: FloatArray, sizes: FloatArray
) -> tuple[IntArray, FloatArray, tuple[Knob, ...]]:
    """Knob and gain of each row, and the knobs."""
    side = base.full.side
    number, gain = np.full(len(side), NOBODY, dtype=np.int32), np.zeros(len(side))
    knobs: list[Knob] = []
    place: dict[tuple[str, str, int], int] = {}
    for r in range(len(side)):
        rule, measure = side.rule[r], side.measure[r]
        if rule not in kinds:
            continue
        own = rule == "max-load" and _own(base, measure, int(side.manager[r]), kinds)
        key = (rule, measure, int(side.manager[r]) if own else NOBODY)
        if key not in place:
            largest = float(sizes[[q for q in range(len(side)) if side.rule[q] == rule]].max(initial=0.0))
            knob = _turn(policy, key, float(side.asked[r]), largest)
            if knob is None:
                continue
            place[key] = len(knobs)
            knobs.append(knob)
        number[r] = place[key]
        gain[r] = held[r] if rule == "loss-cap" else sizes_of(base, measure) if rule == "move-budget" else 1.0
    return number, gain, tuple(knobs)


def _own(base: Base, measure: str, manager: int, kinds: Collection[str]) -> bool:
    """Whether a limit is turned in the managers table: the manager's own, or the policy's for him alone."""
    if measure not in OWN_LIMITS:
        return False
    column = getattr(base.portfolio.managers, OWN_LIMITS[measure])
    return EVERYBODY not in kinds or not np.isnan(column[manager])


def _turn(policy: Policy, key: tuple[str, str, int], asked: float, largest: float) -> Knob | None:
    """The knob of a rule."""
    rule, measure, manager = key
    rules = policy.rules
    if rule == "loss-cap":
        return turn(
            rule, measure, manager, rules.loss_cap.cap, PERCENT, 1.0, max(LEAST_SHARE, rules.loss_cap.cap)
        )
    if rule == "move-budget":
        budget = rules.move_budget
        share = (budget.clients if measure == Measure.COUNT.value else budget.revenue) or 0.0
        return turn(rule, measure, manager, share, PER_MILLE, 1.0, max(LEAST_SHARE, share))
    whole = measure == Measure.COUNT.value
    step = 1.0 if whole else readable(asked or largest)
    end = 0.0 if rule == "min-load" else max(asked, largest)
    return turn(rule, measure, manager, asked, step, end, max(asked, 1.0 if whole else 0.01 * largest))


def sizes_of(base: Base, measure: str) -> float:
    """What the move budget is a share of: the owned clients, or their revenue."""
    clients = base.portfolio.clients
    owned = clients.owner_idx[base.client] != NOBODY
    amount = np.ones(len(base.client)) if measure == Measure.COUNT.value else clients.revenue_12m[base.client]
    return float(amount[owned].sum())
