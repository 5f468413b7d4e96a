"""Every bound stays below the true optimum: relaxation, any legal prices, CP-SAT in integers (model §7)."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assigner.errors import RulesConflict
from assigner.optimize.bounding import RelaxationInfeasible, relax, trivial
from assigner.optimize.clock import Clock
from assigner.optimize.cpsat import POLISH, PROVE, PROVE_FINE, CpAnswer, CpLimits, CpModel, CpParams
from assigner.optimize.relax import Master, Relaxation, RelaxParams, legal_prices
from assigner.optimize.search import today
from assigner.optimize.tables import Aim, evaluate
from assigner.portfolio import IntArray
from assigner.problem import Problem
from assigner.solution import never_stop
from tests.optimize.brute import Divisions, divide
from tests.optimize.support import TO_PROOF, problem_of, tiny_case, with_policy
from tests.problem.support import random_choice
from tests.strategies import Case, cases, make_case

SOLVABLE = (10, 16, 28, 40, 42, 86, 118, 148, 174, 206, 212, 228, 234, 300, 314, 318, 344, 354, 376, 528)
"""Tiny cases with several lawful divisions."""


@cache
def divided(seed: int) -> tuple[Problem, Divisions]:
    """The problem of a tiny case and all its divisions."""
    case = tiny_case(seed)
    return problem_of(case), divide(case)


def choice_of(made: Problem, assignment: IntArray) -> IntArray:
    """The pairs that give an assignment."""
    pairs = {
        (int(u), int(j)): p for p, (u, j) in enumerate(zip(made.pair_unit, made.pair_manager, strict=True))
    }
    first = made.member[made.member_start[:-1]]
    return np.array([pairs[u, int(assignment[i])] for u, i in enumerate(first)], dtype=np.int32)


def relaxed(made: Problem, aim: Aim | None = None, params: RelaxParams | None = None) -> Relaxation:
    """The relaxation without any clock."""
    return relax(
        made,
        aim or Aim.weighted(made),
        rng=np.random.default_rng(1),
        seconds_left=lambda: None,
        params=params,
    )


def room(score: float) -> float:
    """Float noise."""
    return 1e-9 * max(1.0, abs(score))


@settings(max_examples=40, deadline=None)
@given(cases(max_clients=30, max_managers=5, min_clients=4, feasible=True), st.integers(0, 2**32 - 1))
def test_the_relaxation_is_below_every_lawful_division(case: Case, seed: int) -> None:
    made = problem_of(case)
    if not made.num_units:
        return
    assert case.witness is not None
    relaxation, rng = relaxed(made), np.random.default_rng(seed)
    for chosen in (choice_of(made, case.witness), *(random_choice(made, rng) for _ in range(20))):
        value = evaluate(made, chosen)
        if value.feasible:
            score = value.score(Aim.weighted(made))
            assert relaxation.bound <= score + room(score)


@pytest.mark.parametrize("params", [RelaxParams(), RelaxParams(random=1, small=0, max_rounds=6)])
@pytest.mark.parametrize("seed", SOLVABLE)
def test_no_pair_of_a_division_is_priced_above_its_score(seed: int, params: RelaxParams) -> None:
    """Reduced-cost fixing: priced bound + reduced cost of a pair <= score of every division with it."""
    made, every = divided(seed)
    relaxation = relaxed(made, params=params)
    assert relaxation.bound <= every.optimum + room(every.optimum)
    assert trivial(made, Aim.weighted(made)).bound <= every.optimum + room(every.optimum)
    for assignment, score in zip(every.assignments, every.score, strict=True):
        used = relaxation.reduced[choice_of(made, assignment)].max()
        assert relaxation.priced_bound + used <= score + room(score)


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(SOLVABLE),
    st.integers(0, 2**32 - 1),
    st.sampled_from([0.01, 1.0, 100.0, 1e4]),
    st.booleans(),
)
def test_any_legal_prices_give_a_bound(seed: int, draw: int, size: float, capped: bool) -> None:
    """L(prices) <= optimum whatever the prices, also where the imbalance is capped at that of the optimum."""
    (made, every), rng = divided(seed), np.random.default_rng(draw)
    imbalance = float(every.levels[int(np.argmin(every.score)), 0])
    aim = Aim.weighted(made)
    aim = replace(aim, imbalance_cap=imbalance) if capped else aim
    master = Master(made, aim)
    rows, sides = len(master.rows.number), len(master.side_limit)
    over, under = (rng.exponential(size, rows) * (rng.random(rows) < 0.5) for _ in range(2))
    cap = float(rng.exponential(size)) if master.capped else 0.0
    prices = legal_prices(
        over, under, rng.exponential(size, sides), cap, aim.imbalance, master.rows.mean_weight
    )
    bound, reduced = master.lagrangian(prices)
    assert bound <= every.optimum + room(every.optimum)
    assert reduced.min(initial=0.0) >= 0


def test_prices_within_the_dual_stay_as_they_are() -> None:
    """Capacity 20: over + under = 1 <= 20 x mean weight 5; nothing to scale."""
    over, under, mean = np.array([0.5]), np.array([0.5]), np.array([5.0])
    prices = legal_prices(over, under, np.zeros(0), 0.0, 20.0, mean)
    assert (prices.over[0], prices.under[0]) == (0.5, 0.5)


def test_prices_above_the_dual_are_cut_to_it() -> None:
    """Capacity 1, mean weight 0: two rows ask for 300 in all, the worst term pays 100: a third of each."""
    prices = legal_prices(np.array([200.0, 0]), np.array([0, 100.0]), np.zeros(0), 0.0, 1.0, np.zeros(2))
    assert prices.over == pytest.approx(np.array([200 / 3, 0]))
    assert prices.under == pytest.approx(np.array([0, 100 / 3]))


def test_the_relaxation_of_impossible_limits_says_so() -> None:
    """Every manager must have more than half of everything."""
    case = make_case(1, 12, 3, features=())
    most = 0.6 * float(case.portfolio.clients.potential.sum())
    with pytest.raises(RelaxationInfeasible):
        relaxed(problem_of(with_policy(case, "rules", min_load={"potential": most})))


def run(model: CpModel) -> CpAnswer:
    """The model's answer, to the end."""
    return model.solve(CpLimits(None, 5.0), Clock(TO_PROOF, never_stop))


