"""The moves worth showing first: large, and different from each other."""

from __future__ import annotations

import numpy as np

from assigner.disruption import client_values
from assigner.explain.model import Reasons, TellingMove
from assigner.portfolio import NOBODY, FloatArray, IntArray
from assigner.proposal import Proposal

_POOL = 2000
"""Largest moves looked at; more would only make the answer slower."""


def telling_moves(proposal: Proposal, reasons: Reasons, count: int = 3) -> tuple[TellingMove, ...]:
    """The moves of the largest values (model §5), each with a new reason and new managers if possible.

    Clients that had an owner come before free ones; fewer than `count` where fewer changed hands.
    """
    value = client_values(proposal.portfolio.clients, proposal.policy.disruption)
    pool = _largest_changes(proposal, value)
    chosen: list[int] = []
    while len(chosen) < min(count, len(pool)):
        chosen.append(_most_telling(proposal, reasons, value, pool, chosen))
    return tuple(_move(proposal, reasons, value, client) for client in chosen)


def _largest_changes(proposal: Proposal, value: FloatArray) -> list[int]:
    base = proposal.portfolio.clients
    changed = np.flatnonzero(~base.excluded & (base.owner_idx != proposal.assignment))
    free = base.owner_idx[changed] == NOBODY
    order = np.lexsort((changed, -value[changed], free))
    return [int(client) for client in changed[order][:_POOL]]


def _most_telling(
    proposal: Proposal, reasons: Reasons, value: FloatArray, pool: list[int], chosen: list[int]
) -> int:
    """The next move: had an owner, new code, fewest managers seen already, largest value."""
    codes = {reasons.code[client] for client in chosen}
    seen = {manager for client in chosen for manager in _hands(proposal, client)}

    def rank(client: int) -> tuple[bool, bool, int, float]:
        owner, receiver = _hands(proposal, client)
        known = (owner in seen) + (receiver in seen)
        return owner == NOBODY, reasons.code[client] in codes, known, -float(value[client])

    return min((client for client in pool if client not in chosen), key=rank)


def _hands(proposal: Proposal, client: int) -> tuple[int, int]:
    owner: IntArray = proposal.portfolio.clients.owner_idx
    return int(owner[client]), int(proposal.assignment[client])


def _move(proposal: Proposal, reasons: Reasons, value: FloatArray, client: int) -> TellingMove:
    base, names = proposal.portfolio.clients, proposal.portfolio.managers.name
    owner, receiver = _hands(proposal, client)
    return TellingMove(
        client_idx=client,
        client_id=str(base.client_id[client]),
        client_name=str(base.name[client]),
        owner_name=str(names[owner]) if owner != NOBODY else "",
        manager_name=str(names[receiver]),
        value=float(value[client]),
        code=str(reasons.code[client]),
        text=str(reasons.text[client]),
    )
