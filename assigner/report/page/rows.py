"""Rows of the page's tables, formatted for the reader."""

from __future__ import annotations

from dataclasses import dataclass

from assigner.evidence.model import State
from assigner.i18n import Translator
from assigner.portfolio import IntArray
from assigner.report.books import Exchange, gained, lost, states_kept, states_today
from assigner.report.hygiene import by_potential, new_names, owner_names
from assigner.report.view import PlanView
from assigner.report.words import short_number, state_words

MAX_MOVES = 500
MAX_MANAGERS = 60
MAX_EACH_WAY = 8


@dataclass(frozen=True, slots=True)
class MoveRow:
    """One client that changes hands."""

    client_id: str
    client: str
    state: str
    state_code: str
    potential: str
    before: str
    after: str
    reason: str


def move_rows(tr: Translator, view: PlanView, client_idx: IntArray) -> list[MoveRow]:
    """Rows of the given clients in their order."""
    words, state = state_words(tr), view.proposal.evidence.state[client_idx]
    columns = zip(
        client_idx.tolist(), state, owner_names(view, client_idx), new_names(view, client_idx), strict=True
    )
    return [
        MoveRow(
            client_id=str(view.clients.client_id[i]),
            client=str(view.clients.name[i]),
            state=words[State(s)],
            state_code=State(s).label,
            potential=short_number(tr, view.clients.potential[i]),
            before=before,
            after=after,
            reason=str(view.reasons.text[i]),
        )
        for i, s, before, after in columns
    ]


def largest_moves(tr: Translator, view: PlanView) -> tuple[list[MoveRow], int]:
    """The largest moves that the page lists, and how many there are in all."""
    found = by_potential(view, view.changed)
    return move_rows(tr, view, found[:MAX_MOVES]), len(found)


@dataclass(frozen=True, slots=True)
class ManagerRow:
    """One manager in the overview, and the largest moves into and out of the book."""

    number: int
    name: str
    weight: float
    stays: bool
    clients_before: int
    clients_after: int
    kept: int
    proven_before: int
    proven_kept: int
    goes: int
    comes: int
    potential_after: float
    ratio_before: float | None
    ratio_after: float | None
    revenue_before: float
    revenue_after: float
    commission_before: float
    commission_after: float
    commission_lost: float
    commission_gained: float
    comes_rows: list[MoveRow]
    goes_rows: list[MoveRow]


def manager_rows(tr: Translator, view: PlanView) -> list[ManagerRow]:
    """Managers with a book today or in the plan, in the order of the report, at most MAX_MANAGERS."""
    comes, goes = gained(view), lost(view)
    proven = states_today(view)[:, State.PROVEN], states_kept(view)[:, State.PROVEN]
    before, after = (
        view.proposal.verdict.before.managers.clients,
        view.proposal.verdict.after.managers.clients,
    )
    busy = [j for j in view.order.tolist() if before[j] or after[j] or view.weight[j] > 0]
    return [
        _manager_row(tr, view, n, j, comes, goes, (int(proven[0][j]), int(proven[1][j])))
        for n, j in enumerate(busy[:MAX_MANAGERS])
    ]


def _manager_row(
    tr: Translator,
    view: PlanView,
    number: int,
    j: int,
    comes: Exchange,
    goes: Exchange,
    proven: tuple[int, int],
) -> ManagerRow:
    before, after = view.proposal.verdict.before.managers, view.proposal.verdict.after.managers
    target = float(after.target[j])
    arrivals = by_potential(view, view.changed & (view.manager_idx == j))
    leaves = by_potential(view, view.moved & (view.owner_idx == j))
    return ManagerRow(
        number=number,
        name=str(view.manager_names[j]),
        weight=float(view.weight[j]),
        stays=bool(view.weight[j] > 0),
        clients_before=int(before.clients[j]),
        clients_after=int(after.clients[j]),
        kept=int(before.clients[j] - goes.clients[j]),
        proven_before=proven[0],
        proven_kept=proven[1],
        goes=int(goes.clients[j]),
        comes=int(comes.clients[j]),
        potential_after=float(after.potential[j]),
        ratio_before=float(before.load[j]) / target if target > 0 else None,
        ratio_after=float(after.load[j]) / target if target > 0 else None,
        revenue_before=float(before.revenue[j]),
        revenue_after=float(after.revenue[j]),
        commission_before=float(before.commission[j]),
        commission_after=float(after.commission[j]),
        commission_lost=float(goes.commission[j]),
        commission_gained=float(comes.commission[j]),
        comes_rows=move_rows(tr, view, arrivals[:MAX_EACH_WAY]),
        goes_rows=move_rows(tr, view, leaves[:MAX_EACH_WAY]),
    )
