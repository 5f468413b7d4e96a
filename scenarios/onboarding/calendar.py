"""Days on which shares change, and the months of a schedule."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from datetime import date

from assigner.policy.model import WeightPolicy
from scenarios.onboarding.model import Newcomer


def step_days(newcomers: tuple[Newcomer, ...], policy: WeightPolicy) -> tuple[date, ...]:
    """Every day on which the share of some newcomer grows: his start, and each step of the ramp after it."""
    found = {
        after_months(one.start, n * policy.ramp_step_months)
        for one in newcomers
        for n in _growing(policy, one.returns)
    }
    return tuple(sorted(found))


def _growing(policy: WeightPolicy, at_once: bool) -> Iterator[int]:
    """Numbers of the steps that bring more than the one before."""
    steps = (1.0,) if at_once else policy.ramp
    return (n for n, share in enumerate(steps) if n == 0 or share > steps[n - 1])


def after_months(day: date, months: int) -> date:
    """The same day so many months later; the last of the month where that has no such day, but a day more.

    The ramp counts whole months: from the 31st to the 30th is none yet, so the step is on the 1st.
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if day.day <= monthrange(year, month + 1)[1]:
        return date(year, month + 1, day.day)
    year, month = divmod(year * 12 + month + 1, 12)
    return date(year, month + 1, 1)


def months_of(days: tuple[date, ...]) -> tuple[date, ...]:
    """The first days of all months from the first to the last of these days."""
    first, last = days[0], days[-1]
    count = (last.year - first.year) * 12 + last.month - first.month + 1
    return tuple(after_months(first.replace(day=1), n) for n in range(count))


def end_of(month: date) -> date:
    """The last day of a month."""
    return month.replace(day=monthrange(month.year, month.month)[1])
