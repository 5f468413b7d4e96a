"""Pricers in other processes and on a cluster answer what this process answers, also when a worker dies."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest

from assigner.errors import InputError
from assigner.optimize.relax import RelaxParams
from assigner.optimize.spread import Block, HerePricer, Priced, Question, cut_blocks, spread_bound
from assigner.optimize.tables import Aim
from assigner.problem import Problem
from scenarios.spread import ProcessPricer, open_pricer
from tests.optimize.support import problem_of
from tests.scenarios.runner.clusters import Cluster, cluster
from tests.strategies import make_case

INTERIOR = RelaxParams(small=0)
"""Over some of the columns, whatever the size."""


@pytest.fixture(scope="module")
def problem() -> Problem:
    return problem_of(make_case(4, 120, 6, features={"segments", "lists", "max_load"}, feasible=True))


@pytest.fixture(scope="module")
def blocks(problem: Problem) -> list[Block]:
    return cut_blocks(problem, Aim.weighted(problem), 5)


def question(problem: Problem) -> Question:
    """Prices of everything, and the two cheapest pairs of each unit."""
    rows = np.linspace(0, 1e-3, problem.cells.base_load.size)
    return Question(rows, np.full(len(problem.side), 0.01), 10.0, 2)


def same(found: Sequence[Priced], wanted: Sequence[Priced]) -> bool:
    """Whether two lists of answers are equal to the last bit."""
    return [(one.least, one.size, one.pairs.tolist()) for one in found] == [
        (one.least, one.size, one.pairs.tolist()) for one in wanted
    ]


def test_processes_answer_what_this_process_answers(problem: Problem, blocks: list[Block]) -> None:
    asked, alone = question(problem), HerePricer(blocks)
    with ProcessPricer(blocks, 2) as pricer:
        assert len(pricer.pids) == 2
        for scale in (1.0, 0.5):
            again = asked._replace(row_price=asked.row_price * scale)
            assert same(pricer.price(again), alone.price(again))
        found = spread_bound(problem, pricer, params=INTERIOR, seed=1)
    wanted = spread_bound(
        problem, HerePricer(cut_blocks(problem, Aim.weighted(problem), 1)), params=INTERIOR, seed=1
    )
    assert found.bound == pytest.approx(wanted.bound, rel=1e-9)
    assert found.detail == wanted.detail


def test_a_block_whose_process_was_killed_is_priced_here(problem: Problem, blocks: list[Block]) -> None:
    asked = question(problem)
    with ProcessPricer(blocks, 2) as pricer:
        os.kill(pricer.pids[0], signal.SIGKILL)
        assert same(pricer.price(asked), HerePricer(blocks).price(asked))
        assert len(pricer.pids) == 1
        assert same(pricer.price(asked), HerePricer(blocks).price(asked))
    assert not pricer.pids


def test_one_slot_is_this_process(blocks: list[Block]) -> None:
    for slots in (None, 1):
        with open_pricer(blocks, slots) as pricer:
            assert isinstance(pricer, HerePricer)


@pytest.fixture
def loopback(tmp_path: Path) -> Iterator[Cluster]:
    with cluster(tmp_path, num_workers=2) as made:
        yield made


@pytest.mark.slow
def test_a_cluster_answers_the_same_also_when_a_worker_dies(
    problem: Problem, blocks: list[Block], loopback: Cluster
) -> None:
    asked = question(problem)
    wanted = HerePricer(blocks).price(asked)
    with open_pricer(blocks, dask=loopback.address) as pricer:
        assert same(pricer.price(asked), wanted)
        alone = spread_bound(problem, HerePricer(blocks), params=INTERIOR, seed=1)
        assert spread_bound(problem, pricer, params=INTERIOR, seed=1).bound == alone.bound
        with loopback.client() as client:
            os.kill(next(iter(client.run(os.getpid).values())), signal.SIGKILL)
        for _ in range(2):
            assert same(pricer.price(asked), wanted)


def test_an_address_where_nobody_answers_is_bad_input(blocks: list[Block]) -> None:
    with pytest.raises(InputError) as refused, open_pricer(blocks, dask="nonsense://127.0.0.1:1"):
        pass
    assert refused.value.issues[0].value == "nonsense://127.0.0.1:1"
