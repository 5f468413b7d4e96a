"""Figures before and after, remarks, and the comparison with the optimiser (model §4-§8)."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from assigner.checker import check, compare
from assigner.errors import InternalError
from assigner.i18n import Translator
from assigner.policy import Policy
from assigner.portfolio import NOBODY
from assigner.verdict import RuleBreak
from tests import builders
from tests.checker.support import CLAIMED, FREE, PROVEN, case, rules, verdict
from tests.strategies import Case

TIGHT = {"balance": {"goals": [{"measure": "potential", "tolerance": 0.0}]}}
"""One goal: potential in total, without tolerance."""


def tight(**parts: object) -> Policy:
    """Policy with one tight goal and no loss cap."""
    return Policy.model_validate(TIGHT | {"rules": {"loss_cap": {"enabled": False}}} | parts)


def four(policy: Policy | None = None) -> Case:
    """Four clients of potential 10 and revenue 100, all owned by m0; c0 is proven."""
    clients = builders.clients([0] * 4, potential=[10.0] * 4, revenue=[100.0] * 4)
    return case(
        clients, builders.managers(2), state=[PROVEN, CLAIMED, CLAIMED, CLAIMED], policy=policy or tight()
    )


def test_worked_example_before() -> None:
    # T = A = 20 each; c1..c3 movable: h = h_j = 10, tolerance 0.25. Loads 40 and 0:
    # v = 2 - 1 - 0.25 = 0.75 and 1 - 0.25 = 0.75; imbalance 150 %, no pain, unfit 50 % (no segments)
    before = verdict(four(), [0, 0, 1, 1]).before
    assert before.levels.imbalance == pytest.approx(150.0)
    assert before.levels.disruption == 0.0
    assert before.levels.fit == pytest.approx(50.0)
    assert before.score == pytest.approx(20 * 150 + 0.1 * 50)
    assert before.worst_deviation == pytest.approx(1.0)
    assert (before.moved_clients, before.moved_share) == (0, 0.0)
    assert (before.kept_proven, before.proven_total) == (1, 1)


def test_worked_example_after() -> None:
    # loads 20 and 20: imbalance 0. value = 101, no strengths but c0's: two moves cost the fixed
    # part, 2 % of 101 x 0.2 = 0.404 each; D = 4 x (20.2 + 0.404) = 82.416
    after = verdict(four(), [0, 0, 1, 1]).after
    assert after.levels.imbalance == 0.0
    assert after.fixed_cost == pytest.approx(0.808)
    assert after.levels.disruption == pytest.approx(100 * 0.808 / 82.416)
    assert after.score == pytest.approx(100 * 0.808 / 82.416 + 5.0)
    assert (after.moved_clients, after.moved_share) == (2, 0.5)
    assert (after.kept_proven, after.proven_total) == (1, 1)
    assert after.worst_deviation == pytest.approx(0.0)


def test_cell_table() -> None:
    cells = verdict(four(), [0, 0, 0, 1]).after.cells
    assert list(cells.goal) == ["potential/total"] * 2
    assert list(cells.value) == ["", ""]
    assert cells.manager_idx.tolist() == [0, 1]
    assert cells.load == pytest.approx([30.0, 10.0])
    assert cells.target == pytest.approx([20.0, 20.0])
    assert cells.attainable == pytest.approx([20.0, 20.0])
    assert cells.tolerance_low == pytest.approx([0.25, 0.25])
    # 30 / 20 - 1 - 0.25 and 1 - 10 / 20 - 0.25
    assert cells.violation == pytest.approx([0.25, 0.25])


def test_manager_table() -> None:
    managers = verdict(four(), [0, 0, 0, 1]).after.managers
    assert managers.clients.tolist() == [3, 1]
    assert managers.potential == pytest.approx([30.0, 10.0])
    assert managers.revenue == pytest.approx([300.0, 100.0])
    assert managers.commission == pytest.approx([15.0, 5.0])
    assert managers.target == pytest.approx([20.0, 20.0])


def test_spread_and_envy() -> None:
    # today 40 and 0 of a target of 20: ratios 0 and 2, and without one client m0 still has 30 more than m1;
    # 30 and 10: without one client m0 has 20, still 10 more than m1
    answer = verdict(four(), [0, 0, 0, 1])
    assert answer.before.spread is not None
    assert answer.before.spread.leximin == pytest.approx([0.0, 2.0])
    assert [(envy.envious_idx, envy.envied_idx, envy.amount) for envy in answer.before.envy] == [(1, 0, 30.0)]
    assert [(envy.envious_idx, envy.envied_idx, envy.amount) for envy in answer.after.envy] == [(1, 0, 10.0)]
    assert verdict(four(), [0, 0, 1, 1]).after.envy == ()


def leaver() -> Case:
    """m1 leaves; c2 is his, c3 is free."""
    clients = builders.clients([0, 0, 1, -1], potential=[10.0] * 4, revenue=[100.0] * 4)
    managers = builders.managers(2, leaving=[False, True])
    return case(clients, managers, state=[PROVEN, CLAIMED, PROVEN, FREE], policy=tight())


def test_leavers_and_free_clients_are_nobodys_load_before() -> None:
    # everything is one manager's target: 40; today he has 20 of it
    before = verdict(leaver(), [0, 0, 0, 0]).before
    assert before.cells.load == pytest.approx([20.0])
    assert before.cells.target == pytest.approx([40.0])
    assert before.managers.load == pytest.approx([20.0, 0.0])
    # the raw book of today is shown, also a leaver's
    assert before.managers.clients.tolist() == [2, 1]


def test_moves_of_leavers_clients_count_free_clients_do_not() -> None:
    after = verdict(leaver(), [0, 0, 0, 0]).after
    assert after.moved_clients == 1
    assert after.moved_share == pytest.approx(1 / 3)
    # c2 is proven, but its owner leaves
    assert (after.kept_proven, after.proven_total) == (1, 1)


def test_proven_total_leaves_out_lifted_locks() -> None:
    clients = builders.clients([0, 0, 0], pinned=[-1, 1, -1])
    base = case(clients, builders.managers(2), state=[PROVEN] * 3, lifted=[2])
    after = verdict(base, [0, 1, 0]).after
    assert (after.kept_proven, after.proven_total) == (1, 1)


def test_workload_goal_needs_the_column() -> None:
    clients = builders.clients([0, 0, 0, 0], workload=[1.0] * 4)
    base = case(clients, builders.managers(2))
    assert set(verdict(base, [0, 0, 1, 1]).after.cells.goal) == {"potential/total", "workload/total"}


def test_goal_over_an_unknown_dimension_has_no_cells() -> None:
    policy = Policy.model_validate(
        {"balance": {"goals": [{"measure": "count", "dimension": "nowhere", "tolerance": 0.1}]}}
    )
    after = verdict(case(builders.clients([0, 0]), builders.managers(1), policy=policy), [0, 0]).after
    assert (len(after.cells), after.levels.imbalance) == (0, 0.0)


def test_left_out_cells_and_indivisible_clients_are_named() -> None:
    # North: 4 clients, two managers; c0 is 50 of 56: share 28, so 1.8 shares. South: 1 client, too small
    clients = builders.clients(
        [0] * 5, potential=[50.0, 2.0, 2.0, 2.0, 1.0], region=["North"] * 4 + ["South"]
    )
    policy = Policy.model_validate(
        {"balance": {"goals": [{"measure": "potential", "dimension": "region", "tolerance": 0.1}]}}
    )
    left = verdict(case(clients, builders.managers(2), policy=policy), [0, 0, 1, 1, 0]).left_out
    assert [(item.code, item.goal, item.value) for item in left] == [
        ("too_small", "potential/region", "South"),
        ("indivisible", "potential/region", "North"),
    ]
    assert left[0].message == "South is too small to balance: 1 client, 2 managers"
    assert left[1].message == "Client 0 (c0) alone is 1.8 times the largest fair share of North"


def test_notes() -> None:
    # m1 leaves, m2 has no revenue today; m0's two proven clients are 20 of a share of 15
    clients = builders.clients([0, 0, 1], potential=[10.0] * 3, revenue=[5.0, 5.0, 5.0])
    policy = Policy.model_validate(TIGHT | {"balance": TIGHT["balance"] | {"min_clients_per_manager": 1}})
    managers = builders.managers(3, leaving=[False, True, False])
    base = case(clients, managers, state=[PROVEN, PROVEN, CLAIMED], policy=policy)
    assert verdict(base, [0, 0, 2]).notes == (
        "Manager 1 (m1) has weight 0 and receives nothing",
        "the loss cap is inactive for Manager 2 (m2), who has no commission today",
        "Manager 0 (m0): fixed clients alone are 1.3 times the fair share of the whole base (potential)",
    )


def test_client_without_manager_is_nobodys_load() -> None:
    after = verdict(four(), [0, 0, NOBODY, 7]).after
    assert after.managers.clients.tolist() == [2, 0]
    assert after.moved_clients == 0


def test_verdict_knows_the_locked_clients() -> None:
    assert verdict(four(), [0, 0, 1, 1]).locked.tolist() == [True, False, False, False]


def test_assignment_of_another_length_is_refused() -> None:
    with pytest.raises(ValueError, match=r"shape \(4,\)"):
        verdict(four(), [0, 0])


def test_messages_in_russian() -> None:
    base = case(builders.clients([0, 0, 0]), builders.managers(2), policy=rules(max_load={"count": 2}))
    answer = check(
        base.portfolio, base.evidence, base.policy, np.zeros(3, dtype=np.int32), tr=Translator("ru")
    )
    assert [found.message for found in answer.breaks] == [
        "Manager 0 (m0): получилось бы 3 клиента, предел — 2"
    ]


def test_compare_accepts_the_same_score() -> None:
    answer = verdict(four(), [0, 0, 1, 1])
    compare(answer, score=answer.after.score * (1 + 5e-7))


def test_compare_names_the_difference() -> None:
    answer = verdict(four(), [0, 0, 1, 1])
    with pytest.raises(InternalError, match=r"they differ by 1\b"):
        compare(answer, score=answer.after.score + 1)
    with pytest.raises(InternalError, match="nan"):
        compare(answer, score=float("nan"))


def test_compare_names_broken_rules() -> None:
    answer = verdict(four(), [1, 0, 1, 1])
    with pytest.raises(InternalError, match=r"breaks 1 rules: keep: Client 0 \(c0\) is locked"):
        compare(answer, score=answer.after.score)
    many = replace(answer, breaks=(RuleBreak("apart", "x"),) * 5)
    with pytest.raises(InternalError, match=r"breaks 5 rules: apart: x; apart: x; apart: x$"):
        compare(many, score=answer.after.score)


def test_a_goal_over_a_dimension_that_is_not_there_is_told() -> None:
    goals = [
        {"measure": "count", "tolerance": 0.1},
        {"measure": "potential", "dimension": "Planet", "tolerance": 0.1},
    ]
    policy = Policy.model_validate({"balance": {"goals": goals}})
    base = case(builders.clients([0, 1]), builders.managers(2), policy=policy)
    told = [note for note in verdict(base, [0, 1]).notes if note.startswith("the goal")]
    assert len(told) == 1
    assert "potential/Planet has no effect" in told[0]
