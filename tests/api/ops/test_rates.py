"""Requests a second, counted by hand."""

from __future__ import annotations

from api.asgi.rates import Rates


def test_the_second_before_counts_for_what_the_window_still_covers() -> None:
    now = [10.0]
    rates = Rates(4, clock=lambda: now[0])
    assert [rates.allows("a") for _ in range(5)] == [True] * 4 + [False]
    assert rates.allows("b")  # others are counted by themselves
    now[0] = 11.25  # 4 x 3/4 = 3 of the second before: one more
    assert [rates.allows("a") for _ in range(2)] == [True, False]
    now[0] = 11.75  # 4 x 1/4 = 1, and 1 of this second: two more
    assert [rates.allows("a") for _ in range(3)] == [True, True, False]
    now[0] = 13.0  # nothing in the second before
    assert [rates.allows("a") for _ in range(5)] == [True] * 4 + [False]


def test_it_forgets_who_has_gone() -> None:
    now = [0.0]
    rates = Rates(1, clock=lambda: now[0])
    for number in range(1000):
        assert rates.allows(f"caller {number}")
    now[0] = 5.0
    rates.allows("the last")
    assert len(rates._counts) + len(rates._before) == 1
