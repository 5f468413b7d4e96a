"""Hires, leavers, returns, shares and own limits, by hand."""

from __future__ import annotations

import numpy as np
import pytest

from assigner.weights import manager_weights
from scenarios.base import Base
from tests.scenarios.edits.bases import edited, owners, pinned, reasons, said, small

LISTS = ({"kind": "eligibility", "managers": ["m0"], "dimension": "region", "values": ["North"]},)


def weights(base: Base) -> list[float]:
    found = manager_weights(base.portfolio.managers, base.policy.managers, base.as_of)
    return [float(one) for one in found]


def test_a_hire_comes_last_with_a_share_on_the_ramp() -> None:
    # Start on 1 March, the base is of 1 June: three whole months, the second step of the ramp, 50 % of 0.8.
    after = edited(small(), {"kind": "hire", "manager": "new", "share": 0.8, "start_date": "2026-03-01"})
    assert after.portfolio.managers.manager_id.tolist() == ["m0", "m1", "m2", "m3", "new"]
    assert weights(after) == [1, 1, 1, 1, pytest.approx(0.4)]
    assert owners(after) == owners(small())


def test_several_hires_are_numbered_and_told() -> None:
    hire = {"kind": "hire", "manager": "new", "name": "Newcomer", "count": 2}
    assert edited(small(), hire).portfolio.managers.name.tolist()[4:] == ["Newcomer 1", "Newcomer 2"]
    assert said(small(), hire) == (
        "Newcomer 1 (new-1), Newcomer 2 (new-2): hired; the weight of the team goes from 4 to 6."
    )


def test_who_starts_later_gets_nothing_yet() -> None:
    hire = {"kind": "hire", "manager": "new", "start_date": "2026-07-01"}
    assert weights(edited(small(), hire))[4] == 0
    assert "start after 1 Jun 2026" in said(small(), hire)


def test_a_hire_may_be_like_a_colleague_in_segments_rate_and_place_but_not_in_limits() -> None:
    base = edited(small(), *LISTS, {"kind": "manager_limits", "managers": ["m0"], "max_clients": 3})
    like = edited(base, {"kind": "hire", "manager": "new", "like": "m0"})
    other = edited(base, {"kind": "hire", "manager": "new", "like": "m0", "eligible": {"region": ["South"]}})
    assert like.portfolio.managers.eligible["region"] == (
        frozenset({"North"}), None, None, None, frozenset({"North"}),
    )  # fmt: skip
    assert other.portfolio.managers.eligible["region"][4] == frozenset({"South"})
    assert np.isnan(like.portfolio.managers.max_clients[4])


def test_a_hire_is_refused_where_the_id_is_taken_or_a_segment_unknown() -> None:
    hire = {"kind": "hire", "manager": "m1", "eligible": {"region": ["Nort"], "size": ["big"]}, "like": "m9"}
    assert reasons(small(), hire) == [
        ("edits.0.like", "m9"),
        ("edits.0.eligible.region", "Nort"),
        ("edits.0.eligible", "size"),
        ("edits.0.manager", "m1"),
    ]
    assert reasons(small(), {"kind": "hire", "manager": "x", "eligible": {"region": []}})


def test_a_leaver_keeps_his_book_but_no_pins() -> None:
    # m0 owns c0..c2 with 10 + 20 + 30; the pin to him is void from now on, the one to m1 is not.
    base = edited(
        small(),
        {"kind": "pin", "clients": ["c5"], "manager": "m0"},
        {"kind": "pin", "clients": ["c6"], "manager": "m1"},
    )
    leave = {"kind": "leave", "managers": ["m0"]}
    after = edited(base, leave)
    assert weights(after) == [0, 1, 1, 1]
    assert owners(after) == owners(base)
    assert pinned(after) == {"c6": "m1"}
    assert said(base, leave) == (
        "Manager 0 (m0): leaving; 3 clients with a potential of 60 left behind. 1 pin to them is lifted."
    )


