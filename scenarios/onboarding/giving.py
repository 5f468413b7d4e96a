"""What donors lose and what newcomers get, by segment."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from assigner.portfolio import FloatArray, IntArray
from assigner.weights import commission_rates
from scenarios.onboarding.ground import Ground
from scenarios.onboarding.model import Donor, Slice
from scenarios.onboarding.standings import Stage


def donors_of(ground: Ground, last: Stage, surplus: FloatArray) -> tuple[Donor, ...]:
    """Everybody who gives something or has a surplus at the end of the ramp; who gives most comes first."""
    found = list(_donors(ground, last.holder, surplus))
    return tuple(sorted(found, key=lambda one: (-one.potential, one.manager_id)))


def _donors(ground: Ground, holder: IntArray, surplus: FloatArray) -> Iterator[Donor]:
    team, gone = ground.base.portfolio.managers, holder != ground.owner
    revenue = np.where(ground.served, ground.base.portfolio.clients.revenue_12m, 0.0)
    rates = commission_rates(team, ground.base.policy.managers)
    books = _sum(ground.owner, ground.potential, ground)
    given, lost = (_sum(ground.owner[gone], amount[gone], ground) for amount in (ground.potential, revenue))
    today, count = _sum(ground.owner, revenue, ground), np.bincount(ground.owner[gone], minlength=len(books))
    everything = float(given[:-1].sum())
    for j in np.flatnonzero((count[:-1] > 0) | (surplus[:-1] > 0)).tolist():
        yield Donor(
            manager_id=str(team.manager_id[j]),
            name=str(team.name[j]),
            clients=int(count[j]),
            potential=float(given[j]),
            revenue=float(lost[j]),
            commission=float(rates[j] * lost[j]),
            commission_share=_part(float(rates[j] * lost[j]), float(rates[j] * today[j])),
            book_share=_part(float(given[j]), float(books[j])),
            surplus=float(surplus[j]),
            surplus_share=_part(float(surplus[j]), float(surplus.sum())),
            given_share=_part(float(given[j]), everything),
        )


def slices_of(ground: Ground, last: Stage) -> tuple[Slice, ...]:
    """What each newcomer has of every segment at the end."""
    return tuple(
        one
        for j in ground.newcomers.tolist()
        for name in ground.base.portfolio.clients.dimensions
        for one in _slices(ground, last.holder, j, name)
    )


def _slices(ground: Ground, holder: IntArray, manager: int, name: str) -> Iterator[Slice]:
    dimension = ground.base.portfolio.clients.dimensions[name]
    mine, total = ground.served & (holder == manager), float(ground.potential.sum())
    book = float(ground.potential[mine].sum())
    for code, value in enumerate(dimension.labels):
        inside = dimension.codes == code
        potential = float(ground.potential[inside & mine].sum())
        base = float(ground.potential[inside].sum())
        count = int((inside & mine).sum())
        manager_id = str(ground.base.portfolio.managers.manager_id[manager])
        yield Slice(manager_id, name, value, count, potential, _part(potential, book), _part(base, total))


def _sum(index: IntArray, amount: FloatArray, ground: Ground) -> FloatArray:
    return np.asarray(np.bincount(index, weights=amount, minlength=ground.nobody + 1), dtype=np.float64)


def _part(amount: float, whole: float) -> float:
    return amount / whole if whole > 0 else 0.0
