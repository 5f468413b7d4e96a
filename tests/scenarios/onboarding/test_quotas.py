"""Who gives how much: in proportion to surplus, nobody's first; and weights that ask for it."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scenarios.onboarding.ground import weighed_shares
from scenarios.onboarding.quotas import aims, weights_for


def column(*values: float) -> Any:
    """One figure per manager: two donors, a newcomer, the stand-in."""
    return np.array(values, dtype=float)


def aimed(**parts: Any) -> list[float]:
    """Books to aim at; donors have 100 and 80, the newcomer nothing, the stand-in 10."""
    nothing = column(0, 0, 0, 0)
    given: dict[str, Any] = {"room": nothing, "given": nothing, "surplus": column(30, 10, 0, 0)}
    return list(aims(column(100, 80, 0, 10), column(0, 0, 20, 0), **(given | parts)))


def test_nobody_gives_first() -> None:
    """20 are missing, 10 are nobody's: the donors share the other 10 as 30 to 10."""
    assert aimed(room=column(50, 50, 0, 10)) == pytest.approx([92.5, 77.5, 20, 0])


def test_what_was_given_counts() -> None:
    """Of 20 in all the first owes 22.5 of 30: 7.5 are given already, so all of it but that is still due.

    With 10 given before the parts are of 30: 22.5 and 7.5; the first gave 10 of his: 12.5 and 7.5 remain.
    """
    assert aimed(room=column(50, 50, 0, 0), given=column(10, 0, 0, 0)) == pytest.approx([87.5, 72.5, 20, 10])


def test_who_has_little_to_give_is_made_up_for_by_the_others() -> None:
    """The first has room for 4 of his 15: the second gives all of his 10, and 6 stay missing."""
    assert aimed(room=column(4, 50, 0, 0)) == pytest.approx([96, 70, 14, 10])


def test_two_newcomers_miss_the_same_part() -> None:
    """30 and 10 are missing, 20 can be given: each gets half of what he misses."""
    book, missing = column(100, 0, 0, 0), column(0, 30, 10, 0)
    found = aims(book, missing, column(60, 0, 0, 0), column(20, 0, 0, 0), column(0, 0, 0, 0))
    assert list(found) == pytest.approx([80, 15, 5, 0])


@given(st.integers(0, 2**32 - 1))
def test_nobody_gives_more_than_he_can_and_nothing_is_lost(seed: int) -> None:
    rng = np.random.default_rng(seed)
    surplus, room, given_before = (
        np.append(rng.uniform(0, 50, 4) * (rng.random(4) < 0.7), 0.0) for _ in range(3)
    )
    surplus[3] = room[3] = 0.0
    room[4] = rng.uniform(0, 20)
    book, missing = np.full(5, 100.0), np.array([0, 0, 0, rng.uniform(1, 80), 0])
    found = aims(book, missing, surplus, room, given_before)
    gives = np.maximum(0.0, book - found)
    assert found.sum() == pytest.approx(book.sum())
    assert (gives <= room + 1e-9).all()
    assert (gives[:4] <= np.maximum(0, surplus - given_before)[:4] + 1e-9).all()
    assert found[3] <= 100 + missing[3] + 1e-9


def test_weights_ask_for_the_books() -> None:
    """Three managers, four clients of 10; the second may have the first two only, and is to have 15."""
    entitled = np.array([[1, 1, 1], [1, 1, 1], [1, 0, 1], [1, 0, 1]], dtype=bool)
    book, amount = column(5, 15, 20), np.full(4, 10.0)
    weight = weights_for(book, amount, entitled)
    assert list(weighed_shares(amount, entitled, weight)) == pytest.approx([5, 15, 20], rel=1e-4)


def test_who_is_to_have_nothing_keeps_a_crumb() -> None:
    weight = weights_for(column(10, 0), np.array([10.0]), np.ones((1, 2), dtype=bool))
    assert weight[0] == 1
    assert 0 < weight[1] < 1e-9
