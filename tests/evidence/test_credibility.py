"""Which touches are believed (model §2, second paragraph)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from assigner.evidence import Discard, weigh_evidence
from assigner.policy.model import Policy
from assigner.portfolio import Kind
from tests import builders
from tests.builders import AS_OF
from tests.evidence.cases import fates, policy, sale, touch, weigh, without


def fate(**more: Any) -> str:
    return fates(weigh([touch(0, 0, 10, **more)]))[0]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, "counted"),
        ({"contact_name": ""}, "no_contact_name"),
        ({"contact_name": "  "}, "no_contact_name"),
        ({"contact_role": ""}, "no_contact_role"),
        ({"contact_phone": ""}, "no_phone_or_email"),
        ({"contact_phone": "", "contact_email": "a@b.example"}, "counted"),
        ({"contact_email": "a@b.example"}, "counted"),
        ({"summary": "x" * 15}, "counted"),
        ({"summary": "x" * 14}, "short_summary"),
        # 14 characters and four blanks around them are still 14; a blank inside counts
        ({"summary": "  " + "x" * 14 + "  "}, "short_summary"),
        ({"summary": "x" * 7 + " " + "x" * 7}, "counted"),
        ({"summary": ""}, "short_summary"),
    ],
)
def test_a_credible_touch_has_contact_role_way_and_summary(change: dict[str, Any], expected: str) -> None:
    assert fate(**change) == expected


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind != Kind.TRANSACTION])
def test_every_other_kind_must_be_credible(kind: Kind) -> None:
    assert fates(weigh([touch(0, 0, 10, kind, contact_name="")])) == ["no_contact_name"]


def test_a_transaction_proves_itself() -> None:
    assert fates(weigh([sale(0, 0, 10)])) == ["counted"]


def test_a_negative_age_discards_everything_even_transactions() -> None:
    rows = [touch(0, 0, -1), sale(0, 0, -1), touch(0, 0, -1, verified=1), touch(0, 0, 0)]
    assert fates(weigh(rows)) == ["future", "future", "future", "counted"]


def test_verified_counts_whatever_is_missing_and_refuted_never_counts() -> None:
    bare: dict[str, Any] = {"contact_name": "", "contact_role": "", "contact_phone": "", "summary": ""}
    rows = [
        touch(0, 0, 1, verified=1, **bare),
        touch(0, 0, 2, verified=0),
        touch(0, 0, 3, verified=-1, **bare),
        sale(0, 0, 4, verified=0),
    ]
    assert fates(weigh(rows)) == ["counted", "refuted", "no_contact_name", "refuted"]


def test_verified_touches_escape_the_gaming_rules_too() -> None:
    # one summary on six clients is copied, but the audit rang up client 0
    rows = [touch(i, 0, 10, summary="the usual monthly call") for i in range(6)]
    rows[0]["verified"] = 1
    assert fates(weigh(rows)) == ["counted"] + ["copied_summary"] * 5


@pytest.mark.parametrize(
    ("column", "change"),
    [
        ("contact_name", {"contact_name": ""}),
        ("contact_role", {"contact_role": ""}),
        ("summary", {"summary": ""}),
    ],
)
def test_a_column_the_export_does_not_have_is_not_asked_for(column: str, change: dict[str, Any]) -> None:
    full = builders.activities([touch(0, 0, 10, **change)])
    log = without(full, column)
    facts = builders.portfolio(builders.clients([0]), builders.managers(1), log)
    evidence = weigh_evidence(facts, Policy(), as_of=AS_OF)
    assert fates(evidence) == ["counted"]
    assert evidence.relaxed == (column,)


@pytest.mark.parametrize(
    ("missing", "expected"),
    [
        # the phone column is there and blank: asked for, found wanting
        (("contact_email",), "no_phone_or_email"),
        # only e-mail is there, and blank
        (("contact_phone",), "no_phone_or_email"),
        (("contact_phone", "contact_email"), "counted"),
    ],
)
def test_one_of_phone_and_email_is_asked_for_while_a_column_exists(
    missing: tuple[str, ...], expected: str
) -> None:
    full = builders.activities([touch(0, 0, 10, contact_phone="", contact_email="")])
    log = without(full, *missing)
    facts = builders.portfolio(builders.clients([0]), builders.managers(1), log)
    evidence = weigh_evidence(facts, Policy(), as_of=AS_OF)
    assert fates(evidence) == [expected]
    assert evidence.relaxed == missing


def test_nothing_is_relaxed_in_a_full_export() -> None:
    assert weigh([touch(0, 0, 10)]).relaxed == ()


def test_the_first_reason_in_the_order_is_named() -> None:
    # start with a touch that breaks everything and mend one thing at a time; limits of 1 make every gaming
    # rule bite: the same words and phone on two clients, two touches in one minute
    rules = policy(max_clients_per_summary=1, max_clients_per_phone=1, max_touches_per_hour=1)
    worst: dict[str, Any] = {
        "verified": 0, "contact_name": "", "contact_role": "", "contact_phone": "", "summary": "hi",
    }  # fmt: skip
    words: dict[str, Any] = {"summary": "spoke about the new price list"}
    shared: dict[str, Any] = {"contact_phone": "111"}
    steps: list[tuple[dict[str, Any], Discard]] = [
        ({}, Discard.REFUTED),
        ({"verified": -1}, Discard.NO_CONTACT_NAME),
        ({"contact_name": "Ivan"}, Discard.NO_CONTACT_ROLE),
        ({"contact_role": "buyer"}, Discard.NO_PHONE_OR_EMAIL),
        (shared, Discard.SHORT_SUMMARY),
        (words, Discard.COPIED_SUMMARY),
        ({"summary": "something quite different"}, Discard.SHARED_PHONE),
        ({"contact_phone": "222"}, Discard.BURST),
    ]
    for change, expected in steps:
        worst |= change
        rows = [touch(0, 0, 10, **worst), touch(1, 0, 10, **shared, **words)]
        assert fates(weigh(rows, rules=rules))[0] == expected.value
    future = [touch(0, 0, -1, verified=0, contact_name="")]
    assert fates(weigh(future, rules=rules)) == ["future"]


def test_discarded_touches_are_counted_by_reason_and_manager() -> None:
    rows = [
        touch(0, 0, 1, contact_name=""),
        touch(0, 1, 2, contact_name=""),
        touch(0, 1, 3, contact_name="", summary=""),
        touch(0, 1, 4, verified=0),
        touch(0, 1, 5),
    ]
    log = builders.activities(rows)
    facts = builders.portfolio(builders.clients([0]), builders.managers(3), log)
    facts = replace(facts, dropped_activities={"unknown_client": 4, "unknown_manager": 1})
    evidence = weigh_evidence(facts, Policy(), as_of=AS_OF)
    assert evidence.discarded == {
        "refuted": 1, "no_contact_name": 3, "unknown_client": 4, "unknown_manager": 1,
    }  # fmt: skip
    by_manager = {name: counts.tolist() for name, counts in evidence.discarded_by_manager.items()}
    assert by_manager == {"refuted": [0, 1, 0], "no_contact_name": [1, 2, 0]}
