"""GAP instances: reader, adapter, chains and answers, against brute force where that is possible."""

from __future__ import annotations

import itertools
import json
from pathlib import Path

import numpy as np
import pytest

from assigner.errors import InputError
from assigner.optimize import solve
from assigner.optimize.bounding import relax
from assigner.optimize.eject import Ejector, near_pairs
from assigner.optimize.eject_kernel import BROKEN, COST, PENALTY, run_chains
from assigner.optimize.eject_params import EjectParams
from assigner.optimize.tables import Aim, evaluate, side_loads
from assigner.problem.model import Problem
from assigner.solution import SolverConfig
from benchmarks.gap import main, solve_instance
from benchmarks.gap_files import GapInstance, instance_files, read_best_known, read_instance, write_instance
from benchmarks.gap_make import make_instance
from benchmarks.gap_problem import gap_problem, judge

HAND = GapInstance(
    "hand",
    np.array([[1, 5, 1], [4, 2, 4]]),
    np.array([[2, 2, 2], [3, 1, 3]]),
    np.array([3, 4], dtype=np.int64),
)
"""Agent 0 holds one job only (2 + 2 > 3). Jobs 0 and 2 both want it: one stays (1), the other goes to agent 1
(4) beside job 1 (2), which fills it to 3 + 1 = 4. Cost 7."""

SHORT = SolverConfig(work_limit=0.5, time_limit=None, target_gap=0.0, seed=2)


def optimum(instance: GapInstance) -> int | None:
    """Least cost over all assignments, None where none keeps the capacities."""
    every = itertools.product(range(instance.num_agents), repeat=instance.num_jobs)
    judged = (judge(instance, list(assignment)) for assignment in every)
    return min((one.cost for one in judged if one.feasible), default=None)


def tool_for(problem: Problem) -> Ejector:
    """Chains over all the pairs near the relaxation."""
    aim, params = Aim.weighted(problem), EjectParams()
    rng = np.random.default_rng(0)
    relaxation = relax(problem, aim, rng=rng, seconds_left=lambda: None)
    return Ejector(problem, aim, relaxation, near_pairs(problem, relaxation.reduced, params, 6.0), params)


def test_a_file_is_read_as_it_was_written(tmp_path: Path) -> None:
    write_instance(HAND, tmp_path / "hand")
    (tmp_path / "README.md").write_text("# notes", encoding="utf-8")
    (tmp_path / "best_known.csv").write_text("instance,best_known_min\nhand,7\n", encoding="utf-8")
    assert [path.name for path in instance_files(tmp_path)] == ["hand"]
    again = read_instance(tmp_path / "hand")
    assert np.array_equal(again.cost, HAND.cost)
    assert np.array_equal(again.resource, HAND.resource)
    assert np.array_equal(again.capacity, HAND.capacity)
    assert read_best_known(tmp_path) == {"hand": 7.0}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("2 3 1 2", "there are 4"),
        ("2 x", "not a GAP instance"),
        ("0 3", "at least 1"),
        ("1 1 5 -1 4", "negative"),
        ("1", "must come first"),
    ],
)
def test_bad_files_give_one_clear_message(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "bad").write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=message) as caught:
        read_instance(tmp_path / "bad")
    assert len(caught.value.issues) == 1
    assert "bad" in str(caught.value)


def test_the_hand_made_instance_is_solved_to_proof() -> None:
    problem = gap_problem(HAND)
    assert problem.num_pairs == 6
    solution = solve(problem, SHORT)
    assert solution.score == pytest.approx(7)
    assert solution.status == "optimal"
    assert judge(HAND, solution.assignment.tolist()).cost == 7


def test_pairs_that_never_fit_are_left_out_and_a_job_without_any_is_named() -> None:
    tight = GapInstance("tight", HAND.cost, np.array([[2, 2, 9], [3, 1, 3]]), HAND.capacity)
    assert gap_problem(tight).num_pairs == 5
    nobody = GapInstance("nobody", HAND.cost, np.array([[2, 2, 9], [3, 1, 9]]), HAND.capacity)
    row = solve_instance(nobody, SHORT)
    assert row["feasible"] is False
    assert "job 2" in row["error"]


@pytest.mark.parametrize("seed", range(8))
def test_tiny_instances_against_brute_force(seed: int) -> None:
    kind = "cde"[seed % 3]
    instance = make_instance(kind, 2 + seed % 2, 6, seed)
    best, row = optimum(instance), solve_instance(instance, SHORT)
    if best is None:
        assert row["feasible"] is False
        return
    assert row["feasible"] is True
    assert row["bound"] <= best + 1e-6
    assert row["cost"] >= best
    if row["status"] == "optimal":
        assert row["cost"] == best


@pytest.mark.parametrize("kind", ["c", "d", "e"])
def test_running_sums_of_chains_are_what_a_fresh_evaluation_says(kind: str) -> None:
    problem = gap_problem(make_instance(kind, 5, 60, 3))
    tool = tool_for(problem)
    start = np.array([int(x) for x in problem.pair_start[:-1]], dtype=np.int32)
    chain = tool.start(start, 7)
    for heat in (3.0, 0.3):
        run_chains(tool.tables, tool.lists, chain, 3_000, heat * tool.unit_cost, 0.1 * heat * tool.unit_cost)
    over = side_loads(problem, chain.chosen) - tool.tables.side_limit
    assert chain.over == pytest.approx(over, abs=1e-6)
    assert chain.number[COST] == pytest.approx(problem.pair_disruption[chain.chosen].sum())
    assert chain.number[PENALTY] == pytest.approx((np.maximum(0.0, over) * chain.weight).sum(), abs=1e-6)
    assert chain.number[BROKEN] == (over > 1e-9).sum()
    assert np.array_equal(problem.pair_unit[chain.chosen], np.arange(problem.num_units))
    if np.isfinite(chain.best_cost[0]):
        value = evaluate(problem, chain.best)
        assert value.feasible
        assert value.disruption == pytest.approx(chain.best_cost[0])


def test_with_a_work_limit_the_answer_repeats() -> None:
    problem = gap_problem(make_instance("d", 5, 60, 4))
    first, second = (solve(problem, SHORT) for _ in range(2))
    assert np.array_equal(first.assignment, second.assignment)
    assert first.bound == second.bound


def test_the_command_writes_a_report(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_instance(HAND, tmp_path / "hand")
    (tmp_path / "best_known.csv").write_text("instance,best_known_min\nhand,7\n", encoding="utf-8")
    out = tmp_path / "out.json"
    words = ["--instances", str(tmp_path), "--time-limit", "3", "--workers", "1", "--json", str(out)]
    assert main(words) == 0
    document = json.loads(out.read_text(encoding="utf-8"))
    (row,) = document["instances"]
    assert row["cost"] == 7
    assert row["distance"] == 0
    assert document["mean_distance"] == 0
    assert judge(HAND, row["assignment"]).feasible
    assert "| hand | 2 | 3 | 7 |" in capsys.readouterr().out
