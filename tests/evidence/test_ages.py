"""The reference date and ages (model §2, first paragraph)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from assigner.evidence import weigh_evidence
from assigner.evidence.ages import NEVER, ages_in_days, days_of_ages, touch_days
from assigner.policy.model import Policy
from tests import builders
from tests.evidence.cases import fates, policy

TODAY = date(2026, 6, 1)


def at(*moments: str) -> list[dict[str, object]]:
    return [{"client": 0, "manager": 0, "at": moment} for moment in moments]


def as_of(moments: list[dict[str, object]], rules: Policy | None = None) -> date:
    log = builders.activities(moments)
    facts = builders.portfolio(builders.clients([0]), builders.managers(1), log)
    return weigh_evidence(facts, rules or Policy(), today=TODAY).as_of


def test_day_after_the_newest_touch() -> None:
    # newest 10 May -> 11 May, long before the run on 1 June
    assert as_of(at("2026-05-10T12:00", "2026-05-02T12:00")) == date(2026, 5, 11)


def test_run_date_when_the_newest_touch_is_of_today() -> None:
    # newest 1 June -> 2 June, but min with the run date
    assert as_of(at("2026-06-01T08:00")) == TODAY
    assert as_of(at("2026-05-31T08:00")) == TODAY
    assert as_of(at("2026-06-01T08:00", "2026-05-10T12:00")) == TODAY


def test_touches_in_the_future_do_not_shift_it() -> None:
    # 2 June is after the run; the newest of the others is 10 May
    assert as_of(at("2026-06-02T00:00", "2026-05-10T12:00")) == date(2026, 5, 11)


@pytest.mark.parametrize("moments", [[], at("2030-01-01T00:00")])
def test_run_date_without_a_usable_touch(moments: list[dict[str, object]]) -> None:
    assert as_of(moments) == TODAY


def test_a_date_asked_for_is_used_as_it_is() -> None:
    # on 1 May the touch of 10 May is still to come
    log = builders.activities(at("2026-05-10T12:00", "2026-04-30T12:00"))
    facts = builders.portfolio(builders.clients([0]), builders.managers(1), log)
    evidence = weigh_evidence(facts, Policy(), as_of=date(2026, 5, 1), today=TODAY)
    assert evidence.as_of == date(2026, 5, 1)
    assert fates(evidence) == ["future", "counted"]


def test_today_defaults_to_the_real_date_in_the_time_zone() -> None:
    zone = ZoneInfo("Pacific/Kiritimati")
    before = datetime.now(zone).date()
    facts = builders.portfolio(builders.clients([0]), builders.managers(1))
    found = weigh_evidence(facts, policy(time_zone="Pacific/Kiritimati")).as_of
    assert before <= found <= datetime.now(zone).date()


def test_days_are_those_of_the_time_zone() -> None:
    # 21:30 UTC on 10 May is 00:30 on 11 May in Moscow (UTC+3), so as_of is 12 May there
    assert as_of(at("2026-05-10T21:30")) == date(2026, 5, 11)
    assert as_of(at("2026-05-10T21:30"), policy(time_zone="Europe/Moscow")) == date(2026, 5, 12)


def test_days_follow_summer_time() -> None:
    # New York: UTC-5 in January, UTC-4 in July, so 04:30 UTC is the day before only in January
    log = builders.activities(at("2026-01-15T04:30", "2026-07-15T04:30"))
    days = touch_days(log, "America/New_York")
    assert days.tolist() == [date(2026, 1, 14), date(2026, 7, 15)]


def test_plain_dates_are_not_shifted() -> None:
    log = builders.activities(at("2026-05-10"))
    assert not log.has_time
    assert touch_days(log, "America/New_York").tolist() == [date(2026, 5, 10)]


def test_midnights_of_an_export_with_times_are_instants() -> None:
    # 00:00 UTC on 10 May is 20:00 on 9 May in New York
    log = builders.activities(at("2026-05-10T00:00"))
    assert touch_days(log, "America/New_York").tolist() == [date(2026, 5, 9)]


def test_local_midnights_turned_into_utc_are_shifted_back() -> None:
    # midnight of 10 May in Moscow is 21:00 UTC on 9 May: not a plain date
    log = replace(builders.activities(at("2026-05-09T21:00")), has_time=False)
    assert touch_days(log, "Europe/Moscow").tolist() == [date(2026, 5, 10)]


def test_ages_and_back() -> None:
    days = np.array([TODAY, TODAY - timedelta(days=90), TODAY + timedelta(days=1)], dtype="datetime64[D]")
    ages = ages_in_days(days, TODAY)
    assert ages.tolist() == [0, 90, -1]
    assert days_of_ages(ages, TODAY).tolist() == days.tolist()
    assert days_of_ages(np.array([NEVER]), TODAY).tolist() == [None]
