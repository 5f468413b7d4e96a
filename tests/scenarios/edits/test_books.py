"""Dividing a book and releasing dead souls, by hand."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from assigner.portfolio import NOBODY, MergedCard
from scenarios.base import Base
from scenarios.edits.splitting import split_evenly
from tests import builders
from tests.scenarios.edits.bases import edited, owners, reasons, said, small

SPLIT = {"kind": "split_book", "manager": "m0", "to": ["m1", "m3"]}


def book(potential: list[float], region: list[str], groups: list[str] | None = None) -> Base:
    """A book of m0 that nobody works, no revenue and no log of it."""
    clients = builders.clients([0] * len(potential), potential=potential, region=region, groups=groups)
    log = builders.activities([])
    return replace(small(), portfolio=builders.portfolio(clients, builders.managers(4), log))


def test_what_is_locked_stays_and_the_rest_is_divided_evenly() -> None:
    # c0 is proven for m0 and stays. c2 (30) goes first, to m1; then c1 (20) to m3, who has nothing yet.
    assert owners(edited(small(), SPLIT))[:3] == ["m0", "m3", "m1"]
    assert said(small(), SPLIT) == (
        "The book of Manager 0 (m0): Manager 1 (m1) 1 client with a potential of 30; "
        "Manager 3 (m3) 1 client with a potential of 20; staying: 1 client with a potential of 10."
    )


def test_parts_are_in_proportion_to_weights() -> None:
    # 40 to m1 (40 of 1 is less than 40 of 0.5), 30 to m3 (60 per share < 70), 20 to m1 (60 < 100).
    base = edited(book([40, 30, 20], ["N"] * 3), {"kind": "share", "managers": ["m3"], "share": 0.5}, SPLIT)
    assert owners(base) == ["m1", "m3", "m1"]


def test_values_of_a_dimension_stay_in_one_piece() -> None:
    # N is 10 + 20 = 30, S is 25: N goes first, to m1, S to m3.
    base = book([10, 25, 20], ["N", "S", "N"])
    assert owners(edited(base, {**SPLIT, "dimension": "region"})) == ["m1", "m3", "m1"]


def test_values_may_be_given_by_name_and_the_others_stay() -> None:
    base = book([10, 25, 20, 5], ["N", "S", "N", "W"])
    wanted = {**SPLIT, "dimension": "region", "values": {"m3": ["N"], "m1": ["S"]}}
    assert owners(edited(base, wanted)) == ["m3", "m1", "m3", "m0"]
    assert reasons(base, {**wanted, "dimension": None}) == [("edits.0.values", "")]
    twice = {**wanted, "values": {"m3": ["N"], "m1": ["N"], "m2": ["S"]}}
    assert reasons(base, twice) == [("edits.0.values", "m2"), ("edits.0.values", "N")]


def test_a_holding_stays_in_one_piece() -> None:
    # The holding is 10 + 15 = 25 and goes first; without it 20 would.
    base = book([10, 20, 15], ["N"] * 3, ["H", "", "H"])
    assert owners(edited(base, SPLIT)) == ["m1", "m3", "m1"]


def test_nobody_gets_what_he_may_not_have() -> None:
    south = {"kind": "eligibility", "managers": ["m1", "m3"], "dimension": "region", "values": ["S"]}
    assert owners(edited(book([10, 20], ["N", "S"]), south, SPLIT)) == ["m0", "m1"]


def test_the_manager_may_keep_a_part() -> None:
    base = book([40, 30, 20], ["N"] * 3)
    assert owners(edited(base, {**SPLIT, "to": ["m0", "m3"]})) == ["m0", "m3", "m3"]


def test_order_matters_between_leaving_and_dividing() -> None:
    # Before he leaves m0 keeps the proven c0; afterwards nothing of his is locked and all of it is divided.
    leave = {"kind": "leave", "managers": ["m0"]}
    assert owners(edited(small(), SPLIT, leave))[:3] == ["m0", "m3", "m1"]
    # 30 to m1, 20 to m3, 10 to m3 (30 < 40)
    assert owners(edited(small(), leave, SPLIT))[:3] == ["m3", "m3", "m1"]


def test_a_division_of_nothing_or_to_nobody_is_refused() -> None:
    assert reasons(small(), {**SPLIT, "manager": "m3", "to": ["m1"]}) == [("edits.0.manager", "m3")]
    leave = {"kind": "leave", "managers": ["m1"]}
    assert reasons(small(), leave, SPLIT) == [("edits.1.to.0", "m1")]
    assert reasons(small(), {**SPLIT, "manager": "m9", "to": ["m1", "m1"], "dimension": "size"}) == [
        ("edits.0.manager", "m9"),
        ("edits.0.to.1", "m1"),
        ("edits.0.dimension", "size"),
    ]


def test_pieces_without_an_amount_are_dealt_out_one_by_one() -> None:
    nothing, anybody = np.zeros(4), np.ones((4, 2), dtype=bool)
    assert split_evenly(np.arange(4), nothing, anybody, np.ones(2)).tolist() == [0, 1, 0, 1]


def test_a_piece_goes_to_somebody_who_may_have_all_of_it() -> None:
    # Clients 0 and 1 are one piece; the second receiver may have both, the first only one of them.
    allowed = np.array([[True, True], [False, True], [False, False]])
    place = split_evenly(np.array([7, 7, 8]), np.ones(3), allowed, np.ones(2))
    assert place.tolist() == [1, 1, NOBODY]
    nobody_both = np.array([[True, False], [False, True]])
    assert split_evenly(np.array([7, 7]), np.ones(2), nobody_both, np.ones(2)).tolist() == [NOBODY] * 2


def test_dead_souls_become_free() -> None:
    # Nobody works c2 (m0's), c4 (m1's) and c5 (m2's): 30 + 50 + 60. c1 is active, c0 and c3 are proven.
    release = {"kind": "release_dead_souls"}
    assert owners(edited(small(), release)) == ["m0", "m0", "", "m1", "", "", "", ""]
    assert said(small(), release) == (
        "Released: 3 clients with a potential of 140; managers who lose some: 3."
    )
    assert owners(edited(small(), {**release, "managers": ["m0", "m1"]}))[5] == "m2"


def test_what_was_touched_lately_or_is_locked_is_not_released() -> None:
    # One call 12 days ago is too little to be active; a pin locks c4.
    base = small()
    touch = builders.activities([{"client": 2, "manager": 0, "at": "2026-05-20"}])
    facts = replace(base.portfolio, activities=touch)
    base = edited(replace(base, portfolio=facts), {"kind": "pin", "clients": ["c4"], "manager": "m1"})
    assert owners(edited(base, {"kind": "release_dead_souls"}))[2:6] == ["m0", "m1", "m1", ""]
    assert owners(edited(base, {"kind": "release_dead_souls", "idle_days": 11}))[2:6] == ["", "m1", "m1", ""]


def merged() -> Base:
    """c2 is made of two cards, m0's main card and one of m3, who called a week ago."""
    base = small()
    log = builders.activities([{"client": 2, "manager": 3, "at": "2026-05-25"}])
    facts = replace(
        base.portfolio,
        activities=log,
        merged=(MergedCard("x2", "Second card", 2, 3),),
        main_cards=(MergedCard("c2", "Client 2", 2, 0),),
    )
    return replace(base, portfolio=facts)


