"""Numbers at the edge: large money, limits of nothing, odd weights, nothing to decide."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from assigner.errors import RulesConflict
from assigner.portfolio import Rule, RuleKind
from assigner.solution import SolverConfig
from tests import builders
from tests.checker.support import PROVEN, case, rules
from tests.optimize.support import TO_PROOF, answer, judge, with_policy
from tests.strategies import Case, make_case

QUICK = SolverConfig(work_limit=1.0, time_limit=None, target_gap=0.0)


def large_money(policy: Any, num_clients: int = 60) -> Case:
    """Clients worth about a billion each; owners at random."""
    rng = np.random.default_rng(5)
    money = (rng.lognormal(0, 1, num_clients) * 1e9).tolist()
    owner = rng.integers(0, 4, num_clients).tolist()
    base = builders.clients(owner, potential=money, revenue=money)
    return case(base, builders.managers(4), policy=policy)


@pytest.mark.parametrize(
    "policy",
    [
        rules(loss_cap={"cap": 1.0}),
        rules(loss_cap={"cap": 0.0}),
        rules(move_budget={"revenue": 0.0}),
        rules(move_budget={"revenue": 1e-9, "clients": 1.0}),
        rules(max_load={"revenue": 1e11}, min_load={"revenue": 1.0}),
    ],
    ids=["lose-all", "lose-nothing", "move-nothing", "move-crumbs", "far-limits"],
)
def test_large_money_and_limits_at_their_ends(policy: Any) -> None:
    of = large_money(policy)
    assert judge(of, answer(of, QUICK)).ok


@pytest.mark.parametrize("imbalance", [0.0, 1e-6, 1e3, 1e6])
@pytest.mark.parametrize("disruption", [0.0, 1.0, 1e4])
def test_any_weights_give_a_lawful_answer_above_its_bound(imbalance: float, disruption: float) -> None:
    weights = {"imbalance": imbalance, "disruption": disruption, "fit": 0.1}
    of = with_policy(make_case(11, 24, 4, feasible=True), "objective", weights=weights)
    solution = answer(of, QUICK)
    verdict = judge(of, solution)
    assert verdict.ok
    assert verdict.after.score == pytest.approx(solution.score, rel=1e-6, abs=1e-6)
    assert solution.bound <= solution.score


def test_nothing_weighs_anything() -> None:
    """Every division has score 0: the first one is optimal."""
    of = with_policy(
        make_case(3, 12, 3, features=()), "objective", weights={"imbalance": 0, "disruption": 0, "fit": 0}
    )
    solution = answer(of, QUICK)
    assert (solution.status, solution.score, solution.bound) == ("optimal", 0, 0)


@pytest.mark.parametrize("mode", ["weighted", "lexicographic"])
def test_nothing_to_decide(mode: str) -> None:
    """All clients are locked: one answer, optimal, with the same certificate as any other."""
    of = case(builders.clients([0, 1]), builders.managers(2), state=[PROVEN, PROVEN])
    solution = answer(with_policy(of, "objective", mode=mode))
    assert (solution.status, solution.stopped_by) == ("optimal", "proof")
    assert solution.assignment.tolist() == [0, 1]
    assert solution.bound == solution.score == pytest.approx(judge(of, solution).after.score)
    assert len(solution.levels) == (3 if mode == "lexicographic" else 0)


def test_all_clients_excluded() -> None:
    of = case(builders.clients([0, 1], excluded=[True, True]), builders.managers(2))
    solution = answer(of)
    assert solution.assignment.tolist() == [-1, -1]
    assert solution.score == 0


def test_one_manager() -> None:
    """Nobody to share with: everybody goes to m0 at once."""
    solution = answer(case(builders.clients([0, -1, 0]), builders.managers(1)))
    assert solution.assignment.tolist() == [0, 0, 0]
    assert solution.status == "optimal"


def clique(size: int, num_managers: int) -> Case:
    """`size` clients of m0, all of them apart from each other, and 20 others."""
    rows = [Rule(RuleKind.APART, a, b) for a in range(size) for b in range(a)]
    return case(builders.clients([0] * (size + 20)), builders.managers(num_managers), rows=rows)


def test_as_many_competitors_as_managers() -> None:
    solution = answer(clique(5, 5), TO_PROOF)
    assert judge(clique(5, 5), solution).ok
    assert len(set(solution.assignment[:5].tolist())) == 5


def test_more_competitors_than_managers_are_a_conflict() -> None:
    with pytest.raises(RulesConflict):
        answer(clique(5, 4), TO_PROOF)


def test_one_huge_client_among_crumbs() -> None:
    """Shares are cut at the indivisible client: still a lawful answer and an honest bound."""
    base = builders.clients([0] * 20, potential=[1e12] + [1e-3] * 19)
    of = case(base, builders.managers(3))
    solution = answer(of, QUICK)
    assert judge(of, solution).ok
    assert solution.bound <= solution.score
