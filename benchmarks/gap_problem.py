"""A GAP instance as a problem of the engine, and an answer judged by the instance alone."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from assigner.policy.model import LevelWeights, ObjectivePolicy
from assigner.portfolio import NOBODY, IntArray
from assigner.problem.model import Cells, Problem, SideRows, starts
from benchmarks.gap_files import GapInstance


def gap_problem(instance: GapInstance) -> Problem:
    """Jobs as units, agents as managers, costs as disruption, capacities as max-load with a load per pair.

    No cells: the imbalance is 0 and the score is the cost. Pairs whose resource is above the capacity are
    left out; a job that fits nobody has none, which is the caller's to refuse.
    """
    fits = (instance.resource <= instance.capacity[:, None]).T
    job, agent = (x.astype(np.int32) for x in np.nonzero(fits))
    n, m = instance.num_jobs, instance.num_agents
    none, empty = np.zeros(0), np.zeros(0, dtype=np.int32)
    return Problem(
        num_managers=m,
        member_start=np.arange(n + 1, dtype=np.int32),
        member=np.arange(n, dtype=np.int32),
        pair_start=starts(fits.sum(axis=1).astype(np.int32)),
        pair_manager=agent,
        pair_disruption=instance.cost[agent, job].astype(np.float64),
        pair_unfit=np.zeros(len(job)),
        const_disruption=0.0,
        const_unfit=0.0,
        load_start=np.zeros(n + 1, dtype=np.int32),
        load_cell=empty,
        load=none,
        extra_start=np.zeros(len(job) + 1, dtype=np.int32),
        extra_cell=empty,
        extra=none,
        cells=_no_cells(m),
        side=_capacities(instance, job, agent),
        apart=np.zeros((0, 2), dtype=np.int32),
        unit_owner=np.full(n, NOBODY, dtype=np.int32),
        fixed_manager=np.full(n, NOBODY, dtype=np.int32),
        objective=ObjectivePolicy(weights=LevelWeights(disruption=1.0)),
    )


def _no_cells(agents: int) -> Cells:
    nothing = np.zeros((0, agents))
    return Cells((), (), nothing, nothing, nothing, nothing, nothing, nothing)


def _capacities(instance: GapInstance, job: IntArray, agent: IntArray) -> SideRows:
    m, capacity = instance.num_agents, instance.capacity.astype(np.float64)
    return SideRows(
        start=np.arange(len(job) + 1, dtype=np.int32),
        row=agent.copy(),
        coef=instance.resource[agent, job].astype(np.float64),
        limit=capacity,
        rule=("max-load",) * m,
        measure=("workload",) * m,
        manager=np.arange(m, dtype=np.int32),
        constant=np.zeros(m),
        asked=capacity.copy(),
    )


@dataclass(frozen=True, slots=True)
class Judgement:
    """Cost of an assignment, and whether every job has an agent and every capacity holds."""

    cost: int
    feasible: bool


def judge(instance: GapInstance, assignment: list[int]) -> Judgement:
    """Add up an assignment (agent of each job) job by job; shares nothing with the solver."""
    used, cost = [0] * instance.num_agents, 0
    if len(assignment) != instance.num_jobs or not all(0 <= a < instance.num_agents for a in assignment):
        return Judgement(0, False)
    for job, agent in enumerate(assignment):
        used[agent] += int(instance.resource[agent, job])
        cost += int(instance.cost[agent, job])
    return Judgement(cost, all(u <= int(b) for u, b in zip(used, instance.capacity, strict=True)))
