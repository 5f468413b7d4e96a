"""Solver settings, tiny cases and exact figures that the tests of the optimiser share."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from assigner.checker import check
from assigner.errors import RulesConflict
from assigner.optimize import solve
from assigner.policy import Policy
from assigner.problem import Problem, build_problem
from assigner.problem.preflight import preflight
from assigner.solution import Solution, SolverConfig
from assigner.verdict import Verdict
from tests.strategies import FEATURES, Case, make_case

TO_PROOF = SolverConfig(work_limit=5.0, time_limit=None, target_gap=0.0)
SHORT = SolverConfig(work_limit=0.3, time_limit=None, target_gap=0.0)


def tiny_case(seed: int) -> Case:
    """3 to 7 clients, 2 or 3 managers, few or most of the features; every second one can be kept."""
    rng = np.random.default_rng(seed)
    share = float(rng.choice([0.3, 0.6, 0.9]))
    features = [name for name in sorted(FEATURES) if rng.random() < share]
    clients, managers = int(rng.integers(3, 8)), int(rng.integers(2, 4))
    return make_case(seed, clients, managers, features=features, feasible=seed % 2 == 0)


def problem_of(case: Case) -> Problem:
    """The problem; RulesConflict also where the preflight has proofs, as in the engine."""
    made = build_problem(case.portfolio, case.evidence, case.policy)
    reasons = preflight(made, case.portfolio)
    if reasons:
        raise RulesConflict(reasons)
    return made


def answer(case: Case, config: SolverConfig = TO_PROOF, **callbacks: Any) -> Solution:
    """Solve a case as the engine does."""
    return solve(problem_of(case), config, **callbacks)


def judge(case: Case, solution: Solution) -> Verdict:
    """The checker on an answer."""
    return check(case.portfolio, case.evidence, case.policy, solution.assignment)


def with_policy(case: Case, part: str, **values: Any) -> Case:
    """The case with some values of one part of the policy: `with_policy(case, "objective", mode=...)`."""
    document = case.policy.model_dump()
    document[part] |= values
    return replace(case, policy=Policy.model_validate(document))
