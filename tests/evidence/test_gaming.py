"""The rules against a log filled in for the log's sake (model §2, second paragraph)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from assigner.evidence import weigh_evidence
from assigner.policy.model import Policy
from assigner.portfolio import NOBODY, Kind
from tests import builders
from tests.builders import AS_OF
from tests.evidence.cases import fates, policy, sale, touch, weigh, without

WORDS = "the usual monthly call"


def same_words(clients: int, **more: Any) -> list[dict[str, Any]]:
    return [touch(i, 0, 10, summary=WORDS, **more) for i in range(clients)]


def same_phone(clients: int) -> list[dict[str, Any]]:
    return [touch(i, 0, 10, contact_phone="8 900 1") for i in range(clients)]


def rapid(count: int, seconds: float) -> list[dict[str, Any]]:
    """Touches of manager 0, each on its own client, spread evenly over so many seconds, ends included."""
    start = datetime(2026, 5, 20, 9, 59, 30)  # noqa: DTZ001 - UTC by contract
    step = timedelta(seconds=seconds / (count - 1))
    return [touch(i, 0, 0) | {"at": (start + i * step).isoformat(timespec="seconds")} for i in range(count)]


def test_one_summary_on_five_clients_is_believed_on_six_not() -> None:
    assert fates(weigh(same_words(5))) == ["counted"] * 5
    assert fates(weigh(same_words(6))) == ["copied_summary"] * 6


def test_a_summary_repeated_on_five_clients_is_no_copy() -> None:
    # ten touches, but five clients: clients are counted, not touches
    rows = same_words(5) + [touch(i, 0, 20, summary=WORDS) for i in range(5)]
    assert fates(weigh(rows)) == ["counted"] * 10


def test_case_and_spaces_of_summaries_are_folded() -> None:
    rows = same_words(6)
    rows[0]["summary"] = "  The  USUAL\tmonthly\ncall "
    assert fates(weigh(rows)) == ["copied_summary"] * 6
    rows[1]["summary"] = "the usual monthly call."
    assert fates(weigh(rows)) == ["counted"] * 6


def test_copies_are_judged_by_manager() -> None:
    rows = same_words(6)
    rows[5]["manager"] = 1
    assert fates(weigh(rows)) == ["counted"] * 6


def test_a_holding_counts_as_many_clients_for_summaries() -> None:
    base = builders.clients([NOBODY] * 6, groups=["g"] * 6)
    assert fates(weigh(same_words(6), base=base)) == ["copied_summary"] * 6


def test_incredible_touches_count_towards_the_copies() -> None:
    # the sixth has no contact, the fifth is refuted: both still show the copying
    rows = same_words(6)
    rows[5]["contact_name"] = ""
    rows[4]["verified"] = 0
    assert fates(weigh(rows)) == ["copied_summary"] * 4 + ["refuted", "no_contact_name"]


def test_future_touches_and_transactions_do_not_count_towards_the_copies() -> None:
    rows = [*same_words(5), touch(5, 0, -1, summary=WORDS), touch(6, 0, 9, Kind.TRANSACTION, summary=WORDS)]
    assert fates(weigh(rows)) == ["counted"] * 5 + ["future", "counted"]


def test_transactions_are_never_gamed() -> None:
    rows = [touch(i, 0, 10, Kind.TRANSACTION, summary=WORDS, contact_phone="1") for i in range(50)]
    assert fates(weigh(rows)) == ["counted"] * 50


def test_blank_summaries_are_no_copies() -> None:
    rows = [touch(i, 0, 10, summary=" " * i) for i in range(6)]
    assert fates(weigh(rows)) == ["short_summary"] * 6
    rules = Policy.model_validate({"evidence": {"min_summary_chars": 0}})
    assert fates(weigh(rows, rules=rules)) == ["counted"] * 6


def test_one_phone_on_five_clients_is_believed_on_six_not() -> None:
    assert fates(weigh(same_phone(5))) == ["counted"] * 5
    assert fates(weigh(same_phone(6))) == ["shared_phone"] * 6


def test_a_holding_counts_as_one_for_phones() -> None:
    # clients 0 and 1 are one holding: six clients, five households
    base = builders.clients([NOBODY] * 6, groups=["g", "g", "", "", "", ""])
    assert fates(weigh(same_phone(6), base=base)) == ["counted"] * 6
    # two holdings of three and four loners are six households
    base = builders.clients([NOBODY] * 10, groups=["g"] * 3 + ["h"] * 3 + [""] * 4)
    assert fates(weigh(same_phone(10), base=base)) == ["shared_phone"] * 10


def test_only_the_digits_of_phones_matter() -> None:
    rows = same_phone(6)
    rows[0]["contact_phone"] = "+8 (900)-1 ext."
    assert fates(weigh(rows)) == ["shared_phone"] * 6


def test_phones_without_digits_are_not_shared() -> None:
    rows = [touch(i, 0, 10, contact_phone="unknown") for i in range(6)]
    assert fates(weigh(rows)) == ["counted"] * 6


def test_blank_phones_are_not_shared() -> None:
    rows = [touch(i, 0, 10, contact_phone="", contact_email=f"{i}@b.example") for i in range(6)]
    assert fates(weigh(rows)) == ["counted"] * 6


def test_forty_touches_in_an_hour_are_believed_forty_one_not() -> None:
    assert fates(weigh(rapid(40, 3600))) == ["counted"] * 40
    assert fates(weigh(rapid(41, 3600))) == ["burst"] * 41


def test_an_hour_is_any_hour_and_no_longer() -> None:
    # 41 touches over 3601 s: no window of 3600 s holds both the first and the last
    rows = rapid(41, 3600)
    rows[40]["at"] = "2026-05-20T10:59:31"
    assert fates(weigh(rows)) == ["counted"] * 41


def test_a_burst_takes_only_the_touches_of_its_hours() -> None:
    # 41 touches at 12:00:00; the hours 11:00:00-12:00:00 and 12:00:00-13:00:00 are too full, their ends too
    moments = ["2026-05-20T10:59:59", "2026-05-20T11:00:00"]
    moments += ["2026-05-20T12:00:00"] * 41 + ["2026-05-20T13:00:00", "2026-05-20T13:00:01"]
    rows = [touch(i, 0, 0) | {"at": moment} for i, moment in enumerate(moments)]
    assert fates(weigh(rows)) == ["counted"] + ["burst"] * 43 + ["counted"]


def test_bursts_are_judged_by_manager() -> None:
    rows = rapid(41, 3600)
    rows[7]["manager"] = 1
    assert fates(weigh(rows)) == ["counted"] * 41


def test_transactions_do_not_make_a_burst() -> None:
    rows = rapid(41, 3600)
    rows[7] = sale(7, 0, 0) | {"at": rows[7]["at"]}
    assert fates(weigh(rows)) == ["counted"] * 41


def test_bursts_are_not_judged_without_a_time_of_day() -> None:
    rows = [touch(i, 0, 0) | {"at": "2026-05-20"} for i in range(60)]
    assert fates(weigh(rows)) == ["counted"] * 60


@pytest.mark.parametrize("column", ["summary", "contact_phone"])
def test_a_missing_column_can_not_be_gamed(column: str) -> None:
    full = builders.activities([touch(i, 0, 10, contact_email="a@b.example") for i in range(8)])
    log = without(full, column)
    facts = builders.portfolio(builders.clients([NOBODY] * 8), builders.managers(1), log)
    assert fates(weigh_evidence(facts, Policy(), as_of=AS_OF)) == ["counted"] * 8


def test_dates_without_a_time_in_a_log_with_times_are_no_burst() -> None:
    # sixty letters entered with the day alone beside one call with a time: nobody wrote at midnight
    rows = [touch(i, 0, 0) | {"at": "2026-05-20T00:00:00"} for i in range(60)] + [touch(60, 0, 5)]
    assert fates(weigh(rows)) == ["counted"] * 61


def test_midnight_is_that_of_the_time_zone() -> None:
    # 21:00 UTC is midnight in Moscow; midnight UTC is three o'clock there, and 41 touches then are a burst
    rules = policy(time_zone="Europe/Moscow")
    local = [touch(i, 0, 0) | {"at": "2026-05-20T21:00:00"} for i in range(41)]
    assert fates(weigh(local, rules=rules)) == ["counted"] * 41
    night = [touch(i, 0, 0) | {"at": "2026-05-20T00:00:00"} for i in range(41)]
    assert fates(weigh([*night, touch(41, 0, 5)], rules=rules)) == ["burst"] * 41 + ["counted"]


def test_dates_without_a_time_do_not_fill_an_hour_of_others() -> None:
    # 40 touches from 0:10 on are one below the limit; three plain dates of the same day are not in their hour
    late = [touch(i, 0, 0) | {"at": f"2026-05-20T00:{10 + i % 40}:00"} for i in range(40)]
    plain = [touch(40 + i, 0, 0) | {"at": "2026-05-20T00:00:00"} for i in range(3)]
    assert fates(weigh([*late, *plain])) == ["counted"] * 43
