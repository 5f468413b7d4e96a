"""The annealing walk: running sums are true, rules that hold are never broken, what it keeps is lawful."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assigner.optimize.kernel import anneal, fill_book
from assigner.optimize.params import AnnealParams
from assigner.optimize.search import part_apart, today
from assigner.optimize.tables import Aim, build_tables, evaluate, row_loads, side_loads
from assigner.optimize.walk import Annealer
from assigner.optimize.walk_state import CLASHES, ENERGY, EXCESS, MEAN, WORST, Walk
from assigner.portfolio import Rule, RuleKind
from assigner.problem import Problem
from tests import builders
from tests.checker.support import case as hand_made
from tests.optimize.support import problem_of
from tests.optimize.test_bounds import choice_of
from tests.problem.support import random_choice
from tests.strategies import Case, cases, make_case

SEEDS = st.integers(0, 2**32 - 1)
COMPANIES = cases(max_clients=40, max_managers=6, min_clients=3, feasible=True)


def annealer(made: Problem, aim: Aim | None = None) -> Annealer:
    """A walk over all pairs."""
    everything = np.ones(made.num_pairs, dtype=bool)
    return Annealer(made, aim or Aim.weighted(made), everything, AnnealParams())


def walk_on(tool: Annealer, walk: Walk, steps: int, heat: float = 5.0) -> None:
    """Some steps without the refresh that ends a slice."""
    if len(tool.moves.pair):
        hot = heat * tool.unit_cost
        anneal(tool.tables, tool.moves, walk, steps, hot, 0.1 * hot, 0.5, 1.0)


def run(
    tool: Annealer,
    walk: Walk,
    steps: int,
    heat: tuple[float, float],
    pressure: tuple[float, float] = (1.0, 1.0),
) -> None:
    """A slice; temperatures in unit costs."""
    hot, cold = (tool.unit_cost * x for x in heat)
    tool.run(walk, steps, (hot, cold), pressure)


@settings(max_examples=40, deadline=None)
@given(COMPANIES, SEEDS)
def test_running_sums_are_what_a_fresh_evaluation_says(case: Case, seed: int) -> None:
    made = problem_of(case)
    if not made.num_units:
        return
    tool, aim = annealer(made), Aim.weighted(made)
    walk = tool.start(random_choice(made, np.random.default_rng(seed)), seed)
    walk_on(tool, walk, 3000)
    value, number = evaluate(made, walk.chosen), walk.number
    assert number[MEAN] + 100 * number[WORST] == pytest.approx(value.imbalance, rel=1e-7, abs=1e-7)
    linear = aim.disruption * value.disruption + aim.fit * value.fit - aim.constant(made)
    assert number[ENERGY] == pytest.approx(linear, rel=1e-7, abs=1e-7)
    assert number[EXCESS] == pytest.approx(value.excess, rel=1e-7, abs=1e-7)
    assert (number[CLASHES] > 0) == (value.num_clashes > 0)
    assert walk.row_load == pytest.approx(row_loads(made, walk.chosen), rel=1e-7, abs=1e-6)
    assert walk.side_load == pytest.approx(side_loads(made, walk.chosen), rel=1e-7, abs=1e-6)


@settings(max_examples=40, deadline=None)
@given(COMPANIES, SEEDS)
def test_the_book_lists_every_candidate_under_both_managers(case: Case, seed: int) -> None:
    made = problem_of(case)
    if not made.num_units:
        return
    tool = annealer(made)
    walk = tool.start(random_choice(made, np.random.default_rng(seed)), seed)
    walk_on(tool, walk, 1000)
    assert np.array_equal(made.pair_unit[walk.chosen], np.arange(made.num_units))
    fill_book(tool.tables, tool.moves, walk)
    assert sorted(walk.book.tolist()) == list(range(len(tool.moves.pair)))
    has = made.pair_manager[walk.chosen][tool.moves.unit]
    may = made.pair_manager[tool.moves.pair]
    for key in range(made.num_managers**2):
        listed = walk.book[walk.book_start[key] : walk.book_start[key + 1]]
        assert {(int(has[c]), int(may[c])) for c in listed} <= {divmod(key, made.num_managers)}


@settings(max_examples=40, deadline=None)
@given(COMPANIES, SEEDS)
def test_rules_once_held_are_never_broken_however_hot(case: Case, seed: int) -> None:
    made = problem_of(case)
    if not made.num_units:
        return
    assert case.witness is not None
    tool = annealer(made)
    walk = tool.start(choice_of(made, case.witness), seed)
    for _ in range(5):
        walk_on(tool, walk, 400, heat=100.0)
        assert evaluate(made, walk.chosen).feasible


@settings(max_examples=40, deadline=None)
@given(COMPANIES, SEEDS)
def test_the_best_of_a_walk_is_lawful_and_worth_what_it_says(case: Case, seed: int) -> None:
    """From any start, with or without broken rules."""
    made = problem_of(case)
    if not made.num_units:
        return
    tool, aim = annealer(made), Aim.weighted(made)
    walk = tool.start(random_choice(made, np.random.default_rng(seed)), seed)
    for _ in range(3):
        run(tool, walk, 1000, (0.5, 0.05), (0.1, 1.0))
        if np.isfinite(walk.best_number[0]):
            best = evaluate(made, walk.best)
            assert best.feasible
            said = walk.best_number[0] + aim.constant(made)
            assert best.score(aim) == pytest.approx(said, rel=1e-7, abs=1e-7)


@pytest.mark.parametrize("seed", range(5))
def test_a_capped_imbalance_stays_capped_where_it_is_not_the_aim(seed: int) -> None:
    """Second level: disruption alone is minimised, the imbalance reached before is a limit of the walk."""
    case = make_case(seed, 40, 5, feasible=True)
    made = problem_of(case)
    assert case.witness is not None
    start = choice_of(made, case.witness)
    cap = evaluate(made, start).imbalance + 0.1
    tool = annealer(made, Aim(0.0, 1.0, 0.0, imbalance_cap=cap))
    walk = tool.start(start, seed)
    for _ in range(3):
        run(tool, walk, 2000, (0.5, 0.05))
        assert evaluate(made, walk.chosen).imbalance <= cap + 1e-9
        best = evaluate(made, walk.best)
        assert best.feasible
        assert best.imbalance <= cap + 1e-9
    assert evaluate(made, walk.best).disruption <= evaluate(made, start).disruption


def test_a_start_with_competitors_in_one_book_is_mended() -> None:
    """All six clients start with m0, though three of them must be apart: the walk parts them."""
    rows = [Rule(RuleKind.APART, a, b) for a, b in ((0, 1), (0, 2), (1, 2))]
    made = problem_of(hand_made(builders.clients([0] * 6), builders.managers(3), rows=rows))
    tool = annealer(made)
    walk = tool.start(today(made), 1)
    assert not np.isfinite(walk.best_number[0])
    run(tool, walk, 5000, (0.5, 0.05))
    assert np.isfinite(walk.best_number[0])
    assert evaluate(made, walk.best).feasible


def test_part_apart_moves_a_competitor_away() -> None:
    rows = [Rule(RuleKind.APART, 0, 1)]
    made = problem_of(hand_made(builders.clients([0, 0]), builders.managers(2), rows=rows))
    assert evaluate(made, today(made)).num_clashes == 1
    assert evaluate(made, part_apart(made, today(made))).num_clashes == 0


def test_the_same_seed_walks_the_same_way_and_another_does_not() -> None:
    made = problem_of(make_case(4, 40, 5, features=(), feasible=True))
    ends = []
    for seed in (7, 7, 8):
        tool = annealer(made)
        walk = tool.start(today(made), seed)
        run(tool, walk, 500, (5.0, 5.0))
        ends.append(walk.chosen.tolist())
    assert ends[0] == ends[1]
    assert ends[0] != ends[2]


def test_walking_improves_a_bad_start() -> None:
    """Everybody with m0 is as uneven as can be."""
    made = problem_of(make_case(4, 40, 5, features=(), feasible=True))
    start = made.pair_start[:-1].astype(np.int32)
    tool, aim = annealer(made), Aim.weighted(made)
    walk = tool.start(start, 1)
    run(tool, walk, 20_000, (0.5, 0.005))
    assert evaluate(made, walk.best).score(aim) < evaluate(made, start).score(aim)


def test_tables_carry_the_weights_of_the_aim() -> None:
    """Twice the weight of disruption: twice the price of every pair; the level price is that of imbalance."""
    made = problem_of(make_case(4, 20, 3, features=(), feasible=True))
    aim = Aim(3.0, 1.0, 0.0)
    one, two = build_tables(made, aim), build_tables(made, replace(aim, disruption=2.0))
    assert two.pair_cost == pytest.approx(2 * one.pair_cost)
    assert one.level_price == 3.0
