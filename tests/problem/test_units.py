"""What is assigned in one piece, and to whom it may go: hand-sized cases (model §1 and §3)."""

from __future__ import annotations

import numpy as np
import pytest

from assigner.portfolio import NOBODY, Rule, RuleKind
from tests import builders
from tests.checker.support import CLAIMED, FREE, PROVEN, case, rules
from tests.problem.support import choices, problem, units


def test_a_holding_is_one_unit() -> None:
    """c0, c2 share a group and c3 is tied to c2 by a rule: one unit of three; c1 is alone."""
    base = builders.clients([0, 0, 1, 1], groups=["g", "", "g", ""])
    made = problem(case(base, builders.managers(2), rows=[Rule(RuleKind.TOGETHER, 2, 3)]))
    assert sorted(units(made)) == [[0, 2, 3], [1]]
    assert choices(made) == [[0, 1], [0, 1]]


def test_together_switched_off_leaves_single_clients() -> None:
    base = builders.clients([0, 0], groups=["g", "g"])
    made = problem(case(base, builders.managers(2), policy=rules(together={"enabled": False})))
    assert units(made) == [[0], [1]]


def test_an_excluded_client_takes_no_part_and_ties_nobody() -> None:
    """c1 is excluded: the rules c0-c1 and c1-c2 tie nobody together."""
    base = builders.clients([0, 0, 1], excluded=[False, True, False])
    rows = [Rule(RuleKind.TOGETHER, 0, 1), Rule(RuleKind.TOGETHER, 1, 2)]
    made = problem(case(base, builders.managers(2), rows=rows))
    assert units(made) == [[0], [2]]
    assert made.fixed_manager[1] == NOBODY


def test_proven_clients_are_locked_and_their_holding_follows() -> None:
    """c0 is proven with m1; c1 of the same group follows; only c2 is left to decide."""
    base = builders.clients([1, 0, 0], groups=["g", "g", ""])
    made = problem(case(base, builders.managers(2), state=[PROVEN, CLAIMED, CLAIMED]))
    assert units(made) == [[2]]
    assert made.fixed_manager.tolist() == [1, 1, NOBODY]


def test_a_holding_follows_its_largest_locked_member() -> None:
    """c0 (revenue 10, m0) and c1 (revenue 20, m1) are locked: the free member c2 follows c1."""
    base = builders.clients([0, 1, 0], revenue=[10, 20, 5], groups=["g", "g", "g"])
    made = problem(case(base, builders.managers(2), state=[PROVEN, PROVEN, CLAIMED]))
    assert made.fixed_manager.tolist() == [0, 1, 1]


def test_who_may_not_follow_the_largest_follows_the_next() -> None:
    """As above, but c2 is banned from m1: it follows c0's m0."""
    base = builders.clients([0, 1, 0], revenue=[10, 20, 5], groups=["g", "g", "g"])
    rows = [Rule(RuleKind.BAN, 2, 1)]
    made = problem(case(base, builders.managers(2), state=[PROVEN, PROVEN, CLAIMED], rows=rows))
    assert made.fixed_manager.tolist() == [0, 1, 0]


def test_members_who_can_follow_nobody_stay_together() -> None:
    """c0 is locked to m0; c1 and c2 of its group are banned from m0: one unit without m0."""
    base = builders.clients([0, 1, 2], groups=["g", "g", "g"])
    rows = [Rule(RuleKind.BAN, 1, 0), Rule(RuleKind.BAN, 2, 0)]
    made = problem(case(base, builders.managers(3), state=[PROVEN, CLAIMED, CLAIMED], rows=rows))
    assert units(made) == [[1, 2]]
    assert choices(made) == [[1, 2]]


@pytest.mark.parametrize("by_rule", [False, True])
def test_a_pin_beats_the_keep_lock(by_rule: bool) -> None:
    """c0 is proven with m0, but pinned to m1."""
    base = builders.clients([0], pinned=[NOBODY if by_rule else 1])
    rows = [Rule(RuleKind.PIN, 0, 1)] if by_rule else []
    made = problem(case(base, builders.managers(2), state=[PROVEN], rows=rows))
    assert made.fixed_manager.tolist() == [1]
    assert made.num_units == 0


def test_a_ban_lifts_the_keep_lock() -> None:
    base = builders.clients([0])
    made = problem(case(base, builders.managers(3), state=[PROVEN], rows=[Rule(RuleKind.BAN, 0, 0)]))
    assert choices(made) == [[1, 2]]


