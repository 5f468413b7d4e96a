"""Phones as they stand in exports."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assigner.identity.model import Validity
from assigner.identity.phones import read_phones


@pytest.mark.parametrize(
    "cell",
    [
        "+7 (495) 123-45-67",
        "8 (495) 123-45-67",
        "84951234567",
        "4951234567",
        "8-495-123 45 67 доб. 12",
        "8 (495) 123-45-67 вн.123",
        "8 (495) 123-45-67 (доб. 12)",
        "+7 495 1234567 ext. 5",
        "тел. 8 (495) 123-45-67",
        "Иван Петрович 8 (495) 123-45-67",
    ],
)
def test_one_number_has_one_form(cell: str) -> None:
    assert read_phones(cell) == (("+74951234567",), Validity.VALID)


@pytest.mark.parametrize("between", [", ", "; ", "\n", " / ", " и ", " ", "|"])
def test_several_numbers_in_a_cell_come_apart(between: str) -> None:
    numbers, worth = read_phones(f"84951234567{between}+7 912 345-67-89")
    assert numbers == ("+74951234567", "+79123456789")
    assert worth == Validity.VALID


def test_a_country_code_beats_the_country() -> None:
    assert read_phones("+49 30 901820") == (("+4930901820",), Validity.VALID)
    assert read_phones("(030) 901820", "DE") == (("+4930901820",), Validity.VALID)


def test_the_plan_of_the_country_says_no() -> None:
    assert read_phones("+7 111 222-33-44") == (("+71112223344",), Validity.INVALID)  # no area begins with 1


def test_a_number_of_another_country_is_only_measured() -> None:
    assert read_phones("+1 211 555 0123") == (("+12115550123",), Validity.FOREIGN)  # no area 211


@pytest.mark.parametrize("cell", ["123-45-67", "12345", "1111111111", "+7 495", "89161234567891011"])
def test_what_nobody_can_ring_is_invalid_and_not_compared(cell: str) -> None:
    assert read_phones(cell) == ((), Validity.INVALID)


@pytest.mark.parametrize("cell", ["", "-", "нет", "уточнить", "call Ivan"])
def test_cells_without_a_number_are_blank(cell: str) -> None:
    assert read_phones(cell) == ((), Validity.BLANK)


def test_one_good_number_makes_the_cell_good() -> None:
    assert read_phones("123-45-67, 8 (495) 123-45-67") == (("+74951234567",), Validity.VALID)


@given(st.text(alphabet="0123456789+-() ,;/доб.xИва#", max_size=40))
def test_any_text_gives_numbers_in_e164_form(cell: str) -> None:
    numbers, worth = read_phones(cell)
    assert all(number.startswith("+") and number[1:].isdigit() and len(number) <= 16 for number in numbers)
    assert not (numbers and worth == Validity.BLANK)
    assert all(read_phones(number)[0] == (number,) for number in numbers)
