"""Branch and cut against exhaustive search: bounds never above the optimum, closed trees are proofs."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from assigner.optimize.branch import branch, level_out
from assigner.optimize.clock import Clock
from assigner.optimize.mip import MipModel, Window
from assigner.optimize.scip import MipAnswer, ScipLimits, ScipParams, allowance, solve_mip
from assigner.optimize.search import Search
from assigner.optimize.tables import Aim, evaluate
from assigner.optimize.window import least_cost, open_pairs, window
from assigner.portfolio import IntArray
from assigner.problem import Problem
from assigner.solution import never_stop
from tests.optimize.brute import Divisions, divide
from tests.optimize.support import TO_PROOF, problem_of, tiny_case
from tests.optimize.test_bounds import SOLVABLE, choice_of, relaxed, room


@cache
def divided(seed: int) -> tuple[Problem, Divisions]:
    """The problem of a tiny case and all its divisions."""
    case = tiny_case(seed)
    return problem_of(case), divide(case)


def worst_start(made: Problem, every: Divisions) -> IntArray:
    """The lawful division with the largest score."""
    return choice_of(made, every.assignments[int(np.argmax(every.score))])


def search_from(made: Problem, chosen: IntArray) -> Search:
    """A search that knows only this answer."""
    clock = Clock(TO_PROOF, never_stop)
    search = Search(made, Aim.weighted(made), clock, 0, 1, 0.0, lambda *_: None)
    assert search.offer(chosen)
    return search


def whole(made: Problem, chosen: IntArray) -> MipModel:
    """The model of everything; no better answer has a worst violation above score / price of the worst."""
    units, pairs, aim = np.arange(made.num_units), np.ones(made.num_pairs, dtype=bool), Aim.weighted(made)
    view = Window(0.0, evaluate(made, chosen).score(aim) / (100 * aim.imbalance))
    return MipModel(made, aim, chosen, units, pairs, window=view, strict=False)


def run(model: MipModel, nodes: int | None = None) -> MipAnswer:
    """SCIP's answer."""
    return solve_mip(model, ScipParams(), ScipLimits(20.0, nodes), Clock(TO_PROOF, never_stop))


@pytest.mark.parametrize("seed", SOLVABLE)
def test_a_closed_tree_is_the_optimum(seed: int) -> None:
    """From the worst start: bound and answer meet at the best of all divisions, within 1e-6 of it."""
    made, every = divided(seed)
    aim = Aim.weighted(made)
    answer = run(whole(made, worst_start(made, every)))
    bound = answer.bound + aim.constant(made)
    assert answer.complete
    assert answer.chosen is not None
    assert bound <= every.optimum + room(every.optimum)
    assert bound >= every.optimum - 1e-6 * max(1.0, every.optimum)
    assert evaluate(made, answer.chosen).score(aim) == pytest.approx(every.optimum, rel=1e-6, abs=1e-6)


@pytest.mark.parametrize("seed", SOLVABLE[:8])
def test_a_tree_cut_off_at_its_root_is_below_the_optimum(seed: int) -> None:
    made, every = divided(seed)
    bound = run(whole(made, worst_start(made, every)), nodes=1).bound + Aim.weighted(made).constant(made)
    assert bound <= every.optimum + room(every.optimum)


@pytest.mark.parametrize("seed", SOLVABLE)
def test_the_phase_proves_tiny_cases(seed: int) -> None:
    """With pairs ruled out and the worst violation bounded first, the certificate is still the optimum."""
    made, every = divided(seed)
    search = search_from(made, worst_start(made, every))
    relaxation = relaxed(made)
    level_out(search, relaxation, 5.0)
    branch(search, relaxation, 5.0)
    assert search.score == pytest.approx(every.optimum, rel=1e-6, abs=1e-6)
    assert search.bound <= every.optimum + room(every.optimum)
    assert search.proven
    assert not [phase for phase in search.phases if phase.name == "bound refused"]


@pytest.mark.parametrize("seed", SOLVABLE)
def test_no_better_division_leaves_the_window_or_the_open_pairs(seed: int) -> None:
    """What is ruled out scores no less than the present answer: here the median of all divisions."""
    made, every = divided(seed)
    aim = Aim.weighted(made)
    median = int(np.argsort(every.score)[len(every.score) // 2])
    search = search_from(made, choice_of(made, every.assignments[median]))
    relaxation = relaxed(made)
    level_out(search, relaxation, 5.0)
    view, keep = window(search, relaxation), open_pairs(search, relaxation)
    assert least_cost(search) <= every.optimum + room(every.optimum)
    for assignment, score in zip(every.assignments, every.score, strict=True):
        if score < search.score - 1e-9:
            chosen = choice_of(made, assignment)
            model = whole(made, chosen)
            worst = model.hint[-1] if model.balanced else 0.0
            assert keep[chosen].all()
            assert view.least - 1e-9 <= worst <= view.most + 1e-9
            assert aim.imbalance == 0 or score >= least_cost(search) + 100 * aim.imbalance * worst - 1e-9


@pytest.mark.parametrize("seed", SOLVABLE[:10])
def test_a_part_stays_lawful_and_leaves_the_rest(seed: int) -> None:
    made, every = divided(seed)
    start, aim = worst_start(made, every), Aim.weighted(made)
    free, pairs = np.arange(0, made.num_units, 2), np.ones(made.num_pairs, dtype=bool)
    model = MipModel(made, aim, start, free, pairs, window=Window(), strict=True, margin=2e-9)
    answer = run(model)
    assert answer.chosen is not None
    value = evaluate(made, answer.chosen)
    assert value.feasible
    assert value.score(aim) <= evaluate(made, start).score(aim) + 1e-6
    still = np.setdiff1d(np.arange(made.num_units), free)
    assert np.array_equal(answer.chosen[still], start[still])
    energy = evaluate(made, answer.chosen).score(aim) - aim.constant(made)
    assert answer.bound <= energy + room(energy)


def test_a_bound_above_an_answer_is_refused() -> None:
    """A planted fault: a tree that claims more than the answer it started from."""
    made, every = divided(SOLVABLE[0])
    search = search_from(made, choice_of(made, every.assignments[int(np.argmin(every.score))]))
    assert not search.raise_bound(search.score + 1.0)
    assert search.phases[-1].name == "bound refused"


def test_the_allowance_counts_units_and_violations() -> None:
    """Tolerance 1e-7 / 128 x (3 units + 128 x the ranges of the violations), and 1e-9 x the bound of 50."""
    made, every = divided(SOLVABLE[0])
    model = whole(made, worst_start(made, every))
    model.mine, most = model.mine[:3], model.window.most
    rows = len(model.cost) - len(model.pairs)
    expected = 1e-7 / 128 * (3 + 128 * (rows * most - model.floor)) + 5e-8
    assert allowance(model, ScipParams(), 50.0) == pytest.approx(expected)
