"""Activities that can't have happened yet."""

from __future__ import annotations

from collections.abc import Iterator

from assigner.evidence.ages import touch_days
from assigner.evidence.model import Discard
from assigner.quality.facts import Facts
from assigner.quality.model import Check, Finding

_FUTURE = list(Discard).index(Discard.FUTURE)


def check_activities(facts: Facts) -> Iterator[Finding]:
    """Touches on a day after the as-of date; the value is the day in the policy's time zone."""
    log = facts.portfolio.activities
    if log is None or len(facts.evidence.touch_discard) != len(log):
        return
    future = facts.evidence.touch_discard == _FUTURE
    days = touch_days(log, facts.policy.evidence.time_zone).astype(str).astype(object)
    yield facts.activity_finding(Check.FUTURE_ACTIVITY, "occurred_at", future, days, log)
