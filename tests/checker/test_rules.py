"""Every hard rule, once kept and once broken (model §3)."""

from __future__ import annotations

import numpy as np
import pytest

from assigner.portfolio import NOBODY, Rule, RuleKind
from tests import builders
from tests.checker.support import ACTIVE, CLAIMED, FREE, PROVEN, broken, case, rules


def test_one_owner() -> None:
    base = case(builders.clients([0, 0]), builders.managers(2))
    assert broken(base, [0, 1]) == []
    assert broken(base, [0, NOBODY]) == ["one-owner: Client 1 (c1) has no manager (index -1)"]
    assert broken(base, [2, 1]) == ["one-owner: Client 0 (c0) has no manager (index 2)"]


def test_excluded_client_has_no_manager() -> None:
    base = case(builders.clients([0, 0], excluded=[False, True]), builders.managers(2))
    assert broken(base, [0, NOBODY]) == []
    assert broken(base, [0, 1]) == ["one-owner: Client 1 (c1) is excluded, but is given to Manager 1 (m1)"]
    assert broken(base, [0, 9]) == [
        "one-owner: Client 1 (c1) is excluded, but is given to no known manager (index 9)"
    ]


def test_keep_proven() -> None:
    base = case(builders.clients([0, 0]), builders.managers(2), state=[PROVEN, CLAIMED])
    assert broken(base, [0, 1]) == []
    assert broken(base, [1, 1]) == [
        "keep: Client 0 (c0) is locked to Manager 0 (m0), but is given to Manager 1 (m1)"
    ]


def test_keep_switched_off_keeps_nobody() -> None:
    clients = builders.clients(
        [0, 0, 0], pinned=[-1, 0, -1], deal_amount=[0, 0, 5], deal_close=[None, None, "2026-07-01"]
    )
    policy = rules(keep={"enabled": False})
    base = case(clients, builders.managers(2), state=[PROVEN, CLAIMED, CLAIMED], policy=policy)
    assert broken(base, [1, 1, 1]) == []


def test_eligible_lists() -> None:
    clients = builders.clients([0, 0], region=["North", "South"])
    base = case(clients, builders.managers(2, eligible={"region": [None, {"North"}]}))
    assert broken(base, [1, 0]) == []
    assert broken(base, [0, 1]) == [
        "eligible: Client 1 (c1) is given to Manager 1 (m1), whose segments do not include it"
    ]


def test_eligible_switched_off() -> None:
    clients = builders.clients([0, 0], region=["North", "South"])
    managers = builders.managers(2, eligible={"region": [None, {"North"}]})
    assert broken(case(clients, managers, policy=rules(eligible={"enabled": False})), [0, 1]) == []


def test_list_over_a_dimension_that_clients_lack_is_not_applied() -> None:
    base = case(builders.clients([0]), builders.managers(2, eligible={"region": [None, {"North"}]}))
    assert broken(base, [1]) == []


def test_who_leaves_receives_nothing() -> None:
    base = case(builders.clients([0, 1]), builders.managers(2, leaving=[False, True]))
    assert broken(base, [0, 0]) == []
    assert broken(base, [0, 1]) == [
        "eligible: Client 1 (c1) is given to Manager 1 (m1), who has no weight and receives nothing"
    ]


def test_banned() -> None:
    base = case(builders.clients([0, 0]), builders.managers(2), rows=[Rule(RuleKind.BAN, 0, 1)])
    assert broken(base, [0, 1]) == []
    assert broken(base, [1, 0]) == ["banned: Client 0 (c0) is given to Manager 1 (m1) in spite of a ban"]


def test_banned_switched_off() -> None:
    policy = rules(banned={"enabled": False})
    base = case(builders.clients([0]), builders.managers(2), rows=[Rule(RuleKind.BAN, 0, 1)], policy=policy)
    assert broken(base, [1]) == []


def test_together_by_holding() -> None:
    base = case(builders.clients([0, 0, 0], groups=["g", "", "g"]), builders.managers(2))
    assert broken(base, [1, 0, 1]) == []
    assert broken(base, [0, 0, 1]) == [
        "together: Client 0 (c0), Client 2 (c2) belong together, "
        "but are given to Manager 0 (m0), Manager 1 (m1)"
    ]