def test_many_names_are_counted() -> None:
    hire = {"kind": "hire", "manager": "n", "count": 7}
    assert said(small(), hire) == (
        "n-1, n-2, n-3, n-4, n-5 and 2 more: hired; the weight of the team goes from 4 to 11."
    )


def test_leavers_are_found_by_a_name_that_only_one_has() -> None:
    assert weights(edited(small(), {"kind": "leave", "managers": ["manager  2"]})) == [1, 1, 0, 1]
    twins = edited(small(), {"kind": "hire", "manager": "m4", "name": "Manager 2"})
    assert reasons(twins, {"kind": "leave", "managers": ["Manager 2"]}) == [
        ("edits.0.managers.0", "Manager 2")
    ]
    assert reasons(small(), {"kind": "leave", "managers": ["m1", "Manager 1", "who"]}) == [
        ("edits.0.managers.2", "who"),
        ("edits.0.managers.1", "Manager 1"),
    ]


def test_who_was_away_comes_back_on_the_ramp() -> None:
    # Back on 1 May, one month ago: the first step of the ramp, 25 %.
    base = edited(small(), {"kind": "leave", "managers": ["m1"]})
    back = {"kind": "return_from_leave", "manager": "m1", "start_date": "2026-05-01"}
    assert weights(edited(base, back)) == [1, 0.25, 1, 1]
    assert said(base, back) == (
        "Manager 1 (m1): back with the weight 0.25, still the owner of 2 clients with a potential of 90."
    )


def test_nobody_returns_who_is_at_work_with_another_share() -> None:
    assert reasons(small(), {"kind": "return_from_leave", "manager": "m1", "share": 0.5}) == [
        ("edits.0.manager", "m1")
    ]


def test_shares_and_start_dates_change_the_weight() -> None:
    half = {"kind": "share", "managers": ["m0", "m1"], "share": 0.5}
    base = edited(small(), half, {"kind": "share", "managers": ["m2"], "start_date": "2026-05-01"})
    assert weights(base) == [0.5, 0.5, 0.25, 1]
    assert weights(edited(base, {"kind": "share", "managers": ["m2"], "no_ramp": True})) == [0.5, 0.5, 1, 1]
    assert said(small(), half) == (
        "Weight changed: Manager 0 (m0) from 1 to 0.50; Manager 1 (m1) from 1 to 0.50."
    )


def test_on_leave_is_a_share_of_nothing() -> None:
    base = edited(small(), {"kind": "pin", "clients": ["c5"], "manager": "m0"})
    after = edited(base, {"kind": "share", "managers": ["m0"], "share": 0})
    assert (weights(after)[0], pinned(after)) == (0, {})


def test_a_share_that_says_nothing_or_two_things_is_refused() -> None:
    assert reasons(small(), {"kind": "share", "managers": ["m0"]}) == [("edits.0.share", "")]
    both = {"kind": "share", "managers": ["m0"], "start_date": "2026-01-01", "no_ramp": True}
    assert reasons(small(), both) == [("edits.0.no_ramp", "true")]


def test_own_limits_are_set_and_taken_away() -> None:
    limit = {"kind": "manager_limits", "managers": ["m0"], "max_clients": 2, "max_workload": 9}
    base = edited(small(), limit)
    assert base.portfolio.managers.max_clients[0] == 2
    assert said(small(), limit) == (
        "Manager 0 (m0): at most 2 clients, at most 9 hours a month; today 3 clients with a potential of 60."
    )
    off = edited(base, {"kind": "manager_limits", "managers": ["m0"], "lift": ["max_clients"]})
    assert np.isnan(off.portfolio.managers.max_clients).all()
    assert off.portfolio.managers.max_workload[0] == 9


def test_limits_that_say_nothing_or_two_things_are_refused() -> None:
    assert reasons(small(), {"kind": "manager_limits", "managers": ["m0"]})
    both = {"kind": "manager_limits", "managers": ["m0"], "max_clients": 2, "lift": ["max_clients"]}
    assert reasons(small(), both) == [("edits.0.max_clients", "2.0")]
