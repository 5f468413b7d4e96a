"""How cells become numbers and dates."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assigner.tabular.dates import parse_dates
from assigner.tabular.numbers import parse_numbers
from assigner.tabular.units import unit_of_header
from tests.builders import text
from tests.tabular.tables import only, read


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
        ("- 7", -7),
        ("1 234,50 руб.", 1234.5),
        ("1\u2009234\u00a0567", 1234567),
        ("12 тыс.", 12_000),
        ("12,5 тыс. руб.", 12_500),
        ("4,35 тыс", 4350),  # exact: the unit moves the point, it does not multiply
        ("12 т.р.", 12_000),
        ("1,5 млн", 1_500_000),
        ("1 млрд ₽", 1e9),
        ("2.3k", 2300),
        ("$3M", 3_000_000),
        ("USD 200", 200),
        ("-$5", -5),
        ("(1 234)", -1234),
        ("(1,5 млн)", -1_500_000),
        ("≈ 1 000", 1000),
        ("около 12 тыс.", 12_000),
    ],
)
def test_a_number_without_doubt_is_read(cell: str, value: float) -> None:
    found = parse_numbers(text([cell]))
    assert found.values.tolist() == [value]
    assert not found.bad.any()
    assert found.guess == ""


@pytest.mark.parametrize(
    "cell",
    [
        "abc",
        "12-5",
        "inf",
        "1e999",
        "1,23,456",
        "5%",
        "1..2",
        "1_000",
        "--1",
        "٣",
        "руб.",
        "12 34",
        "10 20",
        "1 млн 200 тыс.",
        "5 т",
        "12 шт",
        "(5",
        "1 234 56",
    ],
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


@pytest.mark.parametrize(
    ("header", "unit"),
    [
        ("Потенциал", 1),
        ("Потенциал, руб.", 1),
        ("Потенциал, тыс. руб.", 1e3),
        ("Выручка (млн)", 1e6),
        ("Выручка т.р.", 1e3),
        ("Revenue, $k", 1e3),
        ("Potential, k EUR", 1e3),
        ("Sales (m)", 1e6),
        ("Sales, billions", 1e9),
        ("revenue_12m", 1),
        ("Revenue 12 m", 1),  # months
        ("Revenue (12m)", 1),
        ("Тысячелетие", 1),
    ],
)
def test_a_header_names_its_unit(header: str, unit: float) -> None:
    assert unit_of_header(header) == unit


def test_the_unit_of_a_header_scales_its_column_but_no_cell_with_a_unit_of_its_own(tmp_path: Path) -> None:
    header = 'client_id,name,manager_id,"Потенциал, тыс. руб."\n'
    clients = header + 'c1,A,m,"1,5"\nc2,B,m,2 млн\nc3,C,m,\nc4,D,m,4.1 ₽\n'
    facts = read(tmp_path, clients=clients)
    assert facts.clients.potential.tolist() == [1500, 2_000_000, 0, 4100]
    issue = only(facts.issues, "header-unit")
    assert (issue.column, issue.value) == ("Потенциал, тыс. руб.", "1,5")
    assert issue.message == "The header names the unit; 1,5 is read as 1500"


@given(
    st.integers(-(10**12), 10**12), st.integers(0, 99), st.sampled_from([" ", "\u00a0", "\u202f", "\u2009"])
)
def test_grouped_numbers_with_decimals_come_back(whole: int, cents: int, space: str) -> None:
    cell = f"{whole:,}".replace(",", space) + f",{cents:02d} руб."
    sign = -1 if whole < 0 else 1
    expected = float(f"{whole}.{cents:02d}") if whole else sign * cents / 100
    assert parse_numbers(text([cell])).values.tolist() == [expected]


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
        ("45356,25", "2024-03-05T06:00:00"),
        ("46174", "2026-06-01T00:00:00"),
        ("22 ноя 2026", "2026-11-22T00:00:00"),
        ("22 ноября 2026 г.", "2026-11-22T00:00:00"),
        ("1 мая 2026 года 9:05", "2026-05-01T09:05:00"),
        ("22-ноя-26", "2026-11-22T00:00:00"),
        ("Nov 22, 2026", "2026-11-22T00:00:00"),
        ("November 22 2026 3:45 PM", "2026-11-22T15:45:00"),
        ("Sun, 22nd Nov 2026", "2026-11-22T00:00:00"),
        ("22.11.26", "2026-11-22T00:00:00"),
        ("22.11.26 14:30", "2026-11-22T14:30:00"),
        ("22.11.2026 в 14:30", "2026-11-22T14:30:00"),
        ("2026.11.22", "2026-11-22T00:00:00"),
        ("11/22/2026 12:15 AM", "2026-11-22T00:15:00"),
        ("11/22/2026 12:15 PM", "2026-11-22T12:15:00"),
        ("22-11-2026", "2026-11-22T00:00:00"),
    ],
)
def test_a_date_is_read(cell: str, moment: str) -> None:
    found = parse_dates(text([cell]))
    assert found.values.tolist() == [np.datetime64(moment).item()]
    assert not found.bad.any()


@pytest.mark.parametrize(
    "cell",
    [
        "2023-02-29",
        "31.04.2024",
        "1899-12-31",
        "2201-01-01",
        "soon",
        "2024",
        "2024-03-01 25:00",
        "05-03-24",
        "22 foo 2026",
        "ноябрь 2026",
        "13/13/2026",
        "32 мая 2026",
        "1 may 2026 13:00 pm",
        "22.11.226",
    ],
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


def test_both_orders_proven_in_one_column_are_told() -> None:
    # two cells prove the month first, one the day: the cell that could be either goes with the two
    found = parse_dates(text(["13/02/2026", "02/13/2026", "03/04/2026", "02/14/2026"]))
    days = found.values.astype("datetime64[D]").astype(str).tolist()
    assert days == ["2026-02-13", "2026-02-13", "2026-03-04", "2026-02-14"]
    assert found.orders == ("13/02/2026", "02/13/2026")
    assert found.guess == ""


def test_mixed_orders_are_told_with_an_example_of_each(tmp_path: Path) -> None:
    log = "client_id,manager_id,date,kind\nc1,m1,13/02/2026,call\nc1,m1,02/13/2026,call\n"
    issue = only(read(tmp_path, activities=log).issues, "date-orders-mixed")
    assert (issue.column, issue.value) == ("date", "13/02/2026")
    assert "02/13/2026" in issue.message


def test_one_column_may_hold_every_format() -> None:
    found = parse_dates(text(["2026-11-22", "22.11.2026", "22 ноя 2026", "46348", "11/22/2026", ""]))
    assert found.values.astype("datetime64[D]").astype(str).tolist() == ["2026-11-22"] * 5 + ["NaT"]
    assert not found.bad.any()


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
