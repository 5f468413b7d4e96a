"""Cells filled to be filled."""

from __future__ import annotations

import pytest

from assigner.policy import Policy
from assigner.policy.model import EvidencePolicy
from assigner.quality import Check
from assigner.quality.junk_words import (
    is_junk_contact,
    is_junk_email,
    is_junk_phone,
    is_junk_tax_id,
    is_junk_text,
)
from tests.quality.bases import cards, found, judge, portfolio


@pytest.mark.parametrize(
    "text",
    [
        "test",
        "Тест",
        " ТЕСТ. ",
        "«тест»",
        "нет имени",
        "xxx",
        "ъ",
        "А.",
        "???",
        "...",
        "asdf",
        "йцукен",
        "123",
        "ывапр",
        "ffff",
        "1111",
        "qwertyuiop",
    ],
)
def test_names_that_say_nothing_are_junk(text: str) -> None:
    assert is_junk_text(text)
    assert is_junk_contact(text)


@pytest.mark.parametrize(
    "text",
    [
        "Тестовые системы",
        "Testo AG",
        "Лев",
        "Ян Ли",
        "Ян",
        "ААА Авто",
        "1С",
        "3M",
        "IBM",
        "AAA",
        "ТСТ",
        "Про",
        "СМИ",
        "Аналитик Плюс",
        "Нетология",
        "5ка",
        "Проверка-Сервис",
        "Ия",
    ],
)
def test_names_that_somebody_may_have_are_not(text: str) -> None:
    assert not is_junk_text(text)
    assert not is_junk_contact(text)


def test_a_person_is_not_called_by_digits_but_a_firm_may_be() -> None:
    assert is_junk_contact("8 916")
    assert not is_junk_text("365")


@pytest.mark.parametrize(
    "text",
    ["123", "1234567", "+7 (123) 456-78-90", "000-00-00", "+7 999 999-99-99", "89999999999", "нет", "-", "1"],
)
def test_made_up_phones_are_junk(text: str) -> None:
    assert is_junk_phone(text)


@pytest.mark.parametrize(
    "text", ["222-22-22", "8 800 555-35-35", "+7 912 345-67-89", "+7 495 123-45-67", "112 11"]
)
def test_phones_that_somebody_may_have_are_not(text: str) -> None:
    assert not is_junk_phone(text)


@pytest.mark.parametrize("text", ["0000000000", "1111111111", "1234567890", "123", "нет"])
def test_made_up_tax_ids_are_junk(text: str) -> None:
    assert is_junk_tax_id(text)


def test_tax_ids_that_are_only_wrong_are_not_junk() -> None:
    assert not is_junk_tax_id("7707083894")


@pytest.mark.parametrize(
    "text",
    [
        "test@firm.ru",
        "a@a.ru",
        "asdf@mail.ru",
        "123@123.ru",
        "mail@mail.ru",
        "нет",
        "qwerty@firm.com",
        "xxx@xxx.com",
    ],
)
def test_made_up_mailboxes_are_junk(text: str) -> None:
    assert is_junk_email(text)


@pytest.mark.parametrize(
    "text",
    [
        "info@firm.ru",
        "mail@firm.ru",
        "a@firm.ru",
        "asd@firm.ru",
        "stroy@stroy.ru",
        "testov@firm.ru",
        "not a box",
    ],
)
def test_mailboxes_that_somebody_may_have_are_not(text: str) -> None:
    assert not is_junk_email(text)


def test_junk_is_told_once_and_not_as_invalid_too() -> None:
    base = cards([0, 0], phone=["1234567", ""], email=["test@test", ""], tax_id=["1234567890", ""])
    quality = judge(portfolio(base))
    for check in (Check.INVALID_TAX_ID, Check.INVALID_PHONE, Check.INVALID_EMAIL):
        assert quality.count(check) == 0
    assert found(quality, Check.JUNK_VALUE) == [
        ("tax_id", 0, "1234567890", ""),
        ("phone", 0, "1234567", ""),
        ("email", 0, "test@test", ""),
    ]


def test_a_name_is_junk_behind_its_legal_form_too_and_never_where_the_id_stands_in() -> None:
    # c3 had no name: the id stands there instead, and "1" would be junk
    base = cards(
        [0] * 4, client_id=["a", "b", "c", "1"], name=["ООО «Тест»", "Test LLC", "ООО «Тестер»", "1"]
    )
    assert [at for _, at, _, _ in found(judge(portfolio(base)), Check.JUNK_VALUE)] == [0, 1]


def test_one_contact_on_more_cards_than_the_policy_allows_is_filler() -> None:
    # m0 has Anna with one number on 4 cards: 3 allowed; m1 on 3. Another number is another contact.
    owner = [0, 0, 0, 0, 0, 0, 1, 1, 1]
    phone = ["8 495 123-45-67", "+7 495 1234567", "84951234567", "495 123 45 67", "+7 495 765-43-21", ""]
    base = cards(owner, contact_name=["Anna", "anna"] + ["Anna"] * 7, phone=phone + ["+7 495 123-45-67"] * 3)
    policy = Policy(evidence=EvidencePolicy(max_clients_per_phone=3))
    cells = found(judge(portfolio(base), policy), Check.JUNK_VALUE)
    assert [(at, detail) for _, at, _, detail in cells] == [(at, "repeated 4") for at in range(4)]


def test_the_cards_of_a_holding_may_share_one_contact() -> None:
    base = cards(
        [0] * 5, contact_name=["Anna"] * 5, phone=["+7 495 123-45-67"] * 5, groups=["h", "h", "h", "h", ""]
    )
    policy = Policy(evidence=EvidencePolicy(max_clients_per_phone=2))
    assert (
        found(judge(portfolio(base), policy), Check.JUNK_VALUE) == []
    )  # the holding and one more: 2 clients
