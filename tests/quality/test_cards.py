"""Tax ids, contacts, owners and whole cards."""

from __future__ import annotations

import pytest

from assigner.portfolio import Kind
from assigner.quality import Check
from tests import builders
from tests.quality.bases import cards, found, judge, portfolio, unlisted

FIRST_INN, OTHER_INN, ZERO_INN = "7707083893", "7736050003", "0274062111"
"""INNs with fitting check digits; the last one begins with a zero."""


def test_tax_ids_are_invalid_padded_or_shared() -> None:
    # c1: last digit of c0's changed; c2: the zero of ZERO_INN lost; c0 and c3 are one firm; c4 says nothing
    tax_ids = [FIRST_INN, "7707083894", ZERO_INN[1:], FIRST_INN, ""]
    quality = judge(portfolio(cards([0] * 5, tax_id=tax_ids)))
    assert found(quality, Check.INVALID_TAX_ID) == [("tax_id", 1, "7707083894", "")]
    assert found(quality, Check.PADDED_TAX_ID) == [("tax_id", 2, ZERO_INN[1:], ZERO_INN)]
    assert found(quality, Check.SHARED_TAX_ID) == [
        ("tax_id", 0, FIRST_INN, "c3"),
        ("tax_id", 3, FIRST_INN, "c0"),
    ]


def test_a_lost_zero_does_not_hide_the_same_firm() -> None:
    quality = judge(portfolio(cards([0] * 3, tax_id=[ZERO_INN[1:], OTHER_INN, ZERO_INN])))
    assert [(at, other) for _, at, _, other in found(quality, Check.SHARED_TAX_ID)] == [(0, "c2"), (2, "c0")]


def test_three_cards_of_one_firm_name_the_first_other_one() -> None:
    quality = judge(portfolio(cards([0] * 3, tax_id=[FIRST_INN] * 3)))
    assert [other for *_, other in found(quality, Check.SHARED_TAX_ID)] == ["c1", "c0", "c0"]


def test_bad_phones_and_mailboxes_are_found() -> None:
    # +7 495 has 10 digits behind the 7; c1's has 8. Foreign and blank ones are fine.
    phones = ["+7 495 123-45-67", "+7 495 123-45", "+44 20 7946 0958", ""]
    emails = ["sales@firm.ru", "info@firm.ru", "", "sales.firm.ru"]
    quality = judge(portfolio(cards([0] * 4, phone=phones, email=emails)))
    assert found(quality, Check.INVALID_PHONE) == [("phone", 1, "+7 495 123-45", "")]
    assert found(quality, Check.INVALID_EMAIL) == [("email", 3, "sales.firm.ru", "")]


def test_owners_nobody_lists_are_found() -> None:
    facts = unlisted(portfolio(builders.clients([0, 1, -1])), 1)
    quality = judge(facts)
    assert found(quality, Check.UNKNOWN_OWNER) == [("manager_id", 1, "m1", "")]
    assert quality.managers.findings[Check.UNKNOWN_OWNER].tolist() == [0, 1]


def test_a_card_is_incomplete_when_half_of_it_is_blank() -> None:
    # card: manager_id, potential, phone, region (the others are nowhere). c0 has 4 of 4, c1 3, c2 2, c3 0.
    base = cards(
        [0, 0, 0, -1],
        potential=[1.0, 1.0, 1.0, 0.0],
        phone=["+7 495 123-45-67", "+7 495 123-45-68", "", ""],
        region=["North", "", "", ""],
    )
    quality = judge(portfolio(base))
    assert quality.card == ("manager_id", "potential", "phone", "region")
    assert quality.completeness.tolist() == [1.0, 0.75, 0.5, 0.0]
    assert found(quality, Check.INCOMPLETE_CARD) == [
        ("", 2, "", "phone, region"),
        ("", 3, "", "manager_id, potential, phone, region"),
    ]
    # manager m0 owns the first three: (1 + 0.75 + 0.5) / 3
    assert quality.managers.completeness[0] == pytest.approx(0.75)


def test_a_card_of_three_columns_says_too_little() -> None:
    quality = judge(portfolio(cards([-1, 0], potential=[0.0, 1.0], region=["", "North"])))
    assert quality.card == ("manager_id", "potential", "region")
    assert found(quality, Check.INCOMPLETE_CARD) == []


def test_excluded_clients_are_alive_with_revenue_a_deal_or_work() -> None:
    # c3's deal was due before as_of, c4's last call is a year old, c5 is not excluded, c6 is dead
    base = cards(
        [0] * 7,
        excluded=[True, True, True, True, True, False, True],
        excluded_reason=["bankrupt", "", "", "", "", "", ""],
        revenue=[10.0, 0, 0, 0, 0, 10.0, 0],
        deal_amount=[0, 5.0, 0, 5.0, 0, 0, 0],
        deal_close=[None, "2026-06-01", None, "2026-05-31", None, None, None],
    )
    log = builders.activities(
        [
            {"client": 2, "manager": 0, "at": "2026-05-20", "kind": Kind.TRANSACTION},
            {"client": 4, "manager": 0, "at": "2025-05-20"},
        ]
    )
    assert found(judge(portfolio(base, log)), Check.EXCLUDED_BUT_ALIVE) == [
        ("excluded", 0, "bankrupt", "revenue"),
        ("excluded", 1, "", "deal"),
        ("excluded", 2, "", "worked"),
    ]
