"""A base or a proposal from the reader's side: who moves, what managers are called, in which order."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from assigner.evidence import Dispute, Evidence, list_disputes
from assigner.policy.model import Policy
from assigner.portfolio import (
    NOBODY,
    BoolArray,
    Clients,
    FloatArray,
    IntArray,
    Managers,
    Portfolio,
    StrArray,
)
from assigner.proposal import Proposal
from assigner.report.model import ReasonColumns


class Facts(Protocol):
    """A proposal or an inspection: facts, evidence and the policy they were judged by."""

    @property
    def portfolio(self) -> Portfolio:
        """The facts."""

    @property
    def evidence(self) -> Evidence:
        """What the evidence says of them."""

    @property
    def policy(self) -> Policy:
        """What the head of sales decided."""


class BaseView(Facts, Protocol):
    """What every report shows of a base: `manager_names` are unique, `order` is that of the report."""

    @property
    def manager_names(self) -> StrArray:
        """What every manager is called."""

    @property
    def order(self) -> IntArray:
        """Positions of all managers as the report shows them."""


class Tables:
    """Short ways from a view to what it shows."""

    __slots__ = ()

    @property
    def facts(self) -> Facts:
        """What is shown."""
        raise NotImplementedError

    @property
    def portfolio(self) -> Portfolio:
        """The facts."""
        return self.facts.portfolio

    @property
    def evidence(self) -> Evidence:
        """What the evidence says of them."""
        return self.facts.evidence

    @property
    def policy(self) -> Policy:
        """What the head of sales decided."""
        return self.facts.policy

    @property
    def clients(self) -> Clients:
        """The client table."""
        return self.portfolio.clients

    @property
    def managers(self) -> Managers:
        """The manager table."""
        return self.portfolio.managers

    @property
    def serviceable(self) -> BoolArray:
        """Clients that are not excluded."""
        return ~self.clients.excluded


@dataclass(frozen=True, slots=True, eq=False)
class PlanView(Tables):
    """A proposal with what every report asks of it, worked out once.

    Arrays over clients: `owner_idx` today and `manager_idx` proposed (`NOBODY` where there is none),
    `moved` (model §8) and `placed` (had nobody, has a manager now). `manager_names` are unique; `order`
    lists the positions of all managers as reports show them: who stays first, the fullest book on top.
    `disputes` are in the order of the clients.
    """

    proposal: Proposal
    reasons: ReasonColumns
    owner_idx: IntArray
    manager_idx: IntArray
    moved: BoolArray
    placed: BoolArray
    manager_names: StrArray
    order: IntArray
    disputes: tuple[Dispute, ...]

    @property
    def facts(self) -> Facts:
        """What is shown."""
        return self.proposal

    @property
    def weight(self) -> FloatArray:
        """Weight a(j) of every manager; 0 for who does not stay."""
        return self.proposal.verdict.after.managers.weight

    @property
    def changed(self) -> BoolArray:
        """Clients with another manager than today, moved or newly placed."""
        return self.moved | self.placed

    @property
    def staying(self) -> IntArray:
        """Managers with weight, in the order of the report."""
        return self.order[self.weight[self.order] > 0]


def plan_view(proposal: Proposal, reasons: ReasonColumns) -> PlanView:
    """The view of a proposal; `reasons` must have one entry per client, else ValueError."""
    clients = proposal.portfolio.clients
    if not len(clients) == len(reasons.code) == len(reasons.text) == len(reasons.pain):
        raise ValueError("reasons must have one entry per client")
    owner, manager = clients.owner_idx, proposal.assignment
    other = ~clients.excluded & (manager != owner) & (manager != NOBODY)
    return PlanView(
        proposal=proposal,
        reasons=reasons,
        owner_idx=owner,
        manager_idx=manager,
        moved=other & (owner != NOBODY),
        placed=other & (owner == NOBODY),
        manager_names=unique_names(proposal.portfolio.managers),
        order=_reading_order(proposal),
        disputes=list_disputes(proposal.portfolio, proposal.evidence, proposal.policy),
    )


def labels_of(labels: StrArray, idx: IntArray) -> StrArray:
    """`labels[idx]`, "" where the index is NOBODY."""
    return np.append(labels, "")[idx]


def unique_names(managers: Managers) -> StrArray:
    """Names of managers; the id stands beside a name that several bear, and for a blank one."""
    count = Counter(managers.name)
    pairs = zip(managers.name, managers.manager_id, strict=True)
    names = [name if name and count[name] == 1 else f"{name} ({key})".strip() for name, key in pairs]
    return np.array(names, dtype=object)


def _reading_order(proposal: Proposal) -> IntArray:
    """Who stays first; among them by today's load over target, the fullest book first, then by position."""
    table = proposal.verdict.before.managers
    target = np.where(table.target > 0, table.target, 1.0)
    ratio = np.where(table.target > 0, table.load / target, 0.0)
    gone = proposal.verdict.after.managers.weight <= 0
    return np.lexsort((-ratio, gone)).astype(np.int32)
