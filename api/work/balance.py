"""Today's books against fair shares, as a plain document."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import numpy as np

from assigner.inspection import Inspection
from assigner.portfolio import UNKNOWN
from assigner.verdict import PlanFigures

Row = dict[str, Any]


def balance_document(found: Inspection, names: np.ndarray[Any, Any]) -> Row:
    """Today's books against fair shares; `cells` are one entry per manager and segment value."""
    today = found.today
    if today is None:
        return {"remark": found.remark, "figures": None, "managers": [], "cells": [], "lorenz": []}
    ids, tolerances = found.portfolio.managers.manager_id, _tolerances(found)
    return {
        "remark": found.remark,
        "figures": _figures(today),
        "managers": [_manager(today, ids, names, j) for j in range(len(ids))],
        "cells": [
            _cell(today, ids, n) | {"tolerance": tolerances.get(str(today.cells.goal[n]))}
            for n in range(len(today.cells))
        ],
        "lorenz": lorenz(today.managers.load, today.managers.target),
    }


def _tolerances(found: Inspection) -> dict[str, float]:
    """What the policy lets each goal differ, before clients that are too large for it widen that."""
    clients = found.portfolio.clients
    goals = found.policy.balance.resolve(tuple(clients.dimensions), clients.workload is not None)
    return {goal.key: goal.tolerance for goal in goals}


def _figures(today: PlanFigures) -> Row:
    spread = None if today.spread is None else asdict(today.spread)
    return {
        "score": today.score,
        "levels": asdict(today.levels),
        "worst_deviation": today.worst_deviation,
        "mean_violation": today.mean_violation,
        "worst_violation": today.worst_violation,
        "evidence_mismatch": today.evidence_mismatch,
        "spread": None if spread is None else {k: v for k, v in spread.items() if k != "leximin"},
    }


def _manager(today: PlanFigures, ids: Any, names: Any, j: int) -> Row:
    table = today.managers
    target, load = float(table.target[j]), float(table.load[j])
    return {
        "manager_id": ids[j],
        "name": names[j],
        "weight": table.weight[j],
        "clients": table.clients[j],
        "potential": table.potential[j],
        "revenue": table.revenue[j],
        "workload": table.workload[j],
        "target": target,
        "load": load,
        "ratio": load / target if target > 0 else None,
    }


def _cell(today: PlanFigures, ids: Any, n: int) -> Row:
    cells = today.cells
    load, fair, off = float(cells.load[n]), float(cells.attainable[n]), float(cells.violation[n])
    return {
        "goal": cells.goal[n],
        "measure": cells.measure[n],
        "dimension": cells.dimension[n],
        "value": cells.value[n] or UNKNOWN * (cells.dimension[n] != "total"),
        "manager_id": ids[cells.manager_idx[n]],
        "load": load,
        "target": cells.target[n],
        "attainable": fair,
        "tolerance_low": cells.tolerance_low[n],
        "tolerance_high": cells.tolerance_high[n],
        "deviation": load / fair - 1 if fair > 0 else None,
        "violation": off,
        "state": "within" if off <= 0 else "over" if load > fair else "under",
    }


def lorenz(load: Any, target: Any) -> list[list[float]]:
    """Points of the Lorenz curve: shares of the fair loads and of the real ones, who has least first."""
    here = np.flatnonzero(target > 0)
    if not len(here) or load[here].sum() <= 0:
        return []
    order = here[np.argsort(load[here] / target[here], kind="stable")]
    shares = [np.concatenate([[0.0], np.cumsum(part[order])]) / part[order].sum() for part in (target, load)]
    return [[float(x), float(y)] for x, y in zip(*shares, strict=True)]