def test_together_is_transitive_over_holdings_and_rows() -> None:
    # c0 - c1 by holding, c1 - c2 by row: c0 and c2 belong together
    clients = builders.clients([0, 0, 0], groups=["g", "g", ""])
    base = case(clients, builders.managers(2), rows=[Rule(RuleKind.TOGETHER, 1, 2)])
    assert broken(base, [1, 1, 1]) == []
    assert [text[:8] for text in broken(base, [1, 1, 0])] == ["together"]


def test_excluded_client_ties_nobody_together() -> None:
    clients = builders.clients([0, 0, 0], excluded=[False, True, False])
    rows = [Rule(RuleKind.TOGETHER, 0, 1), Rule(RuleKind.TOGETHER, 1, 2)]
    assert broken(case(clients, builders.managers(2), rows=rows), [0, NOBODY, 1]) == []


def test_together_switched_off() -> None:
    policy = rules(together={"enabled": False})
    base = case(builders.clients([0, 0], groups=["g", "g"]), builders.managers(2), policy=policy)
    assert broken(base, [0, 1]) == []


def test_follower_with_another_manager_breaks_together() -> None:
    base = case(builders.clients([0, 1], groups=["g", "g"]), builders.managers(2), state=[PROVEN, CLAIMED])
    assert broken(base, [0, 0]) == []
    assert broken(base, [0, 1]) == [
        "together: Client 1 (c1) is locked to Manager 0 (m0), but is given to Manager 1 (m1)"
    ]


def test_apart() -> None:
    rows = [Rule(RuleKind.APART, 0, 1)]
    base = case(builders.clients([0, 0]), builders.managers(2), rows=rows)
    assert broken(base, [0, 1]) == []
    assert broken(base, [1, 1]) == [
        "apart: Client 0 (c0) and Client 1 (c1) must be apart, but both are given to Manager 1 (m1)"
    ]
    off = case(
        builders.clients([0, 0]), builders.managers(2), rows=rows, policy=rules(apart={"enabled": False})
    )
    assert broken(off, [1, 1]) == []


def test_max_load_of_the_policy() -> None:
    base = case(builders.clients([0, 0, 0]), builders.managers(2), policy=rules(max_load={"count": 2}))
    assert broken(base, [0, 0, 1]) == []
    assert broken(base, [0, 0, 0]) == ["max-load: Manager 0 (m0) would have 3 clients, the limit is 2"]


def test_own_limit_goes_before_the_policys() -> None:
    managers = builders.managers(2, max_clients=[3, np.nan])
    base = case(builders.clients([0, 0, 0]), managers, policy=rules(max_load={"count": 1}))
    assert broken(base, [0, 0, 0]) == []
    assert broken(base, [0, 1, 1]) == ["max-load: Manager 1 (m1) would have 2 clients, the limit is 1"]


def test_max_load_switched_off_frees_own_limits_too() -> None:
    managers = builders.managers(1, max_clients=[1])
    base = case(builders.clients([0, 0]), managers, policy=rules(max_load={"enabled": False}))
    assert broken(base, [0, 0]) == []


def test_max_workload() -> None:
    clients = builders.clients([0, 0], workload=[30.0, 12.5])
    base = case(clients, builders.managers(2, max_workload=[40, np.nan]))
    assert broken(base, [0, 1]) == []
    assert broken(base, [0, 0]) == [
        "max-load: Manager 0 (m0) would have workload of 42.50 hours a month, the limit is 40"
    ]


def test_limits_on_workload_need_the_column() -> None:
    managers = builders.managers(1, max_workload=[0.0])
    base = case(builders.clients([0]), managers, policy=rules(min_load={"workload": 10}))
    assert broken(base, [0]) == []


def test_min_load() -> None:
    clients = builders.clients([0, 0], potential=[300.0, 100.0])
    base = case(clients, builders.managers(2), policy=rules(min_load={"potential": 100}))
    assert broken(base, [0, 1]) == []
    assert broken(base, [0, 0]) == ["min-load: Manager 1 (m1) would have potential of 0, the least is 100"]


def test_min_load_asks_only_those_who_stay() -> None:
    managers = builders.managers(2, leaving=[False, True])
    base = case(builders.clients([0]), managers, policy=rules(min_load={"count": 1}))
    assert broken(base, [0]) == []


def test_float_noise_breaks_no_limit() -> None:
    # 0.1 + 0.2 is 4e-17 more than 0.3
    clients = builders.clients([0, 0], potential=[0.1, 0.2])
    base = case(clients, builders.managers(1), policy=rules(max_load={"potential": 0.3}))
    assert broken(base, [0, 0]) == []


