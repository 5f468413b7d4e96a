"""How cells become numbers and dates."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assigner.tabular.dates import parse_dates
from assigner.tabular.numbers import parse_numbers
from tests.builders import text


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("1234", 1234),
        ("-5", -5),
        ("1e3", 1000),
        ("1 234,56", 1234.56),
        ("1\u00a0234\u00a0567", 1234567),
        ("1\u202f234,5", 1234.5),
        ("1'234.5", 1234.5),
        ("1.234,56", 1234.56),
        ("1,234.56", 1234.56),
        ("1.234.567", 1234567),
        ("1,234,567", 1234567),
        ("0,125", 0.125),
        ("$1,200.50", 1200.5),
        ("100 руб.", 100),
        ("1 500 ₽", 1500),
        ("200 EUR", 200),
        ("−7", -7),
    ],
)
def test_a_number_without_doubt_is_read(cell: str, value: float) -> None:
    found = parse_numbers(text([cell]))
    assert found.values.tolist() == [value]
    assert not found.bad.any()
    assert found.guess == ""


@pytest.mark.parametrize(
    "cell", ["abc", "12-5", "inf", "1e999", "1,23,456", "5%", "1..2", "1_000", "--1", "٣"]
)
def test_what_is_no_finite_number_is_bad(cell: str) -> None:
    found = parse_numbers(text([cell]))
    assert found.bad.tolist() == [True]
    assert np.isnan(found.values).all()


def test_the_rest_of_the_column_decides_a_doubtful_cell() -> None:
    # "12,5" proves a decimal comma, so "1.234" is one thousand and "1,234" a little more than one.
    assert parse_numbers(text(["1.234", "12,5", "1,234"])).values.tolist() == [1234, 12.5, 1.234]
    # "12.5" proves a decimal point.
    assert parse_numbers(text(["1.234", "12.5", "1,234"])).values.tolist() == [1.234, 12.5, 1234]


@pytest.mark.parametrize(("delimiter", "point", "comma"), [(",", 1.234, 1234), (";", 1234, 1.234)])
def test_without_proof_the_kind_of_file_decides_and_the_guess_is_told(
    delimiter: str, point: float, comma: float
) -> None:
    assert parse_numbers(text(["1.234"]), delimiter=delimiter).values.tolist() == [point]
    found = parse_numbers(text(["1,234", "7"]), delimiter=delimiter)
    assert found.values.tolist() == [comma, 7]
    assert found.guess == "1,234"


def test_typed_cells_and_rates_have_decimal_points_only() -> None:
    assert parse_numbers(text(["1.234"]), typed=True).values.tolist() == [1.234]
    assert (
        parse_numbers(text(["1.234", "1,234"]), delimiter=";", thousands=False).values.tolist() == [1.234] * 2
    )


def test_per_cent_is_read_where_it_is_meant() -> None:
    assert parse_numbers(text(["5%", "0.05"]), percent=True, thousands=False).values.tolist() == [0.05, 0.05]


def test_blanks_are_nan_and_not_bad() -> None:
    found = parse_numbers(text(["", "nan", "1"]))
    assert not found.bad.any()
    assert np.isnan(found.values).tolist() == [True, True, False]


@given(st.lists(st.floats(allow_nan=False, allow_infinity=False, width=32)))
def test_what_a_program_writes_comes_back(values: list[float]) -> None:
    found = parse_numbers(text([repr(value) for value in values]), typed=True)
    assert found.values.tolist() == values


@pytest.mark.parametrize(
    ("cell", "moment"),
    [
        ("2024-02-29", "2024-02-29T00:00:00"),
        ("2024-1-5", "2024-01-05T00:00:00"),
        ("2024-03-01T10:20:30", "2024-03-01T10:20:30"),
        ("2024-03-01 10:20", "2024-03-01T10:20:00"),
        ("2024-03-01T10:00:00+03:00", "2024-03-01T07:00:00"),
        ("2024-03-01T10:00:00Z", "2024-03-01T10:00:00"),
        ("05.03.2024", "2024-03-05T00:00:00"),
        ("5.3.2024 9:07", "2024-03-05T09:07:00"),
        ("05.03.2024 09:07:08", "2024-03-05T09:07:08"),
        ("20240305", "2024-03-05T00:00:00"),
        ("31/12/2024", "2024-12-31T00:00:00"),
        ("12/31/2024", "2024-12-31T00:00:00"),
        ("45356", "2024-03-05T00:00:00"),  # 45292 is 2024-01-01 in Excel; 64 days later
        ("45356.5", "2024-03-05T12:00:00"),
    ],
)
def test_a_date_is_read(cell: str, moment: str) -> None:
    found = parse_dates(text([cell]))
    assert found.values.tolist() == [np.datetime64(moment).item()]
    assert not found.bad.any()


@pytest.mark.parametrize(
    "cell",
    ["2023-02-29", "31.04.2024", "1899-12-31", "2201-01-01", "soon", "2024", "2024-03-01 25:00", "05-03-24"],
)
def test_what_is_no_date_is_bad(cell: str) -> None:
    found = parse_dates(text([cell]))
    assert found.bad.tolist() == [True]
    assert np.isnat(found.values).all()


def test_a_column_of_slashes_tells_day_and_month_apart() -> None:
    found = parse_dates(text(["03/04/2024", "03/25/2024"]))
    assert found.values.astype("datetime64[D]").astype(str).tolist() == ["2024-03-04", "2024-03-25"]
    assert found.guess == ""
    guessed = parse_dates(text(["03/04/2024"]))
    assert guessed.values.astype("datetime64[D]").astype(str).tolist() == ["2024-04-03"]
    assert guessed.guess == "03/04/2024"


def test_times_without_a_zone_are_in_the_zone_asked_for() -> None:
    # Moscow is three hours ahead of UTC; a time with a zone of its own is not shifted again.
    found = parse_dates(
        text(["2024-03-01 23:30", "01.03.2024 02:00", "2024-03-01T10:00:00+05:00", "2024-03-01", ""]),
        time_zone="Europe/Moscow",
    )
    assert found.values.astype(str).tolist() == [
        "2024-03-01T20:30:00",
        "2024-02-29T23:00:00",
        "2024-03-01T05:00:00",
        "2024-02-29T21:00:00",
        "NaT",
    ]
    days = parse_dates(text(["2024-03-01", "02.03.2024"]), time_zone="Europe/Moscow")
    assert days.values.astype("datetime64[D]").astype(str).tolist() == ["2024-03-01", "2024-03-02"]


@given(
    st.dates(min_value=date(1900, 1, 1), max_value=date(2200, 12, 31)),
    st.sampled_from(["%Y-%m-%d", "%d.%m.%Y"]),
)
def test_every_day_comes_back(day: date, shape: str) -> None:
    assert parse_dates(text([day.strftime(shape)])).values.astype("datetime64[D]").tolist() == [day]
