"""A price for every client that need not change and does, as part of what is minimised.

The price stands among the costs of pairs: unfit becomes `weight x unfit + price x changes` and counts
with weight 1, so that the priced problem's score is that of model §6 plus the price, whatever the weights.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from assigner.optimize.levels import MoreLimits, add_limits
from assigner.optimize.search import nearest
from assigner.optimize.shares import guarantee, shares, total_cell
from assigner.portfolio import NOBODY, FloatArray, IntArray
from assigner.problem import Problem
from assigner.problem.model import block_entries, weighted_count
from scenarios.decisions.holding import possible, unit_of_clients

RULE = "changes"
"""Id of the limit on changed clients among the hard limits; only this room knows it."""


@dataclass(frozen=True, slots=True, eq=False)
class Kept:
    """What could stay as it was: `manager` of the earlier answer by client, NOBODY where it can't stay."""

    manager: IntArray

    @classmethod
    def of(cls, problem: Problem, assignment: IntArray) -> Kept:
        """Clients outside every unit are constants, and no matter of choice."""
        inside = np.flatnonzero(unit_of_clients(problem) != NOBODY)
        stays = inside[possible(problem, inside, assignment[inside])]
        manager = np.full(len(assignment), NOBODY, dtype=np.int32)
        manager[stays] = assignment[stays]
        return cls(manager)

    def changed(self, assignment: IntArray) -> IntArray:
        """Clients that change without having to."""
        return np.flatnonzero((self.manager != NOBODY) & (self.manager != assignment)).astype(np.int32)

    def cost(self, problem: Problem, price: FloatArray) -> FloatArray:
        """What the changes that a pair makes cost, with the price of each client's."""
        position, entry = block_entries(problem.member_start, problem.pair_unit)
        client = problem.member[entry]
        wanted = self.manager[client]
        changes = (wanted != NOBODY) & (wanted != problem.pair_manager[position])
        return weighted_count(position, np.where(changes, price[client], 0.0), problem.num_pairs)


def weighed(problem: Problem) -> Problem:
    """The same rules with the plain weighted score: no levels one after the other, nobody first."""
    plain = {"mode": "weighted", "worst_off_first": False}
    return replace(problem, objective=problem.objective.model_copy(update=plain))


def priced(problem: Problem, kept: Kept, price: FloatArray) -> Problem:
    """The problem whose score has each client's price for every one that changes without having to."""
    weights = problem.objective.weights
    update = {"weights": weights.model_copy(update={"fit": 1.0})}
    return replace(
        problem,
        pair_unfit=weights.fit * problem.pair_unfit + kept.cost(problem, price),
        const_unfit=weights.fit * problem.const_unfit,
        objective=problem.objective.model_copy(update=update),
    )


def only_changes(problem: Problem, kept: Kept) -> Problem:
    """The problem in which nothing counts but the number of clients that change without having to."""
    weights = problem.objective.weights.model_copy(update={"imbalance": 0.0, "disruption": 0.0, "fit": 1.0})
    return replace(
        problem,
        pair_unfit=kept.cost(problem, np.ones(len(kept.manager))),
        const_unfit=0.0,
        objective=problem.objective.model_copy(update={"weights": weights}),
    )


def capped(problem: Problem, kept: Kept, most: int) -> Problem:
    """The problem in which at most so many clients change without having to."""
    count = kept.cost(problem, np.ones(len(kept.manager)))
    pair = np.flatnonzero(count).astype(np.int32)
    limit = MoreLimits(
        pair=pair,
        row=np.zeros(len(pair), dtype=np.int32),
        coef=count[pair],
        rule=RULE,
        measure="count",
        manager=np.array([NOBODY], dtype=np.int32),
        constant=np.zeros(1),
        asked=np.array([float(most)]),
    )
    return add_limits(problem, limit)


def untouched(problem: Problem, assignment: IntArray) -> IntArray:
    """The earlier answer, changed only where it must be: to the owner, else to whom it hurts least."""
    if not problem.num_units:
        return problem.fixed_manager.copy()
    return problem.assignment(nearest(problem, assignment))


def guarded(problem: Problem, assignment: IntArray) -> Problem:
    """The problem in which nobody's share falls below what an answer leaves him, less the policy's slack.

    For worst-off first (model §6): raising the smallest share anew would divide the base anew.
    """
    cell = total_cell(problem)
    if cell is None or not problem.num_units:
        return problem
    share = shares(problem, cell, nearest(problem, assignment))
    return guarantee(problem, cell, share - problem.objective.slack.worst_off / 100)