@pytest.mark.parametrize("params", [PROVE, PROVE_FINE])
@pytest.mark.parametrize("seed", SOLVABLE)
def test_the_relaxed_integer_model_is_below_the_optimum_and_close(seed: int, params: CpParams) -> None:
    """From the worst start: the whole tree is open. Rounding may cost 1e-3 points of score, no more."""
    made, every = divided(seed)
    aim, start = Aim.weighted(made), choice_of(made, every.assignments[int(np.argmax(every.score))])
    everything = np.ones(made.num_pairs, dtype=bool)
    model = CpModel(made, aim, start, np.arange(made.num_units), everything, params=params, relaxed=True)
    answer = run(model)
    bound = answer.bound + aim.constant(made)
    assert answer.complete
    assert not answer.infeasible
    assert bound <= every.optimum + room(every.optimum)
    assert bound >= every.optimum - 1e-3 * max(1.0, every.optimum / 100)


@pytest.mark.parametrize("seed", [42, 118, 148, 206, 234, 300, 314])
def test_the_polish_model_improves_lawfully_and_touches_only_free_units(seed: int) -> None:
    made, every = divided(seed)
    aim, start = Aim.weighted(made), choice_of(made, every.assignments[int(np.argmax(every.score))])
    free = np.arange(0, made.num_units, 2)
    model = CpModel(made, aim, start, free, np.ones(made.num_pairs, dtype=bool), params=POLISH, relaxed=False)
    answer = run(model)
    assert answer.chosen is not None
    value = evaluate(made, answer.chosen)
    assert value.feasible
    assert value.score(aim) <= evaluate(made, start).score(aim) + 1e-3
    still = np.setdiff1d(np.arange(made.num_units), free)
    assert np.array_equal(answer.chosen[still], start[still])


@pytest.mark.parametrize("seed", range(1, 60, 2))
def test_the_relaxed_model_is_infeasible_only_where_no_division_is_lawful(seed: int) -> None:
    case = tiny_case(seed)
    try:
        made = problem_of(case)
    except RulesConflict:
        assert not len(divide(case).score)
        return
    if not made.num_units:
        return
    model = CpModel(
        made,
        Aim.weighted(made),
        today(made),
        np.arange(made.num_units),
        np.ones(made.num_pairs, dtype=bool),
        params=PROVE_FINE,
        relaxed=True,
    )
    answer = run(model)
    assert answer.infeasible == (not len(divide(case).score))
