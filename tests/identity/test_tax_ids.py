"""Tax ids as they stand in exports."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assigner.identity.model import Validity
from assigner.identity.tax_ids import read_tax_id

# 7707083893 and 500100732259 are published examples of a firm's and a person's INN. Control digit of the
# first: 7*2 + 7*4 + 0*10 + 7*3 + 0*5 + 8*9 + 3*4 + 8*6 + 9*8 = 267, mod 11 = 3.


@pytest.mark.parametrize(
    "cell",
    [
        "7707083893",
        " 7707083893 ",
        "ИНН 7707083893",
        "ИНН: 7707083893",
        "инн/кпп 7707083893/770701001",
        "7707083893/770701001",
        "7707083893 / 770701001",
        "7707083893\\770701001",
        "7707083893 770701001",
        "77 07 083893",
        "7707083893.0",
        "RU7707083893",
    ],
)
def test_an_inn_is_found_whatever_stands_around_it(cell: str) -> None:
    assert read_tax_id(cell) == ("7707083893", Validity.VALID)


def test_persons_have_twelve_digits() -> None:
    assert read_tax_id("500100732259") == ("500100732259", Validity.VALID)
    assert read_tax_id("500100732258")[1] == Validity.INVALID


def test_leading_zeros_are_put_back_where_that_makes_the_number_valid() -> None:
    # 0573000177: 0*2+5*4+7*10+3*3+0+0+0+1*6+7*8 = 161, mod 11 = 7.
    assert read_tax_id("573000177") == ("0573000177", Validity.PADDED)
    assert read_tax_id("573000178")[1] == Validity.INVALID


def test_a_belarusian_number_is_foreign_and_not_a_slip() -> None:
    # 9 digits like an INN without its zero. 200988541 is the published example of a UNP.
    assert read_tax_id("200988541") == ("200988541", Validity.FOREIGN)


@pytest.mark.parametrize("cell", ["7707083894", "0000000000", "1111111111", "12345"])
def test_what_looks_like_an_inn_but_is_none_is_invalid(cell: str) -> None:
    assert read_tax_id(cell) == (cell, Validity.INVALID)


@pytest.mark.parametrize("cell", ["", "  ", "-", "нет", "Не указан", "0", "000", "н/д", "—"])
def test_cells_that_say_nothing_are_blank(cell: str) -> None:
    assert read_tax_id(cell) == ("", Validity.BLANK)


def test_other_forms_are_foreign() -> None:
    assert read_tax_id("de 123 456 789") == ("DE123456789", Validity.FOREIGN)
    assert read_tax_id("1027700132195") == ("1027700132195", Validity.FOREIGN)  # an OGRN


def test_elsewhere_nothing_is_checked() -> None:
    assert read_tax_id("7707083894", "DE") == ("7707083894", Validity.FOREIGN)
    assert read_tax_id("DE-123", "DE") == ("DE123", Validity.FOREIGN)
    assert read_tax_id("", "DE") == ("", Validity.BLANK)
    assert read_tax_id("applied for", "DE") == ("", Validity.BLANK)


@given(st.text(max_size=30))
def test_any_text_gives_an_answer_that_is_read_again_as_the_same(cell: str) -> None:
    number, worth = read_tax_id(cell)
    assert (number == "") == (worth == Validity.BLANK)
    again, second = read_tax_id(number)
    if worth in (Validity.VALID, Validity.PADDED):
        assert (again, second) == (number, Validity.VALID)
