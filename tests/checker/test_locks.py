"""Who is locked to whom, and what gave way (model §1 E(i), §3 keep and together)."""

from __future__ import annotations

from typing import Any

import pytest

from assigner.checker import Locks, eligibility, locks
from assigner.errors import InputError
from assigner.portfolio import Rule, RuleKind
from tests import builders
from tests.checker.support import ACTIVE, CLAIMED, FREE, PROVEN, case, rules
from tests.strategies import Case


def locked(of: Case) -> list[int]:
    """Manager each client is locked to, -1 for none."""
    return [int(manager) for manager in held(of).manager_idx]


def held(of: Case) -> Locks:
    return locks(of.portfolio, of.evidence, of.policy)


def told(of: Case) -> list[tuple[str, tuple[str, ...]]]:
    """Exceptions as (rule, client ids)."""
    return [(exception.rule, exception.client_ids) for exception in held(of).exceptions]


def allowed(of: Case) -> Any:
    return eligibility(of.portfolio, of.evidence, of.policy).astype(int).tolist()


def test_proven_clients_of_owners_who_stay() -> None:
    managers = builders.managers(2, leaving=[False, True])
    base = case(builders.clients([0, 0, 1]), managers, state=[PROVEN, ACTIVE, PROVEN])
    assert locked(base) == [0, -1, -1]
    assert held(base).locked.tolist() == [True, False, False]


def test_active_clients_where_the_policy_says_so() -> None:
    policy = rules(keep={"states": ("proven", "active")})
    base = case(
        builders.clients([0, 0, 0]), builders.managers(2), state=[PROVEN, ACTIVE, CLAIMED], policy=policy
    )
    assert locked(base) == [0, 0, -1]


def test_dispute_with_a_proven_rival_lifts_the_lock() -> None:
    base = case(builders.clients([0, 0]), builders.managers(2), state=[PROVEN, PROVEN], lifted=[1])
    assert locked(base) == [0, -1]


def test_open_deal_locks_until_its_close_disputed_or_not() -> None:
    # as_of is 2026-06-01: a close on that day still counts; no amount or no date is no deal
    clients = builders.clients(
        [0, 0, 0, 0, 0],
        deal_amount=[5, 5, 0, 5, 5],
        deal_close=["2026-06-01", "2026-05-31", "2026-07-01", None, "2026-07-01"],
    )
    base = case(clients, builders.managers(2), state=[CLAIMED] * 4 + [PROVEN], lifted=[4])
    assert locked(base) == [0, -1, -1, -1, 0]


def test_open_deals_switched_off() -> None:
    clients = builders.clients([0], deal_amount=[5], deal_close=["2026-07-01"])
    assert locked(case(clients, builders.managers(2), policy=rules(keep={"open_deals": False}))) == [-1]


def test_pin_locks_and_beats_keep() -> None:
    # c0 proven for m0 but pinned to m1; c1 free, pinned by a row of the rules table
    clients = builders.clients([0, -1], pinned=[1, -1])
    base = case(clients, builders.managers(2), state=[PROVEN, FREE], rows=[Rule(RuleKind.PIN, 1, 1)])
    assert locked(base) == [1, 1]
    assert told(base) == [("keep", ("c0",))]


def test_pins_switched_off() -> None:
    base = case(
        builders.clients([0], pinned=[1]),
        builders.managers(2),
        state=[PROVEN],
        policy=rules(keep={"pins": False}),
    )
    assert locked(base) == [0]
    assert told(base) == []


def test_ban_lifts_a_keep_lock() -> None:
    base = case(builders.clients([0]), builders.managers(2), state=[PROVEN], rows=[Rule(RuleKind.BAN, 0, 0)])
    assert locked(base) == [-1]
    assert allowed(base) == [[0, 1]]
    assert told(base) == [("keep", ("c0",))]


def test_ban_on_somebody_else_lifts_nothing() -> None:
    base = case(builders.clients([0]), builders.managers(2), state=[PROVEN], rows=[Rule(RuleKind.BAN, 0, 1)])
    assert locked(base) == [0]
    assert told(base) == []


