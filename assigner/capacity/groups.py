"""The clients by values of a dimension, and what is summed over them (model §1)."""

from __future__ import annotations

import numpy as np

from assigner.policy import TOTAL, Measure
from assigner.portfolio import Clients, Dimension, FloatArray


def group_names(clients: Clients) -> tuple[str, ...]:
    """What clients can be grouped by: "total", then every dimension of the table."""
    return (TOTAL, *clients.dimensions)


def groups_of(clients: Clients, name: str) -> Dimension:
    """A dimension by its name; "total" is one with a single value, which has the same name."""
    if name == TOTAL:
        return Dimension(TOTAL, (TOTAL,), np.zeros(len(clients), dtype=np.int32))
    return clients.dimensions[name]


def amounts(clients: Clients, measure: Measure) -> FloatArray:
    """m(i) of every client, (num_clients,); zeros for workload where there is no such column."""
    if measure is Measure.COUNT:
        return np.ones(len(clients))
    if measure is Measure.WORKLOAD:
        return clients.workload if clients.workload is not None else np.zeros(len(clients))
    return clients.potential if measure is Measure.POTENTIAL else clients.revenue_12m
