"""Activities after the as-of date, 1 June 2026."""

from __future__ import annotations

from assigner.quality import Check
from tests import builders
from tests.quality.bases import found, judge, portfolio


def test_touches_after_the_day_are_found_with_their_author() -> None:
    rows = [
        {"client": 0, "manager": 0, "at": "2026-06-01"},  # the day itself counts
        {"client": 0, "manager": 1, "at": "2026-06-02"},
        {"client": 1, "manager": 1, "at": "2027-01-15"},
    ]
    quality = judge(portfolio(builders.clients([0, 0]), builders.activities(rows)))
    assert found(quality, Check.FUTURE_ACTIVITY) == [
        ("occurred_at", 1, "2026-06-02", ""),
        ("occurred_at", 2, "2027-01-15", ""),
    ]
    # who wrote it answers for it, not who owns the client
    assert quality.managers.findings[Check.FUTURE_ACTIVITY].tolist() == [0, 2]


def test_junk_in_the_log_is_the_authors() -> None:
    rows = [
        {"client": 0, "manager": 1, "at": "2026-05-01", "contact_name": "test", "contact_phone": "1234567"},
        {"client": 0, "manager": 0, "at": "2026-05-02", "contact_email": "asdf@asdf.ru"},
        {"client": 0, "manager": 0, "at": "2026-05-03"},
    ]
    quality = judge(portfolio(builders.clients([0]), builders.activities(rows)))
    assert found(quality, Check.JUNK_VALUE) == [
        ("contact_name", 0, "test", ""),
        ("contact_phone", 0, "1234567", ""),
        ("contact_email", 1, "asdf@asdf.ru", ""),
    ]
    assert quality.managers.findings[Check.JUNK_VALUE].tolist() == [1, 2]


def test_without_a_log_nothing_is_found_in_it() -> None:
    assert judge(portfolio(builders.clients([0, 1]))).findings == ()