def test_a_client_of_two_cards_has_one_new_owner() -> None:
    # The call makes m3 the claimant with the most evidence, so c2 is not m0's to divide: 20 to m1, 10 to m3.
    assert owners(edited(merged(), SPLIT))[:3] == ["m3", "m1", "m3"]
    mine = {"kind": "split_book", "manager": "m3", "to": ["m1"]}
    after = edited(merged(), mine)
    assert owners(after)[2] == "m1"
    assert after.case().portfolio.clients.owner_idx[2] == 1
    pin = {"kind": "pin", "clients": ["x2"], "manager": "m1"}
    assert edited(merged(), pin).portfolio.clients.pinned_idx[2] == 1


def test_no_claimant_with_a_late_touch_loses_a_client() -> None:
    assert owners(edited(merged(), {"kind": "release_dead_souls"}))[2] == "m3"
    released = edited(merged(), {"kind": "release_dead_souls", "idle_days": 3})
    assert released.case().portfolio.clients.owner_idx[2] == NOBODY


def test_a_base_that_nobody_could_divide_is_refused_with_the_reason() -> None:
    # With m0 and m3 gone nobody may serve the South.
    north = {"kind": "eligibility", "managers": ["m1", "m2"], "dimension": "region", "values": ["North"]}
    gone = {"kind": "leave", "managers": ["m0", "m3"]}
    assert reasons(small(), north, gone, {"kind": "release_dead_souls"})
