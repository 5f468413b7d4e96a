"""Who gets a new client, by hand: shortfalls, weights of goals, ties, limits, lists, blanks."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assigner.evidence.model import State
from assigner.policy import Goal, Measure, Policy
from assigner.policy.model import Absorption, BalancePolicy, LoadRule, RulesPolicy, ScopeRule
from assigner.portfolio import Rule, RuleKind
from assigner.routing import Bar, Code, Ledger, NewClient, decide
from tests import builders
from tests.routing.bases import POTENTIAL, case, plan_of, route

TWO = builders.managers(2)


def goals(*given: Goal) -> Policy:
    return Policy(balance=BalancePolicy(goals=given))


def new(potential: float | None = 1.0, **segments: str) -> NewClient:
    return NewClient(potential=potential, segments=segments)


def test_the_client_goes_to_who_is_furthest_behind() -> None:
    # Potential 60 + 60 against 50 + 30. With the new client of 30 targets are 115 each: m0 has 120, 5 ahead,
    # m1 has 80, 35 behind, afterwards 5. A mean share is 115.
    ledger = Ledger(plan_of(case([0, 0, 1, 1], TWO, potential=[60, 60, 50, 30])))
    decision = route(ledger, new(30))
    assert (decision.manager_id, decision.code, decision.runner_up_id) == ("m1", Code.SHORTFALL, "m0")
    assert decision.shortfall == pytest.approx(35 / 115)
    assert decision.runner_up_shortfall == pytest.approx(-5 / 115)
    (cell,) = decision.cells
    assert [cell.counted, cell.share] == pytest.approx([30, 115])
    assert [cell.before, cell.after, cell.runner_up] == pytest.approx([35, 5, -5])
    # The next one, of 10: targets 120, m1 is 10 behind, m0 just right. Then both have 120: a tie.
    assert route(ledger, new(10)).shortfall == pytest.approx(10 / 120)
    third = decide(ledger.plan, ledger, new(1))
    assert (third.manager_id, third.tied) == ("m0", True)


def test_half_a_manager_gets_half_of_it() -> None:
    # Weights 1 and 0.5, loads 100 and 50 as they should be; each client of 10 adds 6.67 and 3.33 to the
    # targets. Shortfalls: (6.67, 3.33) -> m0, (3.33, 6.67) -> m1, (10, 0) -> m0, and all is even again.
    ledger = Ledger(
        plan_of(case([0, 0, 1, 1], builders.managers(2, fte=[1, 0.5]), potential=[50, 50, 25, 25]))
    )
    assert [route(ledger, new(10)).manager_id for _ in range(6)] == ["m0", "m1", "m0"] * 2


def test_shortfalls_of_cells_are_weighted_as_the_goals() -> None:
    # With a client of 1 in North. Total: m0 has 120 of 100.5, m1 80: -0.194 and 0.204 of a share. North: m0
    # 20 of 40.5, m1 60: 0.506 and -0.481. Weight 1 each: m0 0.156, m1 -0.139. Weight 3 for the total:
    # m0 (-0.582 + 0.506) / 4 = -0.019, m1 (0.612 - 0.481) / 4 = 0.033.
    def decided(weight: float) -> str | None:
        policy = goals(
            Goal(measure=Measure.POTENTIAL, tolerance=0.05, weight=weight),
            Goal(measure=Measure.POTENTIAL, dimension="region", tolerance=0.05),
        )
        region = ["North", "North", "South", "South", "North", "North", "South", "South"]
        found = case(
            [0, 0, 0, 0, 1, 1, 1, 1],
            TWO,
            policy=policy,
            potential=[10, 10, 50, 50, 30, 30, 10, 10],
            region=region,
        )
        plan = plan_of(found)
        return decide(plan, Ledger(plan), new(1, region=" NORTH ")).manager_id

    assert (decided(1), decided(3)) == ("m0", "m1")


def test_equal_shortfalls_go_to_the_better_fit_then_to_the_first_id() -> None:
    # m1 has proven clients in South, m0 in North; both have 2 of 2.
    found = case(
        [0, 0, 1, 1],
        TWO,
        state=[State.PROVEN] * 4,
        revenue=[5] * 4,
        region=["North", "North", "South", "South"],
    )
    plan = plan_of(found)
    ledger = Ledger(plan)
    assert decide(plan, ledger, new(1, region="South")).manager_id == "m1"
    assert decide(plan, ledger, new(1, region="North")).manager_id == "m0"
    nowhere = decide(plan, ledger, new(1))  # like neither: cosine 0 with both
    assert (nowhere.manager_id, nowhere.tied) == ("m0", True)


def test_who_is_locked_above_his_share_waits_for_the_others() -> None:
    # m0 holds two proven clients that count 66.7 each, one share; m1 and m2 have 20. T = 57.8
    # each, A = 133.3, 20, 20. Eight clients of 10 raise T to 84.4, still below 133.3: all of them are
    # m1's and m2's, in turn.
    found = case(
        [0, 0, 1, 1, 2, 2],
        builders.managers(3),
        state=[State.PROVEN] * 2 + [State.CLAIMED] * 4,
        potential=[80, 80, 10, 10, 10, 10],
    )
    ledger = Ledger(plan_of(found))
    assert [route(ledger, new(10)).manager_id for _ in range(8)] == ["m1", "m2"] * 4


def test_a_giant_counts_as_one_share() -> None:
    # A share is 100: a client of 1,000 counts 100, so that the next ones, of 100 together, even it out.
    ledger = Ledger(plan_of(case([0, 0, 1, 1], TWO, potential=[50, 50, 50, 50])))
    assert route(ledger, new(1000)).cells[0].counted == pytest.approx(100)
    assert [route(ledger, new(50)).manager_id for _ in range(2)] == ["m1", "m1"]
    assert route(ledger, new(1)).tied


@pytest.mark.parametrize("potential", [None, 0.0])
def test_clients_without_potential_count_as_the_median(potential: float | None) -> None:
    # Median of 10, 20, 30, 40: 25. Were they worth nothing, all of them would be m1's for ever.
    ledger = Ledger(plan_of(case([0, 0, 1, 1], TWO, potential=[20, 30, 10, 40])))
    decisions = [route(ledger, new(potential)) for _ in range(4)]
    assert [decision.manager_id for decision in decisions] == ["m0", "m1"] * 2
    assert decisions[0].assumed == {"potential": 25.0}
    assert decisions[0].cells[0].counted == 25


def test_potential_that_stands_for_revenue_is_read_from_revenue() -> None:
    found = case([0, 0, 1, 1], TWO, potential=[10, 20, 30, 40], revenue=[10, 20, 30, 40])
    base = replace(found.portfolio.clients, potential_source="revenue")
    found = replace(found, portfolio=replace(found.portfolio, clients=base))
    plan = plan_of(found, [0, 1, 1, 0])
    given = decide(plan, Ledger(plan), NewClient(potential=1e9, revenue=7))
    assert (given.cells[0].counted, given.assumed) == (7, {})
    assert decide(plan, Ledger(plan), NewClient(potential=1e9)).assumed["potential"] == 25


def test_lists_scope_and_limits_are_hard_and_counted() -> None:
    # m0 and m1 serve North only, m2 is full, m3 is no receiver: East has nobody; North m0 and m1.
    policy = POTENTIAL.model_copy(
        update={"rules": RulesPolicy(scope=ScopeRule(receivers=("m0", "m1", "m2")))}
    )
    team = builders.managers(
        4, max_clients=[9, 9, 2, 9], eligible={"region": [{"North"}, {"North"}, None, None]}
    )
    plan = plan_of(case([0, 0, 1, 1, 2, 2, 3, 3], team, policy=policy, region=["North"] * 8))
    east = decide(plan, Ledger(plan), new(1, region="East"))
    assert (east.manager_id, east.code) == (None, Code.NOBODY)
    assert east.barred == {Bar.ELIGIBLE: 2, Bar.SCOPE: 1, Bar.MAX_LOAD: 1}
    assert east.new_labels == {"region": "East"}
    north = decide(plan, Ledger(plan), new(1, region="North"))
    assert (north.manager_id, north.candidates) == ("m0", 2)


def test_scope_without_a_receiver_who_may_have_it_gives_way() -> None:
    # Model §3: where E has no receiver, anybody in E.
    policy = POTENTIAL.model_copy(update={"rules": RulesPolicy(scope=ScopeRule(receivers=("m0",)))})
    team = builders.managers(2, eligible={"region": [{"North"}, None]})
    plan = plan_of(case([0, 0, 1, 1], team, policy=policy, region=["North"] * 4))
    assert decide(plan, Ledger(plan), new(1, region="East")).manager_id == "m1"
    assert decide(plan, Ledger(plan), new(1, region="North")).manager_id == "m0"


def test_limits_fill_up_client_by_client() -> None:
    # At most 3 clients each, 2 and 2 held: two more, then nobody. Absorption is about moves, not about leads.
    rules = RulesPolicy(max_load=LoadRule(count=3), absorption=Absorption(clients=0))
    policy = POTENTIAL.model_copy(update={"rules": rules})
    ledger = Ledger(plan_of(case([0, 0, 1, 1], TWO, policy=policy)))
    decisions = [route(ledger, new()) for _ in range(3)]
    assert [decision.manager_id for decision in decisions] == ["m0", "m1", None]
    assert [decision.code for decision in decisions] == [Code.SHORTFALL, Code.ONLY_CHOICE, Code.NOBODY]
    assert decisions[2].barred == {Bar.MAX_LOAD: 2}


def test_a_limit_on_hours_counts_the_hours_of_the_client() -> None:
    team = builders.managers(2, max_workload=[20, 100])
    plan = plan_of(case([0, 0, 1, 1], team, potential=[1, 1, 9, 9], workload=[8, 8, 8, 8]))
    ledger = Ledger(plan)
    assert decide(plan, ledger, NewClient(potential=1, workload=4)).manager_id == "m0"
    assert decide(plan, ledger, NewClient(potential=1, workload=4.1)).manager_id == "m1"
    assert decide(plan, ledger, NewClient(potential=1)).manager_id == "m1"  # the median: 8 hours


def test_an_unseen_label_counts_in_the_totals_only_and_a_blank_is_unknown() -> None:
    policy = goals(
        Goal(measure=Measure.POTENTIAL, tolerance=0.05),
        Goal(measure=Measure.POTENTIAL, dimension="region", tolerance=0.05),
    )
    plan = plan_of(case([0, 1] * 4, TWO, policy=policy, region=["North"] * 4 + [""] * 4))
    decided = {
        label: [
            (cell.dimension, cell.value) for cell in decide(plan, Ledger(plan), new(1, region=label)).cells
        ]
        for label in ("North", "", "East")
    }
    assert decided["North"] == [("total", ""), ("region", "North")]
    assert decided[""] == [("total", ""), ("region", "unknown")]
    assert decided["East"] == [("total", "")]


def test_without_any_balanced_cell_the_number_of_clients_decides() -> None:
    # Three clients of two managers are too few to balance: else all would go to the first id.
    ledger = Ledger(plan_of(case([0, 0, 1], TWO)))
    first = route(ledger, new(5))
    assert (first.manager_id, first.cells[0].measure, first.cells[0].weight) == ("m1", "count", 1.0)
    assert [route(ledger, new(5)).manager_id for _ in range(2)] == ["m0", "m1"]


def test_managers_without_weight_receive_nothing() -> None:
    team = builders.managers(3, leaving=[True, False, False])
    found = case([0, 0, 1, 1, 2, 2], team, rules=[Rule(RuleKind.BAN, 0, 1)])
    plan = plan_of(found, [2, 1, 1, 1, 2, 2])
    assert plan.words.manager_ids == ("m1", "m2")
    assert {route(Ledger(plan), new()).manager_id for _ in range(3)} <= {"m1", "m2"}
