"""The evidence by manager: states of the book, dead souls, touches that did not count."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

import numpy as np

from assigner.evidence.model import Discard, Evidence, State
from assigner.portfolio import NOBODY, FloatArray, Portfolio

CountArray = np.ndarray[Any, np.dtype[np.int64]]
CountTable = np.ndarray[tuple[int, int], np.dtype[np.int64]]


@dataclass(frozen=True, slots=True, eq=False)
class EvidenceSummary:
    """Figures by manager (M rows) and state (columns in the order of `State`) or reason (order of `Discard`).

    A client counts in the row of its owner. Clients of nobody stand in `unowned` and `unowned_potential`
    alone, so that rows and these add up to the base. Potential in money a year.
    """

    clients: CountTable  # (M, states)
    potential: FloatArray  # (M, states)
    unowned: CountArray  # (states,)
    unowned_potential: FloatArray  # (states,)
    disputed: CountArray  # (M,) disputed clients owned
    discarded: CountTable  # (M, reasons)

    def __post_init__(self) -> None:
        for spec in fields(self):
            getattr(self, spec.name).flags.writeable = False

    @property
    def dead_souls(self) -> CountArray:
        """Clients of each manager in state claimed: owned, but neither worked nor proven."""
        return self.clients[:, State.CLAIMED]

    @property
    def dead_souls_potential(self) -> FloatArray:
        """Potential that lies in each manager's dead souls."""
        return self.potential[:, State.CLAIMED]


def summarise_evidence(portfolio: Portfolio, evidence: Evidence) -> EvidenceSummary:
    """Count states, dead souls, disputes and discarded touches by manager."""
    clients, rows = portfolio.clients, portfolio.num_managers
    owned = clients.owner_idx != NOBODY
    row = np.where(owned, clients.owner_idx, rows)  # one more row, for nobody
    counts = _table(row, evidence.state, None, rows + 1)
    potential = _table(row, evidence.state, clients.potential, rows + 1)
    return EvidenceSummary(
        clients=counts[:rows].astype(np.int64),
        potential=potential[:rows],
        unowned=counts[rows].astype(np.int64),
        unowned_potential=potential[rows],
        disputed=np.bincount(clients.owner_idx[evidence.disputed], minlength=rows).astype(np.int64),
        discarded=_discarded(evidence, rows),
    )


def _table(
    row: np.ndarray[Any, Any], state: np.ndarray[Any, Any], weights: FloatArray | None, rows: int
) -> FloatArray:
    """Counts, or sums of weights, by row and state."""
    cells = row.astype(np.int64) * len(State) + state
    flat = np.bincount(cells, weights=weights, minlength=rows * len(State))
    return flat.astype(np.float64).reshape(rows, len(State))


def _discarded(evidence: Evidence, rows: int) -> CountTable:
    """Discarded touches by manager and reason."""
    nothing = np.zeros(rows, dtype=np.int64)
    columns = [evidence.discarded_by_manager.get(reason.value, nothing) for reason in Discard]
    return np.stack(columns, axis=1).astype(np.int64)
