"""A bound whose pairs are priced in blocks is the bound priced in one go."""

from __future__ import annotations

import pickle
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from assigner.errors import AssignerError
from assigner.optimize.bounding import RelaxationInfeasible, relax
from assigner.optimize.relax import Prices, RelaxParams
from assigner.optimize.spread import (
    Block,
    HerePricer,
    Priced,
    Question,
    SpreadMaster,
    cut_blocks,
    price_block,
    spread_bound,
)
from assigner.optimize.tables import Aim
from assigner.problem import Problem
from tests.optimize.support import answer, problem_of
from tests.strategies import FEATURES, TRAVEL, Case, cases, make_case

INTERIOR = RelaxParams(small=0)
"""The interior point method on cases of any size, over some of the columns."""


class Elsewhere:
    """Blocks and answers go through bytes, as to a process or another machine."""

    def __init__(self, blocks: Sequence[Block]) -> None:
        self.blocks = [pickle.dumps(block) for block in blocks]

    def price(self, question: Question) -> list[Priced]:
        asked = pickle.dumps(question)
        found = [price_block(pickle.loads(block), pickle.loads(asked)) for block in self.blocks]  # noqa: S301
        return [pickle.loads(pickle.dumps(one)) for one in found]  # noqa: S301


def problem(case: Case) -> Problem:
    """The problem of a case that has anything to decide."""
    try:
        made = problem_of(case)
    except AssignerError:
        assume(False)
    assume(made.num_units > 0)
    return made


def some_prices(made: Problem, master: SpreadMaster, seed: int) -> Prices:
    """Prices that some LP could have."""
    rng = np.random.default_rng(seed)
    rows, sides = len(master.rows.number), len(made.side)
    return Prices(rng.random(rows), rng.random(rows), rng.random(sides), 0.0)


@given(cases(max_clients=12, features=(*FEATURES, *TRAVEL)), st.integers(1, 20), st.integers(0, 99))
@settings(max_examples=60, deadline=None)
def test_blocks_cover_every_unit_once(case: Case, count: int, seed: int) -> None:
    made = problem(case)
    aim = Aim.weighted(made)
    blocks = cut_blocks(made, aim, count)
    assert 1 <= len(blocks) <= min(count, made.num_units)
    assert sum(len(block.data.pair_start) - 1 for block in blocks) == made.num_units
    assert [block.first_pair for block in blocks[1:]] == np.cumsum(
        [len(block.data.pair_manager) for block in blocks]
    ).tolist()[:-1]
    whole = SpreadMaster(made, aim, HerePricer(cut_blocks(made, aim, 1)), INTERIOR)
    parts = SpreadMaster(made, aim, Elsewhere(blocks), INTERIOR)
    prices = some_prices(made, whole, seed)
    bounds = [master.lagrangian(prices)[0] for master in (whole, parts)]
    assert bounds[1] == pytest.approx(bounds[0], rel=1e-12, abs=1e-9)


def test_the_pairs_named_are_those_that_one_process_would_price_in() -> None:
    made = problem_of(make_case(5, 60, 6, features={"segments", "lists"}, feasible=True))
    aim = Aim.weighted(made)
    named = []
    for count in (1, 7):
        found = HerePricer(cut_blocks(made, aim, count)).price(
            Question(np.linspace(0, 1, made.cells.base_load.size), np.zeros(len(made.side)), 1.0, 2)
        )
        named.append(np.concatenate([one.pairs for one in found]).tolist())
    assert named[0] == named[1]
    per_unit = np.bincount(made.pair_unit[named[0]], minlength=made.num_units)
    assert per_unit.min() >= 1  # the cheapest one always is
    assert per_unit.max() == 2


@pytest.mark.parametrize("seed", range(8))
def test_the_bound_is_that_of_one_process(seed: int) -> None:
    case = make_case(seed, 60, 6, features={"segments", "free", "lists", "max_load", "apart"}, feasible=True)
    made = problem_of(case)
    drawn = int(np.random.default_rng(3).integers(2**31))
    alone = relax(
        made, Aim.weighted(made), rng=np.random.default_rng(3), seconds_left=lambda: None, params=INTERIOR
    )
    assert "interior point" in alone.detail
    for count in (1, 2, 5):
        pricer = Elsewhere(cut_blocks(made, Aim.weighted(made), count))
        spread = spread_bound(made, pricer, params=INTERIOR, seed=drawn)
        assert spread.bound == pytest.approx(alone.bound, rel=1e-6, abs=1e-9)
        assert spread.detail == alone.detail


@given(cases(max_clients=8, feasible=True))
@settings(max_examples=25, deadline=None)
def test_no_answer_is_better_than_the_bound(case: Case) -> None:
    made = problem(case)
    try:
        found = spread_bound(made, HerePricer(cut_blocks(made, Aim.weighted(made), 3)), params=INTERIOR)
    except RelaxationInfeasible:
        pytest.fail("the case has an answer")
    assert found.bound <= answer(case).score + 1e-6