def test_owner_keeps_a_proven_client_outside_his_segments() -> None:
    clients = builders.clients([0, 0], region=["South", "South"])
    managers = builders.managers(2, eligible={"region": [{"North"}, None]})
    base = case(clients, managers, state=[PROVEN, CLAIMED])
    assert allowed(base) == [[1, 1], [0, 1]]
    assert told(base) == [("eligible", ("c0",))]


def test_members_follow_the_largest_locked_one() -> None:
    # c0 (value 100) is m0's, c1 (value 200) m1's: c2 follows m1; two managers are a split
    clients = builders.clients([0, 1, -1], revenue=[100, 200, 0], groups=["g", "g", "g"])
    base = case(clients, builders.managers(2), state=[PROVEN, PROVEN, FREE])
    assert locked(base) == [0, 1, 1]
    assert held(base).follows.tolist() == [False, False, True]
    assert told(base) == [("together", ("c0", "c1", "c2"))]


def test_following_one_manager_is_no_exception() -> None:
    clients = builders.clients([0, -1], groups=["g", "g"])
    assert told(case(clients, builders.managers(2), state=[PROVEN, FREE])) == []


def test_member_follows_the_largest_it_is_eligible_for() -> None:
    # m1 may not have South, so c2 follows m0
    clients = builders.clients(
        [0, 1, -1], revenue=[100, 200, 0], groups=["g"] * 3, region=["North", "North", "South"]
    )
    managers = builders.managers(2, eligible={"region": [None, {"North"}]})
    assert locked(case(clients, managers, state=[PROVEN, PROVEN, FREE])) == [0, 1, 0]


def test_members_who_can_follow_nobody_stay_together_among_themselves() -> None:
    # m0 may not have South: c1 and c2 can't follow c0, and go to m1 or m2, both to the same
    clients = builders.clients([0, -1, -1], groups=["g"] * 3, region=["North", "South", "South"])
    managers = builders.managers(3, eligible={"region": [{"North"}, None, None]})
    base = case(clients, managers, state=[PROVEN, FREE, FREE])
    assert locked(base) == [0, -1, -1]
    assert told(base) == [("together", ("c0", "c1", "c2"))]


def test_equal_values_are_told_apart_by_potential() -> None:
    # value = revenue + 0.1 x potential: 10 + 0 and 0 + 0.1 x 100 are both 10; more potential leads
    clients = builders.clients([0, 1, -1], revenue=[10, 0, 0], potential=[0, 100, 0], groups=["g"] * 3)
    assert locked(case(clients, builders.managers(2), state=[PROVEN, PROVEN, FREE])) == [0, 1, 1]


def test_equal_members_are_told_apart_by_position() -> None:
    clients = builders.clients([1, 0, -1], groups=["g"] * 3)
    assert locked(case(clients, builders.managers(2), state=[PROVEN, PROVEN, FREE])) == [1, 0, 1]


def test_pinned_member_leads_too() -> None:
    clients = builders.clients([0, 0], pinned=[1, -1], groups=["g", "g"])
    assert locked(case(clients, builders.managers(2))) == [1, 1]


def test_client_that_nobody_may_have_is_an_input_error() -> None:
    clients = builders.clients([0, 0], region=["North", "South"])
    base = case(clients, builders.managers(1, eligible={"region": [{"North"}]}))
    with pytest.raises(InputError, match=r"no manager may have Client 1 \(c1\)"):
        held(base)


def test_pin_to_somebody_not_eligible_is_an_input_error() -> None:
    managers = builders.managers(2, leaving=[False, True])
    with pytest.raises(
        InputError, match=r"Client 0 \(c0\) is pinned to Manager 1 \(m1\), who may not have it"
    ):
        held(case(builders.clients([0], pinned=[1]), managers))


def test_nobody_with_weight_is_one_input_error() -> None:
    base = case(builders.clients([0, 0]), builders.managers(1, leaving=[True]))
    with pytest.raises(InputError, match=r"no manager can receive clients on .*fte 0") as caught:
        held(base)
    assert len(caught.value.issues) == 1
    assert "--as-of" in caught.value.issues[0].remedy


def test_rows_of_excluded_clients_are_empty() -> None:
    base = case(
        builders.clients([0, 0], excluded=[True, False]), builders.managers(2), state=[PROVEN, CLAIMED]
    )
    assert allowed(base) == [[0, 0], [1, 1]]
    assert locked(base) == [-1, -1]
