"""What each manager lost and gained: clients, money, segments, to and from whom."""

from __future__ import annotations

import numpy as np

from assigner.explain.model import Exchange, Flow, ManagerChange, SegmentFlow
from assigner.portfolio import NOBODY, IntArray
from assigner.proposal import Proposal
from assigner.weights import commission_rates


def manager_changes(proposal: Proposal) -> tuple[ManagerChange, ...]:
    """What every manager lost and gained, those without weight too, in the order of the table.

    Lost are serviceable clients owned before and with somebody else now; gained those that are new, free ones
    included. Commission is the manager's own rate x revenue on both sides.
    """
    changes = _Changes(proposal)
    return tuple(changes.of(j) for j in range(proposal.portfolio.num_managers))


class _Changes:
    """The clients that changed hands."""

    def __init__(self, proposal: Proposal) -> None:
        self._portfolio = proposal.portfolio
        self._rate = commission_rates(proposal.portfolio.managers, proposal.policy.managers)
        base = proposal.portfolio.clients
        self._clients = np.flatnonzero(~base.excluded & (base.owner_idx != proposal.assignment))
        self._giver = base.owner_idx[self._clients]
        self._receiver = proposal.assignment[self._clients]

    def of(self, manager_idx: int) -> ManagerChange:
        """Everything one manager lost and gained."""
        given, received = self._giver == manager_idx, self._receiver == manager_idx
        lost, gained = self._clients[given], self._clients[received]
        rate = float(self._rate[manager_idx])
        team = self._portfolio.managers
        return ManagerChange(
            manager_idx=manager_idx,
            manager_id=str(team.manager_id[manager_idx]),
            name=str(team.name[manager_idx]),
            lost=self._flow(lost, rate),
            gained=self._flow(gained, rate),
            segments=self._segments(lost, gained, rate),
            lost_to=self._exchanges(lost, self._receiver[given], rate),
            gained_from=self._exchanges(gained, self._giver[received], rate),
        )

    def _flow(self, clients: IntArray, rate: float) -> Flow:
        base = self._portfolio.clients
        revenue = float(base.revenue_12m[clients].sum())
        return Flow(len(clients), float(base.potential[clients].sum()), revenue, rate * revenue)

    def _segments(self, lost: IntArray, gained: IntArray, rate: float) -> tuple[SegmentFlow, ...]:
        """One entry per segment value in which something changed, in the order of the dimensions."""
        found = []
        for name, dimension in self._portfolio.clients.dimensions.items():
            there, here = dimension.codes[lost], dimension.codes[gained]
            for code in np.union1d(there, here).tolist():
                away, new = self._flow(lost[there == code], rate), self._flow(gained[here == code], rate)
                found.append(SegmentFlow(name, dimension.labels[code], away, new))
        return tuple(found)

    def _exchanges(self, clients: IntArray, others: IntArray, rate: float) -> tuple[Exchange, ...]:
        """One entry per other manager, the largest potential first."""
        names = self._portfolio.managers.name
        found = [
            Exchange(j, str(names[j]) if j != NOBODY else "", self._flow(clients[others == j], rate))
            for j in np.unique(others).tolist()
        ]
        return tuple(sorted(found, key=lambda exchange: (-exchange.flow.potential, exchange.other_idx)))
