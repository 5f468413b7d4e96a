"""Numbers as the library for locales writes them, only quicker."""

from __future__ import annotations

import pytest
from babel.numbers import format_decimal
from hypothesis import given
from hypothesis import strategies as st

from assigner.i18n import LANGUAGES, Translator

AMOUNTS = st.one_of(st.integers(-(10**9), 10**9), st.floats(-1e9, 1e9), st.floats(-2, 2))


@given(AMOUNTS, st.integers(0, 3), st.sampled_from(LANGUAGES))
def test_numbers_are_those_of_the_locale(value: float, digits: int, language: str) -> None:
    shape = "#,##0" + ("." + "0" * digits if digits else "")
    wanted = format_decimal(round(value, digits) or 0, format=shape, locale=language)
    assert Translator(language).number(value, digits) == wanted


@pytest.mark.parametrize(
    ("language", "value", "digits", "shown"),
    [
        ("en", 1234567.891, 1, "1,234,567.9"),
        ("ru", 1234567.891, 1, "1\u00a0234\u00a0567,9"),
        ("en", -0.004, 2, "0.00"),
        ("en", float("inf"), 0, "∞"),
    ],
)
def test_numbers_by_hand(language: str, value: float, digits: int, shown: str) -> None:
    assert Translator(language).number(value, digits) == shown
