"""E-mail addresses as they stand in exports."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assigner.identity.emails import own_domain, read_email
from assigner.identity.model import Validity


@pytest.mark.parametrize(
    "cell",
    [
        "info@firma.ru",
        " Info@Firma.RU ",
        "<info@firma.ru>",
        "mailto:info@firma.ru",
        "info@firma.ru; zakup@mail.ru",
        "info@firma.ru, zakup@mail.ru",
        "info@firma.ru/zakup@mail.ru",
        "нет @ / info@firma.ru",
    ],
)
def test_the_first_good_address_counts(cell: str) -> None:
    assert read_email(cell) == ("info@firma.ru", Validity.VALID)


def test_other_alphabets_are_fine() -> None:
    assert read_email("Почта@Ромашка.рф") == ("почта@ромашка.рф", Validity.VALID)


@pytest.mark.parametrize(
    "cell", ["info@firma", "@firma.ru", "info.firma.ru", "a..b@firma.ru", "a@-b.ru", "a@b.c1"]
)
def test_what_no_letter_could_reach_is_invalid(cell: str) -> None:
    assert read_email(cell) == ("", Validity.INVALID)


@pytest.mark.parametrize("cell", ["", "-", "нет", "N/A"])
def test_cells_that_say_nothing_are_blank(cell: str) -> None:
    assert read_email(cell) == ("", Validity.BLANK)


def test_public_mail_services_tell_nothing_about_the_firm() -> None:
    assert own_domain("info@firma.ru") == "firma.ru"
    assert own_domain("firma@mail.ru") == ""
    assert own_domain("firma@gmail.com") == ""
    assert own_domain("") == ""


@given(st.text(max_size=60))
def test_any_text_gives_an_address_or_none(cell: str) -> None:
    address, worth = read_email(cell)
    assert (address != "") == (worth == Validity.VALID)
    assert not address or read_email(address) == (address, Validity.VALID)
