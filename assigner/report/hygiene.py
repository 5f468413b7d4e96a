"""Dead souls and data problems, ready to be listed in the workbook and on the page."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from assigner.errors import Issue
from assigner.evidence.model import State
from assigner.i18n import Translator
from assigner.portfolio import BoolArray, IntArray
from assigner.report.view import BaseView, PlanView, labels_of
from assigner.report.words import discard_words


def by_potential(view: BaseView, mask: BoolArray) -> IntArray:
    """Positions of the clients in `mask`, the largest potential first, equal ones as in the table."""
    client_idx = np.flatnonzero(mask).astype(np.int32)
    return client_idx[np.argsort(-view.portfolio.clients.potential[client_idx], kind="stable")]


@dataclass(frozen=True, slots=True)
class DeadSouls:
    """Clients that one manager claims without evidence, and what becomes of them."""

    manager: str
    owned: int  # all clients of the manager today
    claimed: int
    potential: float
    released: int  # of the claimed ones, those that go to somebody else
    client_idx: IntArray  # the largest first


def dead_souls(view: PlanView) -> list[DeadSouls]:
    """One entry per manager who claims any client, who claims the most first."""
    claimed = view.serviceable & (view.proposal.evidence.state == State.CLAIMED)
    found = [_dead_souls(view, j, claimed & (view.owner_idx == j)) for j in view.order.tolist()]
    return sorted((entry for entry in found if entry.claimed), key=lambda entry: -entry.claimed)


def _dead_souls(view: PlanView, j: int, mask: BoolArray) -> DeadSouls:
    client_idx = by_potential(view, mask)
    return DeadSouls(
        manager=str(view.manager_names[j]),
        owned=int(view.proposal.verdict.before.managers.clients[j]),
        claimed=len(client_idx),
        potential=float(view.clients.potential[client_idx].sum()),
        released=int(view.moved[client_idx].sum()),
        client_idx=client_idx,
    )


def issues(view: BaseView) -> tuple[Issue, ...]:
    """Problems of the input, as the tables reported them."""
    return view.portfolio.issues


def discarded(tr: Translator, view: BaseView) -> list[tuple[str, int]]:
    """Reason and number of the touches that do not count or were dropped, the most frequent first."""
    words = discard_words(tr)
    counts = {words.get(key, key): n for key, n in view.evidence.discarded.items() if n}
    counts |= {words.get(key, key): n for key, n in view.portfolio.dropped_activities.items() if n}
    return sorted(counts.items(), key=lambda entry: (-entry[1], entry[0]))


@dataclass(frozen=True, slots=True)
class Discarded:
    """Touches of one manager that do not count, by reason, the most frequent first."""

    manager: str
    total: int
    reasons: tuple[tuple[str, int], ...]


def discarded_by_manager(tr: Translator, view: BaseView) -> list[Discarded]:
    """One entry per manager with touches that do not count, who has the most first."""
    words, table = discard_words(tr), view.evidence.discarded_by_manager
    found = []
    for j in view.order.tolist():
        counts = [(words.get(key, key), int(row[j])) for key, row in table.items() if row[j]]
        reasons = tuple(sorted(counts, key=lambda entry: (-entry[1], entry[0])))
        found.append(Discarded(str(view.manager_names[j]), sum(n for _, n in reasons), reasons))
    return sorted((entry for entry in found if entry.total), key=lambda entry: -entry.total)


def owner_names(view: BaseView, client_idx: IntArray) -> list[str]:
    """Names of today's owners, "" for free clients."""
    return [str(name) for name in labels_of(view.manager_names, view.portfolio.clients.owner_idx[client_idx])]


def new_names(view: PlanView, client_idx: IntArray) -> list[str]:
    """Names of the proposed managers."""
    return [str(name) for name in labels_of(view.manager_names, view.manager_idx[client_idx])]
