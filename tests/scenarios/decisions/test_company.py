"""A generated company of 300 clients and 6 managers, and a re-solve as a job in a process of its own."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from assigner.engine import Case, propose
from assigner.portfolio import NOBODY, IntArray
from assigner.solution import SolverConfig
from assigner.weights import manager_weights
from scenarios.base import base_of, base_sha256
from scenarios.decisions import (
    Decision,
    Earlier,
    ResolveResult,
    ResolveTask,
    Ruling,
    Why,
    decided_case,
    resolve,
    resolve_job,
    resolve_key,
)
from scenarios.runner import Job, JobState, LocalRunner
from tests.scenarios.runner.companies import base

CONFIG = SolverConfig(time_limit=None, work_limit=1.0, target_gap=0.0)


@cache
def planned(num_clients: int, num_managers: int) -> tuple[Case, IntArray]:
    """A company and the engine's answer."""
    case = base(num_clients, num_managers).case()
    return case, propose(case, CONFIG).assignment


def rejected(case: Case, before: IntArray, count: int, seed: int) -> list[Decision]:
    """Rejections of so many moves whose owner stays."""
    clients, policy = case.portfolio.clients, case.policy
    weight = manager_weights(case.portfolio.managers, policy.managers, case.evidence.as_of)
    moved = (before != NOBODY) & (before != clients.owner_idx) & (clients.owner_idx != NOBODY)
    moved &= weight[clients.owner_idx] > 0
    picked = np.random.default_rng(seed).choice(np.flatnonzero(moved), count, replace=False)
    return [Decision(str(clients.client_id[i]), Ruling.REJECT, reason="known for years") for i in picked]


@pytest.mark.parametrize("seed", [0, 1, 4])
def test_two_rejected_moves_of_three_hundred_clients_change_fewer_than_ten_others(seed: int) -> None:
    case, before = planned(300, 6)
    decisions = rejected(case, before, 2, seed)
    resolved = resolve(case, Earlier.of(case, before), decisions, CONFIG)
    assert resolved.count(Why.DECIDED) == 2
    assert len(resolved.changes) - 2 < 10
    if resolved.untouched is not None:
        assert resolved.after.score <= resolved.untouched.score


def test_a_job_in_another_process_finds_the_same() -> None:
    case, before = planned(40, 4)
    decisions = tuple(rejected(case, before, 2, 0))
    task = ResolveTask(base_of(case), Earlier.of(case, before), decisions, CONFIG)
    with_runner = _run(task)
    here = resolve(case, task.earlier, decisions, CONFIG)
    names = [str(one) for one in case.portfolio.managers.manager_id]
    planned_here = tuple("" if j == NOBODY else names[j] for j in here.proposal.assignment)
    assert with_runner.result.manager_id == planned_here  # the effort is counted in work: it repeats
    assert with_runner.result.key == resolve_key(task)
    assert with_runner.document["counts"]["decided"] == 2
    ruled = base_of(decided_case(case, task.earlier, decisions))
    assert with_runner.document["base_sha256"] == base_sha256(ruled)
    pinned = {one["client_id"] for one in with_runner.document["changes"] if one["why"] == "decided"}
    assert pinned == {one.client_id for one in decisions}


def _run(task: ResolveTask) -> ResolveResult:
    runner = LocalRunner(1)
    try:
        runner.submit(Job("resolve", resolve_job, task))
        while True:
            for event in runner.poll(1.0):
                if event.state.is_final:
                    assert event.state is JobState.SUCCEEDED, event.error
                    assert isinstance(event.result, ResolveResult)
                    return event.result
    finally:
        runner.close()
