"""What one manager can show for one client: the file of a side (model §2)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

from assigner.evidence.model import Evidence, State
from assigner.policy.model import Policy
from assigner.portfolio import NOBODY, BoolArray, IntArray, Portfolio
from assigner.weights import manager_weights


@dataclass(frozen=True, slots=True)
class CaseFile:
    """What one side of a dispute can show: decayed points, strength 0..1, touches that count, last days.

    Who does not stay (weight 0) can show what he did, but he is no rival.
    """

    manager_idx: int
    points: float
    strength: float
    num_touches: int
    last_touch: date | None
    last_transaction: date | None
    proven: bool
    stays: bool = True


class CaseFiles:
    """The files of any manager with any client; built once for all that are asked for."""

    def __init__(self, portfolio: Portfolio, evidence: Evidence, policy: Policy) -> None:
        self._evidence = evidence
        self._num_touches = counted_touches(portfolio, evidence)
        self._pair_start = evidence.pair_start
        self._stays: BoolArray = manager_weights(portfolio.managers, policy.managers, evidence.as_of) > 0
        self._owner_proven = np.isin(evidence.state, [State.PROVEN, State.DORMANT])
        self._owner_idx = portfolio.clients.owner_idx

    def of(self, client_idx: int, manager_idx: int) -> CaseFile:
        """The file of one manager; it is empty without evidence, but revenue may prove an owner even so."""
        spot = self._evidence.pair(client_idx, manager_idx)
        if spot != NOBODY:
            return self._of_pair(spot)
        owns = int(self._owner_idx[client_idx]) == manager_idx
        proven = owns and bool(self._owner_proven[client_idx])
        return CaseFile(manager_idx, 0.0, 0.0, 0, None, None, proven, bool(self._stays[manager_idx]))

    def of_client(self, client_idx: int) -> tuple[CaseFile, ...]:
        """Every manager with evidence, the most points first, on ties in the order of the table."""
        first, last = self._pair_start[client_idx], self._pair_start[client_idx + 1]
        files = [self._of_pair(spot) for spot in range(first, last)]
        return tuple(sorted(files, key=lambda file: -file.points))

    def _of_pair(self, spot: int) -> CaseFile:
        """The file of a listed pair."""
        evidence = self._evidence
        manager = int(evidence.pair_manager[spot])
        return CaseFile(
            manager_idx=manager,
            points=float(evidence.pair_points[spot]),
            strength=float(evidence.pair_strength[spot]),
            num_touches=int(self._num_touches[spot]),
            last_touch=evidence.pair_last_touch[spot].item(),
            last_transaction=evidence.pair_last_transaction[spot].item(),
            proven=bool(evidence.pair_proven[spot]),
            stays=bool(self._stays[manager]),
        )


def counted_touches(portfolio: Portfolio, evidence: Evidence) -> IntArray:
    """Number of touches that count, by pair; zeros without an activities table."""
    log, num_pairs = portfolio.activities, len(evidence.pair_client)
    if log is None:
        return np.zeros(num_pairs, dtype=np.int32)
    counted = evidence.touch_discard < 0
    keys = evidence.pair_client.astype(np.int64) * evidence.num_managers + evidence.pair_manager
    of_touch = log.client_idx[counted].astype(np.int64) * evidence.num_managers + log.manager_idx[counted]
    return np.bincount(np.searchsorted(keys, of_touch), minlength=num_pairs).astype(np.int32)
