"""Every kind of drift, by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assigner.engine import weigh_case
from assigner.portfolio import MergedCard
from scenarios.drift.differences import find_differences
from scenarios.drift.model import Fate
from tests.scenarios.drift.cases import NOW, THEN, approved, base, called, carried_out, case_of, first_half


def test_each_client_has_the_fate_that_befell_it() -> None:
    # Plan: c0 and c1 from m0 to m1, the others stay. Today: c0 is with m1 (done), c1 still with m0, c2 with
    # m3, who is in no plan, c3 as planned, c4 gone, c5 as planned, "new" and "free" unknown to the plan.
    plan, today = first_half()
    found = find_differences(plan, today)
    assert {one.client_id: one.fate for one in found.clients} == {
        "c1": Fate.NOT_CARRIED_OUT,
        "c2": Fate.ELSEWHERE,
        "new": Fate.NEW,
        "free": Fate.NEW,
        "c4": Fate.GONE,
    }
    by_id = {one.client_id: one for one in found.clients}
    c1, new, gone = by_id["c1"], by_id["new"], by_id["c4"]
    assert (c1.previous_manager_id, c1.planned_manager_id, c1.manager_id) == ("m0", "m1", "m0")
    assert (new.planned_manager_id, new.manager_id, new.potential_then) == ("", "m1", None)
    assert (gone.planned_manager_id, gone.manager_id, gone.potential) == ("m2", "", None)
    assert (found.planned_moves, found.done_moves) == (2, 1)
    assert (found.clients_then, found.clients_today, found.shared) == (6, 7, 5)
    assert found.unserved == 1  # "free"; nobody is with the leaver m2 any more


def test_potentials_and_managers_that_changed() -> None:
    plan, today = first_half()
    found = find_differences(plan, today)
    assert [(one.client_id, one.then, one.now) for one in found.potentials] == [("c3", 10.0, 20.0)]
    kinds = {one.manager_id: (one.kind, one.weight_then, one.weight) for one in found.managers}
    assert kinds == {"m0": ("share", 1.0, 0.5), "m2": ("left", 1.0, 0.0), "m3": ("come", 0.0, 1.0)}


def test_the_share_that_drifted() -> None:
    # Not as planned: c1, c2, c4, free with 10 each, new with 5, and c3 grew by 10: 55. Potential was 60 and
    # is 75 today; the larger counts.
    plan, today = first_half()
    assert find_differences(plan, today).drifted_share == pytest.approx(55 / 75)


def test_a_plan_that_was_carried_out_leaves_nothing() -> None:
    plan, _ = first_half()
    found = find_differences(plan, carried_out(plan))
    assert (found.clients, found.potentials, found.managers) == ((), (), ())
    assert (found.done_moves, found.drifted_share) == (found.planned_moves, 0.0)


def test_without_potential_every_client_counts_as_one() -> None:
    # One of four clients is not where the plan wants it.
    nothing = [0.0] * 4
    plan = approved(case_of(base([0, 0, 0, 0], 2, potential=nothing), THEN), [0, 0, 1, 1])
    today = case_of(base([0, 0, 1, 0], 2, potential=nothing), NOW)
    assert find_differences(plan, today).drifted_share == pytest.approx(1 / 4)


def test_excluded_clients_are_no_part_of_either_base() -> None:
    # c1 is excluded then and served now: new. c2 is served then and excluded now: gone.
    then = base([0, 0, 1, 1], 2, excluded=[False, True, False, False])
    now = base([0, 0, 1, 1], 2, excluded=[False, False, True, False])
    found = find_differences(approved(case_of(then, THEN), [0, -1, 1, 1]), case_of(now, NOW))
    assert {one.client_id: one.fate for one in found.clients} == {"c1": Fate.NEW, "c2": Fate.GONE}


def test_a_card_that_was_part_of_a_client_has_the_plan_of_that_client() -> None:
    # Then "twin" (m1's) was a card of c0, which the plan gives to m1; today both stand alone.
    then = base([0, 0, 1], 2)
    card = MergedCard("twin", "Twin", into_idx=0, owner_idx=1, potential=1.0)
    plan = approved(case_of(replace(then, merged=(card,)), THEN), [1, 0, 1])
    now = called(base([1, 0, 1, 1], 2), ["c0", "c1", "c2", "twin"])
    assert find_differences(plan, case_of(now, NOW)).clients == ()


def test_a_client_that_became_a_card_of_another_is_not_gone() -> None:
    plan = approved(case_of(base([0, 0, 1], 2), THEN), [0, 0, 1])
    card = MergedCard("c2", "Client 2", into_idx=0, owner_idx=0, potential=1.0)
    now = replace(base([0, 0], 2), merged=(card,))
    assert find_differences(plan, weigh_case(now, plan.policy, as_of=NOW)).clients == ()