def test_bans_switched_off_lift_nothing() -> None:
    of = case(
        builders.clients([0]),
        builders.managers(2),
        state=[PROVEN],
        rows=[Rule(RuleKind.BAN, 0, 0)],
        policy=rules(banned={"enabled": False}),
    )
    assert problem(of).fixed_manager.tolist() == [0]


def test_keep_switched_off_frees_pins_and_open_deals_too() -> None:
    base = builders.clients(
        [0, 0, 0], pinned=[1, -1, -1], deal_amount=[0, 5, 0], deal_close=[None, "2026-07-01", None]
    )
    of = case(
        base, builders.managers(2), state=[CLAIMED, CLAIMED, PROVEN], policy=rules(keep={"enabled": False})
    )
    assert problem(of).num_units == 3


def test_an_open_deal_locks_until_its_close() -> None:
    """as_of is 2026-06-01: a close on that day still locks, the day before no more; without money never."""
    base = builders.clients(
        [0, 0, 0], deal_amount=[5, 5, 0], deal_close=["2026-06-01", "2026-05-31", "2026-07-01"]
    )
    made = problem(case(base, builders.managers(2)))
    assert made.fixed_manager.tolist() == [0, NOBODY, NOBODY]


def test_segments_limit_who_may_have_a_client_but_not_a_kept_one() -> None:
    """m1 takes South only: the Northern c0 is m0's alone; c1, proven with m1, stays though it is Northern."""
    base = builders.clients([0, 1, 0], region=["North", "North", "South"])
    team = builders.managers(2, eligible={"region": [None, {"South"}]})
    made = problem(case(base, team, state=[CLAIMED, PROVEN, CLAIMED]))
    assert units(made) == [[0], [2]]
    assert choices(made) == [[0], [0, 1]]
    assert made.fixed_manager[1] == 1


def test_nobody_without_weight_receives_anything() -> None:
    team = builders.managers(3, leaving=[True, False, False], fte=[1, 1, 0])
    made = problem(case(builders.clients([0, 1]), team, state=[PROVEN, CLAIMED]))
    assert choices(made) == [[1], [1]]


def test_apart_from_a_locked_client_takes_its_manager_away() -> None:
    """c0 is locked to m0; c1 must be apart from it: only m1 is left, and no apart pair."""
    of = case(
        builders.clients([0, 0]),
        builders.managers(2),
        state=[PROVEN, CLAIMED],
        rows=[Rule(RuleKind.APART, 0, 1)],
    )
    made = problem(of)
    assert choices(made) == [[1]]
    assert made.apart.shape == (0, 2)


def test_apart_between_units_is_listed_once() -> None:
    """The rows c0-c2 and c3-c1 say the same of the holdings {c0, c1} and {c2, c3}."""
    base = builders.clients([0, 0, 1, 1], groups=["g", "g", "h", "h"])
    rows = [Rule(RuleKind.APART, 0, 2), Rule(RuleKind.APART, 3, 1)]
    assert problem(case(base, builders.managers(2), rows=rows)).apart.tolist() == [[0, 1]]


def test_unit_owner_is_the_pair_of_the_common_owner() -> None:
    """{c0, c1} have one owner m1; {c2, c3} have two owners; c4 is free; the owner of c5 is banned."""
    base = builders.clients([1, 1, 0, 1, NOBODY, 0], groups=["g", "g", "h", "h", "", ""])
    state = [CLAIMED] * 4 + [FREE, CLAIMED]
    made = problem(case(base, builders.managers(2), state=state, rows=[Rule(RuleKind.BAN, 5, 0)]))
    by_unit = {tuple(unit): int(pair) for unit, pair in zip(units(made), made.unit_owner, strict=True)}
    stay = by_unit.pop((0, 1))
    assert (made.pair_unit[stay], made.pair_manager[stay]) == (units(made).index([0, 1]), 1)
    assert set(by_unit.values()) == {-1}


def test_assignment_puts_locked_members_and_excluded_in_their_places() -> None:
    base = builders.clients([0, 1, 0, 1], groups=["", "g", "", "g"], excluded=[False, False, True, False])
    made = problem(case(base, builders.managers(2), state=[PROVEN, CLAIMED, CLAIMED, CLAIMED]))
    to_m0 = np.flatnonzero(made.pair_manager == 0).astype(np.int32)
    assert made.assignment(to_m0).tolist() == [0, 0, NOBODY, 0]
