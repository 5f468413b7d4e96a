"""Every manager's book today: clients by state, dead souls, share of the fair load, cards."""

from __future__ import annotations

from dataclasses import dataclass

from assigner.evidence import State
from assigner.portfolio import IntArray
from assigner.report.hygiene import by_potential
from assigner.report.inspection.view import InspectionView


@dataclass(frozen=True, slots=True)
class BookRow:
    """One manager today; `clients` are the serviceable ones, as everywhere in sums over clients (model §1).

    `ratio` is the counted load over the ideal target, None where it is not known.
    """

    manager_idx: int
    manager: str
    manager_id: str
    stays: bool
    weight: float
    clients: int
    states: dict[State, int]
    potential: float
    worked: float  # potential of proven and active clients
    dead_souls: int
    dead_potential: float
    disputed: int
    discarded: int
    completeness: float
    problems: int
    ratio: float | None


def book_rows(view: InspectionView) -> list[BookRow]:
    """Managers who own any client, in the order of the report, then those who stay and own none."""
    owners = view.owners.tolist()
    idle = [j for j in view.order.tolist() if j not in set(owners) and view.weight[j] > 0]
    return [_row(view, j) for j in [*owners, *idle]]


def _row(view: InspectionView, j: int) -> BookRow:
    summary, quality = view.found.summary, view.found.quality.managers
    potential = summary.potential[j]
    return BookRow(
        manager_idx=j,
        manager=str(view.manager_names[j]),
        manager_id=str(view.managers.manager_id[j]),
        stays=bool(view.weight[j] > 0),
        weight=float(view.weight[j]),
        clients=int(summary.clients[j].sum() - summary.clients[j, State.EXCLUDED]),
        states={state: int(summary.clients[j, state]) for state in State},
        potential=float(potential.sum() - potential[State.EXCLUDED]),
        worked=float(potential[State.PROVEN] + potential[State.ACTIVE]),
        dead_souls=int(summary.dead_souls[j]),
        dead_potential=float(summary.dead_souls_potential[j]),
        disputed=int(summary.disputed[j]),
        discarded=int(summary.discarded[j].sum()),
        completeness=float(quality.completeness[j]),
        problems=int(quality.total[j]),
        ratio=_ratio(view, j),
    )


def _ratio(view: InspectionView, j: int) -> float | None:
    today = view.found.today
    if today is None or today.managers.target[j] <= 0:
        return None
    return float(today.managers.load[j] / today.managers.target[j])


@dataclass(frozen=True, slots=True)
class SoulsRow:
    """Clients that one manager claims without evidence, the largest first."""

    manager: str
    owned: int
    claimed: int
    potential: float
    client_idx: IntArray


def souls_rows(view: InspectionView) -> list[SoulsRow]:
    """One entry per manager with dead souls, who has the most potential in them first."""
    owner = view.clients.owner_idx
    found = [row for row in book_rows(view) if row.dead_souls]
    rows = [
        SoulsRow(
            manager=row.manager,
            owned=row.clients,
            claimed=row.dead_souls,
            potential=row.dead_potential,
            client_idx=by_potential(view, view.claimed & (owner == row.manager_idx)),
        )
        for row in found
    ]
    return sorted(rows, key=lambda row: -row.potential)
