"""What is asked of the optimiser: the decided case in numbers, accepted moves held, the rest at a price."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from assigner.engine import Case, lawful_problem
from assigner.i18n import Translator
from assigner.portfolio import NOBODY, BoolArray, FloatArray, IntArray
from assigner.problem import Problem
from scenarios.decisions.holding import hold, possible, unit_of_clients
from scenarios.decisions.model import Ruling, Surprise
from scenarios.decisions.pricing import Kept, untouched, weighed
from scenarios.decisions.reading import Complaints, Decided, accepted


@dataclass(frozen=True)
class Question:
    """The original and the decided case, and its problem with the plain weighted score, nothing held."""

    case: Case
    ruled: Case
    earlier: IntArray
    decided: tuple[Decided, ...]
    surprise: Surprise
    problem: Problem

    @property
    def accepted(self) -> IntArray:
        """Clients whose moves are accepted."""
        return np.array(sorted(accepted(self.decided)), dtype=np.int32)

    @cached_property
    def held(self) -> Problem:
        """The problem with accepted moves held."""
        return hold(self.problem, self.accepted, self.earlier[self.accepted])

    @cached_property
    def kept(self) -> Kept:
        """Who could stay as in the earlier answer."""
        return Kept.of(self.held, self.earlier)

    @cached_property
    def untouched(self) -> IntArray:
        """The earlier answer where nothing changes but what must, lawful or not."""
        return untouched(self.held, self.earlier)

    @property
    def price(self) -> float:
        """Points for each client that changes without having to."""
        return self.surprise.points(int((~self.case.portfolio.clients.excluded).sum()))

    @property
    def most(self) -> int:
        """How many clients may change beside those that must."""
        must = int(((self.untouched != self.earlier) & (self.kept.manager == NOBODY)).sum())
        return self.surprise.others(must)

    @property
    def prices(self) -> FloatArray:
        """The same price for every client."""
        return np.full(len(self.earlier), self.price)

    def sent(self) -> dict[int, Decided]:
        """Clients that a decision sends away from the earlier answer or holds at a manager by name."""
        return {
            one.client: one
            for one in self.decided
            if one.verdict in (Ruling.REJECT, Ruling.PIN)
            or (one.verdict is Ruling.BAN and self.earlier[one.client] == one.manager)
        }


def ask(
    case: Case,
    ruled: Case,
    earlier: IntArray,
    decided: tuple[Decided, ...],
    surprise: Surprise,
    tr: Translator,
) -> Question:
    """The question that decisions put; `ruled` is the case with their rules.

    Raises RulesConflict by cheap proofs, InputError for accepted moves that other decisions rule out.
    """
    question = Question(case, ruled, earlier, decided, surprise, weighed(lawful_problem(ruled, tr)))
    _refuse_lost(question, tr)
    return question


def _refuse_lost(question: Question, tr: Translator) -> None:
    """Raise InputError for accepted moves that other decisions leave no room for."""
    wrong, told, clients = Complaints(), accepted(question.decided), question.accepted
    for client in clients[~_can_hold(question, clients)].tolist():
        message = tr.gettext(
            "the accepted move can't be held: the client's holding, or a rule, sends it elsewhere"
        )
        remedy = tr.gettext("withdraw the decisions about its holding, or pin this client by name")
        value = str(question.case.portfolio.clients.client_id[client])
        wrong.add(told[client].n, "client_id", value, message, remedy)
    wrong.done()


def _can_hold(question: Question, clients: IntArray) -> BoolArray:
    """Whether each accepted client can stay where it is, alone and with all that its unit holds."""
    managers = question.earlier[clients]
    fits = possible(question.problem, clients, managers)
    unit = unit_of_clients(question.problem)[clients]
    leads: dict[int, int] = {}
    for at in np.flatnonzero(unit != NOBODY).tolist():
        fits[at] &= leads.setdefault(int(unit[at]), int(managers[at])) == managers[at]
    return fits
