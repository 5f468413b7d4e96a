"""Answers of all methods, judged alike: exact score, and how many hard rules are broken."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Protocol

import numpy as np

from assigner.optimize.tables import Aim, evaluate, side_loads
from assigner.portfolio import IntArray
from assigner.problem import Problem
from benchmarks.solving.records import Task

RULE_TOLERANCE = 1e-6
"""Relative excess of a limit that counts as kept: what solvers of floating-point models promise."""

Report = Callable[[float | None, float | None], None]
"""Called with the best score and bound so far, each None until known."""


@dataclass(frozen=True, slots=True, eq=False)
class Answer:
    """`chosen` is the pair of every unit, None without an answer; `bound` None where a method has none."""

    chosen: IntArray | None
    bound: float | None = None
    stopped_by: str = ""
    notes: dict[str, Any] = field(default_factory=dict)


class Method(Protocol):
    """Divides a problem within the task's seconds, from the moment it is called."""

    def __call__(self, problem: Problem, task: Task, report: Report, /) -> Answer:
        """The best answer found."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """Score of model §6, and the number of hard limits and apart rules that are broken."""

    score: float
    broken: int


def judge(problem: Problem, chosen: IntArray) -> Judgement:
    """What an answer is worth."""
    value = evaluate(problem, chosen)
    scale = np.maximum(1.0, np.abs(problem.side.asked))
    beyond = side_loads(problem, chosen) > problem.side.limit + RULE_TOLERANCE * scale
    return Judgement(value.score(Aim.weighted(problem)), int(beyond.sum()) + value.num_clashes)


def chosen_pairs(problem: Problem, assignment: IntArray) -> IntArray:
    """The pair of every unit in an assignment of clients."""
    manager = assignment[problem.member[problem.member_start[:-1]]]
    hit = problem.pair_manager == np.repeat(manager, np.diff(problem.pair_start))
    return np.flatnonzero(hit).astype(np.int32)
