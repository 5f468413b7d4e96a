from __future__ import annotations

from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scenarios.compare import compare
from scenarios.compare.model import Entry, Noise
from scenarios.compare.noise import against, entry
from tests.scenarios.compare.documents import column, document


def about(value: float) -> float:
    """A figure that sums may round otherwise."""
    return cast(float, pytest.approx(value))


def test_one_seed_gives_a_difference_whose_noise_nobody_knows() -> None:
    found = compare([column("base", document(2.0)), column("loss", document(3.5))])
    # The base has 2.0, the other 3.5: 1.5 more. Today's imbalance is that of `before`, 9.
    row = found.figure("levels.imbalance")
    assert row.today == 9.0
    assert row.entries == (Entry(2.0, 2.0, 2.0), Entry(3.5, 3.5, 3.5, 1.5, Noise.UNKNOWN))


def test_seeds_give_median_range_and_noise() -> None:
    base = column("base", document(2.0), document(2.4), document(2.2))
    near = column("near", document(2.3), document(2.5), document(2.9))
    far = column("far", document(3.0), document(2.5), document(2.6))
    row = compare([base, near, far]).figure("levels.imbalance")
    # base: median 2.2 of 2.0..2.4. near: 2.5 of 2.3..2.9, which begins inside the base's range: noise.
    # far: 2.6 of 2.5..3.0, which begins above it: real.
    assert row.entries[0] == Entry(2.2, 2.0, 2.4)
    assert row.entries[1] == Entry(2.5, 2.3, 2.9, about(0.3), Noise.NOISE)
    assert row.entries[2] == Entry(2.6, 2.5, 3.0, about(0.4), Noise.REAL)


def test_an_equal_figure_is_no_difference() -> None:
    row = compare([column("base", document(2.0)), column("same", document(2.0))]).figure("levels.imbalance")
    assert row.entries[1] == Entry(2.0, 2.0, 2.0, 0.0, Noise.SAME)


def test_a_scenario_without_an_answer_stays_with_nothing_in_it() -> None:
    found = compare(
        [
            column("base", document(2.0), managers=["m0"], today=["m1"]),
            column("none", problem="the rules can't all hold"),
        ]
    )
    assert found.figure("score").entries[1] is None
    assert found.moves.movers[0].manager_ids == ("m0", None)
    assert found.moves.differing == ((0, None), (None, None))


def test_a_manager_who_comes_has_no_book_in_the_base() -> None:
    found = compare(
        [
            column("base", document(ratios={"m0": 1.2, "m1": 0.8})),
            column("hire", document(ratios={"m0": 1.0, "m1": 0.9, "new-1": 0.5})),
        ]
    )
    assert [one.manager_id for one in found.managers] == ["m0", "m1", "new-1"]
    new = found.managers[2].row("after.ratio")
    assert new.entries == (None, Entry(0.5, 0.5, 0.5))
    assert found.managers[0].row("after.ratio").entries[1] == Entry(1.0, 1.0, 1.0, about(-0.2), Noise.UNKNOWN)
    assert found.managers[1].row("after.clients").today == 8


def test_segments_show_the_worst_and_the_mean_manager() -> None:
    key = ("potential/region", "North")
    base = document(cells={(*key, "m0"): 0.3, (*key, "m1"): 0.1})
    calm = document(cells={(*key, "m0"): 0.0, (*key, "m1"): 0.2})
    (row,) = compare([column("base", base), column("calm", calm)]).segments
    # worst: 0.3 and 0.2; mean: (0.3 + 0.1) / 2 and (0 + 0.2) / 2.
    assert (row.goal, row.value) == key
    assert [one and one.median for one in row.worst.entries] == [0.3, 0.2]
    assert [one and one.median for one in row.mean.entries] == pytest.approx([0.2, 0.1])


def test_who_moves_where() -> None:
    # c0 moves in both, c1 in b alone (to m2), c2 stays, c3 is free: it is placed, which is no move.
    today = ["m0", "m0", "m0", ""]
    a = column("a", document(), managers=["m1", "m0", "m0", "m1"], today=today)
    b = column("b", document(), managers=["m1", "m2", "m0", "m0"], today=today)
    moves = compare([a, b]).moves
    assert [(one.client_id, one.moves) for one in moves.movers] == [
        ("c0", (True, True)),
        ("c1", (False, True)),
    ]
    assert (moves.everywhere, moves.only) == (1, (0, 1))
    assert moves.differing == ((0, 2), (2, 0))  # c1 and c3


def test_nothing_can_not_be_compared() -> None:
    with pytest.raises(ValueError, match="nothing to compare"):
        compare([])


SEEDS = st.lists(st.floats(-1e6, 1e6, allow_subnormal=False), min_size=2, max_size=6)


@given(SEEDS, SEEDS)
def test_a_real_difference_keeps_its_sign_whatever_seeds_are_paired(
    one: list[float], other: list[float]
) -> None:
    judged = against(entry(one), entry(other), (len(one), len(other)))
    assert judged is not None
    assert judged.difference is not None
    signs = {(a > b) - (a < b) for a in one for b in other}
    if judged.noise is Noise.REAL:
        assert signs == {1 if judged.difference > 0 else -1}
    else:
        assert signs != {1}
        assert signs != {-1}


@given(SEEDS)
def test_an_entry_holds_all_its_seeds(values: list[float]) -> None:
    found = entry(values)
    assert found is not None
    assert found.low <= found.median <= found.high
    assert {found.low, found.high} <= set(values)


@given(SEEDS)
def test_a_column_held_against_itself_differs_in_nothing(values: list[float]) -> None:
    one = entry(values)
    judged = against(one, one, (len(values), len(values)))
    assert judged is not None
    assert judged.noise is Noise.SAME
