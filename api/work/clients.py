"""Clients of a base as rows for the database."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from api.db.models.books import facet
from api.work.clean import clean
from api.work.missing import missing_evidence
from assigner.evidence import State
from assigner.report.view import Facts, labels_of

Row = dict[str, Any]


def client_rows(case: Facts, filled: np.ndarray[Any, Any]) -> Iterator[Row]:
    """One row for each client, in the order of the table."""
    clients, evidence = case.portfolio.clients, case.evidence
    managers = labels_of(case.portfolio.managers.manager_id, clients.owner_idx)
    states = [state.label for state in State]
    missing = missing_evidence(case)
    dimensions = [
        (clean(d.name), [clean(label) for label in d.labels], d.codes) for d in clients.dimensions.values()
    ]
    for n in range(len(clients)):
        segments = {kind: labels[codes[n]] for kind, labels, codes in dimensions}
        name, key = clean(clients.name[n], 500), clean(clients.client_id[n], 200)
        yield {
            "number": n,
            "client_id": key,
            "name": name,
            "manager_id": clean(managers[n], 200),
            "state": states[evidence.state[n]],
            "disputed": bool(evidence.disputed[n]),
            "strength": float(evidence.owner_strength[n]),
            "potential": float(clients.potential[n]),
            "revenue": float(clients.revenue_12m[n]),
            "segments": segments,
            "facets": "".join(facet(kind, label) for kind, label in segments.items()),
            "missing": missing[n][:1000],
            "filled": float(filled[n]),
            "search": f"{name} {key} {clean(clients.tax_id[n], 50)}".casefold()[:800],
            "lat": _number(clients.lat[n]),
            "lon": _number(clients.lon[n]),
        }


def _number(value: float) -> float | None:
    return None if np.isnan(value) else float(value)
