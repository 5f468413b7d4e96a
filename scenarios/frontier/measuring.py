"""What a division costs and reaches, computed by the independent checker under the base's own policy."""

from __future__ import annotations

import numpy as np

from assigner.checker import compare
from assigner.engine import Case, check_assignment
from assigner.levels import Levels
from assigner.portfolio import NOBODY, IntArray, Portfolio
from assigner.verdict import PlanFigures
from scenarios.base import Base
from scenarios.frontier.model import Answer
from scenarios.results import RunResult


class Judge:
    """Checks one answer after the other; the log is weighed once."""

    def __init__(self, base: Base) -> None:
        self.base = base
        self.case: Case = base.case()

    def today(self) -> Answer:
        """Today's books, whether or not they keep the rules."""
        owner = self.case.portfolio.clients.owner_idx
        return answer_of(self.case.portfolio, owner, check_assignment(self.case, owner).before)

    def answer(self, result: RunResult) -> Answer:
        """The figures of a result. Raises InternalError where a rule is broken or the run told other ones.

        Fit and score are the sweep's own affair; the rules, disruption and imbalance are the base's.
        """
        assignment = assignment_of(self.case.portfolio, result)
        verdict = check_assignment(self.case, assignment)
        told = result.document["levels"]
        fit = verdict.after.levels.fit
        theirs = Levels(imbalance=told["imbalance"], disruption=told["disruption"], fit=fit)
        compare(verdict, score=verdict.after.score, levels=theirs)
        return answer_of(self.case.portfolio, assignment, verdict.after)


def answer_of(portfolio: Portfolio, assignment: IntArray, figures: PlanFigures) -> Answer:
    """The figures of a division that a curve or a comparison needs."""
    return Answer(
        disruption=figures.levels.disruption,
        imbalance=figures.levels.imbalance,
        moved_clients=figures.moved_clients,
        moved_share=figures.moved_share,
        moved_capacity=moved_capacity(portfolio, assignment),
        revenue_at_risk=figures.revenue_at_risk,
        commission_at_stake=figures.commission_at_stake,
        fixed_cost=figures.fixed_cost,
    )


def assignment_of(portfolio: Portfolio, result: RunResult) -> IntArray:
    """Who has each client in a result, by position in the managers of the same base; NOBODY for nobody."""
    place = {str(name): at for at, name in enumerate(portfolio.managers.manager_id)}
    return np.array([place.get(name, NOBODY) for name in result.manager_id], dtype=np.int32)


def moved_capacity(portfolio: Portfolio, assignment: IntArray) -> float:
    """Share of the owned potential that changes hands; 0 where nothing owned has potential."""
    clients = portfolio.clients
    owned = (clients.owner_idx != NOBODY) & ~clients.excluded
    total = float(clients.potential[owned].sum())
    moved = float(clients.potential[owned & (np.asarray(assignment) != clients.owner_idx)].sum())
    return moved / total if total > 0 else 0.0
