"""Names of proposals that are made from others."""

from __future__ import annotations

import pytest

from api.services.proposals.naming import LONGEST, free_name, stem


@pytest.mark.parametrize(
    ("wanted", "taken", "found"),
    [
        ("Spring", (), "Spring"),
        ("Spring", ("Spring",), "Spring (2)"),
        ("Spring (2)", ("Spring", "Spring (2)"), "Spring (3)"),
        ("Spring (2)", ("Spring (2)",), "Spring (3)"),
        ("Spring", ("Spring", "Spring (3)"), "Spring (2)"),
        ("(2)", ("(2)",), "(2) (2)"),
    ],
)
def test_the_first_free_number_is_taken(wanted: str, taken: tuple[str, ...], found: str) -> None:
    assert free_name(wanted, taken) == found


def test_a_long_name_gives_way_to_its_number() -> None:
    name = "x" * LONGEST
    found = free_name(name, (name,))
    assert len(found) == LONGEST
    assert found.endswith("x (2)")
    assert stem("Spring (12)") == "Spring"
