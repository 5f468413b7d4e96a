"""Plans by hand and the base they meet later, for all tests of the drift watch."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np

from assigner.engine import Case, check_assignment, weigh_case
from assigner.policy import Policy
from assigner.policy.yaml_io import policy_sha256
from assigner.portfolio import IntArray, Portfolio
from assigner.proposal import Certificate, Proposal
from assigner.solution import SolverConfig
from tests import builders

THEN, NOW = date(2026, 3, 2), date(2026, 6, 1)
EFFORT = SolverConfig(work_limit=2.0, time_limit=None)


def approved(case: Case, assignment: Sequence[int] | IntArray) -> Proposal:
    """An assignment as the engine would freeze it, judged by the checker."""
    chosen = np.asarray(assignment, dtype=np.int32)
    verdict = check_assignment(case, chosen)
    certificate = Certificate(
        seed=0,
        workers=1,
        time_limit=None,
        work_limit=1.0,
        stopped_by="proof",
        seconds=0.0,
        as_of=case.evidence.as_of.isoformat(),
        input_sha256=case.portfolio.input_sha256,
        policy_sha256=policy_sha256(case.policy),
        versions={},
        architecture="",
        phases=(),
        levels=(),
    )
    return Proposal(case.portfolio, case.evidence, case.policy, chosen, "feasible", 0.0, verdict, certificate)


def base(owner: Sequence[int], count: int, policy: Policy | None = None, **columns: Any) -> Portfolio:
    """A base of managers m0, m1, ... with all else by default."""
    names = ("leaving", "fte")
    team = {name: columns.pop(name) for name in names if name in columns}
    return builders.portfolio(builders.clients(owner, **columns), builders.managers(count, **team))


def called(facts: Portfolio, names: Sequence[str]) -> Portfolio:
    """The base with other client ids."""
    return replace(facts, clients=replace(facts.clients, client_id=builders.text(names)))


def case_of(facts: Portfolio, day: date, policy: Policy | None = None) -> Case:
    """The base with the evidence of a day."""
    return weigh_case(facts, policy or Policy(), as_of=day)


def carried_out(plan: Proposal) -> Case:
    """The base of a plan on the day after everybody followed it."""
    clients = replace(plan.portfolio.clients, owner_idx=plan.assignment)
    return weigh_case(replace(plan.portfolio, clients=clients), plan.policy, as_of=plan.evidence.as_of)


def first_half() -> tuple[Proposal, Case]:
    """The example of docs/drift.md: six clients of 10 each and a plan; what became of them."""
    then = base([0, 0, 0, 0, 2, 1], 3, potential=[10.0] * 6)
    plan = approved(case_of(then, THEN), [1, 1, 0, 0, 2, 1])
    now = base(
        [1, 0, 3, 0, 1, 1, -1],
        4,
        potential=[10.0, 10.0, 10.0, 20.0, 10.0, 5.0, 10.0],
        leaving=[False, False, True, False],
        fte=[0.5, 1.0, 1.0, 1.0],
    )
    return plan, case_of(called(now, ["c0", "c1", "c2", "c3", "c5", "new", "free"]), NOW)
