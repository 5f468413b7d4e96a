"""The part of inspect.json about capacity: segments, ABC classes, what nobody works, look-alikes."""

from __future__ import annotations

from typing import Any

import numpy as np

from assigner.capacity.model import CLASS_LETTERS, SegmentTable
from assigner.report.inspection.view import InspectionView

Document = dict[str, Any]


def capacity_document(view: InspectionView) -> Document:
    """What the base could bring, who holds it, and what is really worked (model §11)."""
    found, clients = view.found.capacity, view.clients
    counts = {name: np.sum(found.abc.codes == code) for code, name in enumerate(CLASS_LETTERS)}
    idle = zip(clients.client_id[found.idle], clients.potential[found.idle], strict=True)
    return {
        "segments": [_segment(view, table) for table in found.segments],
        "abc": {"dimension": found.abc.dimension, "measure": found.abc.measure, "clients": counts},
        "idle": [{"client_id": key, "potential": potential} for key, potential in idle],
        "look_alikes": [
            {
                "manager_id": manager_id,
                "clients": [
                    {"client_id": clients.client_id[one.client_idx], "similarity": one.similarity}
                    for one in alike
                ],
            }
            for manager_id, alike in zip(view.managers.manager_id, found.look_alikes, strict=True)
        ],
    }


def _segment(view: InspectionView, table: SegmentTable) -> Document:
    ids = view.managers.manager_id
    return {
        "dimension": table.dimension,
        "values": [
            {
                "value": value,
                "clients": table.num_clients[n],
                "capacity": table.capacity[n],
                "free": table.free[n],
                "held": table.held[n].sum(),
                "worked": table.worked[n].sum(),
                "managers": [
                    {"manager_id": ids[j], "held": table.held[n, j], "worked": table.worked[n, j]}
                    for j in np.flatnonzero(table.held[n] > 0).tolist()
                ],
            }
            for n, value in enumerate(table.labels)
        ],
    }
