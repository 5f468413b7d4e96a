"""Free or claimed clients like those that a manager is proven with, ready to be listed."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from assigner.report.hygiene import owner_names
from assigner.report.inspection.view import InspectionView


@dataclass(frozen=True, slots=True)
class AlikeRow:
    """One client that may suit a manager; `owner` is "" where it is free."""

    client_id: str
    client: str
    similarity: float
    potential: float
    owner: str


@dataclass(frozen=True, slots=True)
class AlikeList:
    """Look-alikes of one manager, the most similar first."""

    manager: str
    total: int
    rows: tuple[AlikeRow, ...]


def alike_lists(view: InspectionView, most: int | None = None) -> list[AlikeList]:
    """Managers with look-alikes, in the order of the report, at most so many clients each."""
    lists = view.found.capacity.look_alikes
    return [_list(view, j, most) for j in view.order.tolist() if lists[j]]


def _list(view: InspectionView, j: int, most: int | None) -> AlikeList:
    clients, found = view.clients, view.found.capacity.look_alikes[j]
    shown = found[:most]
    picked = np.array([one.client_idx for one in shown], dtype=np.int32)
    rows = [
        AlikeRow(
            client_id=str(clients.client_id[i]),
            client=str(clients.name[i]),
            similarity=one.similarity,
            potential=float(clients.potential[i]),
            owner=owner,
        )
        for one, i, owner in zip(shown, picked.tolist(), owner_names(view, picked), strict=True)
    ]
    return AlikeList(str(view.manager_names[j]), len(found), tuple(rows))