def test_loss_cap() -> None:
    # m0 earns on 100 + 300 today; at most 20 % may go: 100 is 25 %
    clients = builders.clients([0, 0, 1], revenue=[100.0, 300.0, 500.0])
    base = case(clients, builders.managers(2), policy=rules(loss_cap={"cap": 0.2}))
    assert broken(base, [0, 0, 1]) == []
    assert broken(base, [1, 0, 1]) == [
        "loss-cap: Manager 0 (m0) would lose 25% of today's commission, the cap is 20%"
    ]


def test_what_is_received_does_not_make_up_for_a_loss() -> None:
    clients = builders.clients([0, 0, 1, 1], revenue=[100.0, 300.0, 100.0, 900.0])
    base = case(clients, builders.managers(2), policy=rules(loss_cap={"cap": 0.2}))
    assert [text[:8] for text in broken(base, [1, 0, 0, 1])] == ["loss-cap"]


def test_loss_at_the_cap_is_kept() -> None:
    # exactly 20 % of 500
    clients = builders.clients([0, 0], revenue=[100.0, 400.0])
    base = case(clients, builders.managers(2), policy=rules(loss_cap={"cap": 0.2}))
    assert broken(base, [1, 0]) == []


def test_clients_taken_by_ban_pin_or_exclusion_are_not_in_the_base() -> None:
    # of m0's four clients only c3 is in the base, and it stays
    clients = builders.clients(
        [0, 0, 0, 0], revenue=[900.0, 900.0, 900.0, 100.0], pinned=[-1, 1, -1, -1],
        excluded=[False, False, True, False],
    )  # fmt: skip
    rows = [Rule(RuleKind.BAN, 0, 0)]
    base = case(clients, builders.managers(2), rows=rows, policy=rules(loss_cap={"cap": 0.0}))
    assert broken(base, [1, 1, NOBODY, 0]) == []
    assert [text[:8] for text in broken(base, [1, 1, NOBODY, 1])] == ["loss-cap"]


@pytest.mark.parametrize("rate", [0.0, 0.05])
def test_loss_cap_is_inactive_without_commission(rate: float) -> None:
    revenue = [100.0, 0.0] if rate == 0 else [0.0, 100.0]
    clients = builders.clients([0, 1], revenue=revenue)
    base = case(clients, builders.managers(2, rate=[rate, 0.05]), policy=rules(loss_cap={"cap": 0.2}))
    assert broken(base, [1, 1]) == []


def test_move_budget_in_clients() -> None:
    # 4 owned clients, a quarter may move: one; the free client is not a move
    clients = builders.clients([0, 0, 0, 0, -1])
    state = [CLAIMED, CLAIMED, CLAIMED, CLAIMED, FREE]
    base = case(clients, builders.managers(2), state=state, policy=rules(move_budget={"clients": 0.25}))
    assert broken(base, [1, 0, 0, 0, 1]) == []
    assert broken(base, [1, 1, 0, 0, 1]) == [
        "move-budget: 2 clients would move, the budget is 25% of 4 clients"
    ]


def test_move_budget_in_revenue() -> None:
    clients = builders.clients([0, 0], revenue=[400.0, 600.0])
    base = case(clients, builders.managers(2), policy=rules(move_budget={"revenue": 0.5}))
    assert broken(base, [1, 0]) == []
    assert broken(base, [0, 1]) == [
        "move-budget: revenue of 600 would move, the budget is 50% of revenue of 1,000"
    ]


def test_clients_of_leavers_use_the_move_budget() -> None:
    managers = builders.managers(2, leaving=[False, True])
    base = case(builders.clients([0, 1]), managers, policy=rules(move_budget={"clients": 0.0}))
    assert [text[:11] for text in broken(base, [0, 0])] == ["move-budget"]


def test_absorption_counts_free_clients_too() -> None:
    clients = builders.clients([0, 0, -1])
    base = case(
        clients, builders.managers(2), state=[ACTIVE, ACTIVE, FREE], policy=rules(absorption={"clients": 1})
    )
    assert broken(base, [0, 1, 0]) == []
    assert broken(base, [0, 1, 1]) == [
        "absorption: Manager 1 (m1) would receive 2 new clients, the limit is 1"
    ]
