"""Names of files of a plan: told apart, and harmless in a header and on a disk."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.services.proposals.file_names import LONGEST, ascii_name, file_name

DAY = date(2026, 3, 1)


@pytest.mark.parametrize(
    ("plan", "language", "name", "plain"),
    [
        ("Plan Q4", "", "plan-q4-2026-03-01-moves.csv", "plan-q4-2026-03-01-moves.csv"),
        ("Plan Q4", "ru", "plan-q4-2026-03-01-moves-ru.csv", "plan-q4-2026-03-01-moves-ru.csv"),
        ("План Q4", "", "план-q4-2026-03-01-moves.csv", "q4-2026-03-01-moves.csv"),
        ("Весна", "", "весна-2026-03-01-moves.csv", "plan-2026-03-01-moves.csv"),
        ("???", "", "plan-2026-03-01-moves.csv", "plan-2026-03-01-moves.csv"),
    ],
)
def test_a_file_bears_the_name_of_its_plan_and_the_day(
    plan: str, language: str, name: str, plain: str
) -> None:
    made = file_name(plan, DAY, "moves.csv", language)
    assert (made, ascii_name(made)) == (name, plain)


@given(st.text(max_size=200))
def test_no_name_of_a_plan_breaks_a_header_or_leaves_its_folder(plan: str) -> None:
    made = file_name(plan, DAY, "moves.csv")
    assert made.endswith("-2026-03-01-moves.csv")
    assert len(made) <= LONGEST + len("-2026-03-01-moves.csv")
    for name in (made, ascii_name(made)):
        assert name.replace("-", "").replace(".", "").isalnum()
    assert ascii_name(made).isascii()
