"""Newcomers month by month: target, what they have, and why it is less where it is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from assigner.portfolio import IntArray
from scenarios.onboarding.calendar import end_of, months_of
from scenarios.onboarding.due import Due
from scenarios.onboarding.ground import Ground
from scenarios.onboarding.losses import cap_left
from scenarios.onboarding.model import Pool, Shortfall, Standing, Terms
from scenarios.onboarding.tiers import Tier, open_clients


@dataclass(frozen=True, slots=True, eq=False)
class Stage:
    """Who has each client from a day on."""

    day: date
    holder: IntArray


def standings_of(ground: Ground, terms: Terms, stages: tuple[Stage, ...]) -> tuple[Standing, ...]:
    """Every newcomer at the end of every month, month by month."""
    found: list[Standing] = []
    before = ground.owner
    for month in months_of(tuple(stage.day for stage in stages)):
        past = [stage for stage in stages if stage.day <= end_of(month)]
        holder = past[-1].holder if past else ground.owner
        found += _of_month(ground, terms, month, before, holder)
        before = holder
    return tuple(found)


def _of_month(
    ground: Ground, terms: Terms, month: date, before: IntArray, holder: IntArray
) -> Iterator[Standing]:
    day = end_of(month)
    due, weight = Due.of(ground, day, holder, terms.tolerance), ground.weights(day)
    ids, reason = ground.base.portfolio.managers.manager_id, _reason(ground, terms, Stage(day, holder))
    for j in ground.newcomers.tolist():
        short = due.missing[j] > terms.tolerance * due.fair[j]
        yield Standing(
            month=month,
            manager_id=str(ids[j]),
            weight=float(weight[j]),
            target=float(due.fair[j]),
            reached=float(due.book[j]),
            clients=int((ground.served & (holder == j)).sum()),
            received=int(((holder == j) & (before != j)).sum()),
            shortfall=Shortfall.NOT_HERE if weight[j] <= 0 else reason if short else Shortfall.NONE,
        )


def left_to_take(ground: Ground, terms: Terms, stage: Stage) -> Iterator[tuple[Pool, int, float]]:
    """What could still be given after a stage by the terms, the cap aside: pool, clients, potential."""
    due = Due.of(ground, stage.day, stage.holder, terms.tolerance)
    givers = due.surplus > 0
    givers[ground.nobody] = True
    for pool in Pool:
        if terms.take_active or pool is not Pool.ACTIVE:
            tier = Tier((pool,), large=True)
            there = open_clients(
                ground, stage.holder, tier, givers, due.fair[ground.newcomers], terms.tolerance
            )
            yield pool, int(there.sum()), float(ground.potential[there].sum())


def _reason(ground: Ground, terms: Terms, stage: Stage) -> Shortfall:
    """The most telling reason for which no more was given."""
    due = Due.of(ground, stage.day, stage.holder, terms.tolerance)
    may, _ = cap_left(ground, stage.holder, terms.loss_cap)
    donors = due.surplus > 0
    if not donors.any():
        return Shortfall.SURPLUS
    if (donors & ~may).any():
        return Shortfall.LOSS_CAP
    left = any(potential > 0 for _, _, potential in left_to_take(ground, terms, stage))
    return Shortfall.EFFORT if left else Shortfall.USED_UP
