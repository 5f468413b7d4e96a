"""The part of proposal.json that tells every manager's story in numbers."""

from __future__ import annotations

from typing import Any

import numpy as np

from assigner.report.books import Exchange, SegmentBooks, gained, lost, segment_books
from assigner.report.view import PlanView
from assigner.verdict import ManagerTable

Document = dict[str, Any]


def manager_documents(view: PlanView) -> list[Document]:
    """One entry per manager in the order of their table; ratio = load / ideal target, null without weight."""
    comes, goes = gained(view), lost(view)
    segments = _all_segments(view)
    return [_manager(view, j, comes, goes, segments) for j in range(len(view.managers))]


def _manager(
    view: PlanView, j: int, comes: Exchange, goes: Exchange, segments: dict[int, list[Document]]
) -> Document:
    verdict = view.proposal.verdict
    return {
        "manager_id": str(view.managers.manager_id[j]),
        "name": str(view.managers.name[j]),
        "weight": view.weight[j],
        "target": verdict.after.managers.target[j],
        "before": _book(verdict.before.managers, j),
        "after": _book(verdict.after.managers, j),
        "gained": _part(comes, j),
        "lost": _part(goes, j),
        "segments": segments.get(j, []),
    }


def _book(table: ManagerTable, j: int) -> Document:
    target = float(table.target[j])
    return {
        "clients": table.clients[j],
        "potential": table.potential[j],
        "revenue": table.revenue[j],
        "workload": table.workload[j],
        "commission": table.commission[j],
        "load": table.load[j],
        "ratio": table.load[j] / target if target > 0 else None,
    }


def _part(part: Exchange, j: int) -> Document:
    return {
        "clients": part.clients[j],
        "potential": part.potential[j],
        "revenue": part.revenue[j],
        "commission": part.commission[j],
    }


def _all_segments(view: PlanView) -> dict[int, list[Document]]:
    """Segment entries by manager, only where the manager holds something before or after."""
    found: dict[int, list[Document]] = {}
    for name, dimension in view.clients.dimensions.items():
        before = segment_books(view, dimension, view.owner_idx)
        after = segment_books(view, dimension, view.manager_idx)
        for j, s in np.argwhere((before.clients > 0) | (after.clients > 0)).tolist():
            entry = {"dimension": name, "value": dimension.labels[s]}
            found.setdefault(j, []).append(
                entry | _segment(before, "before", j, s) | _segment(after, "after", j, s)
            )
    return found


def _segment(books: SegmentBooks, when: str, j: int, s: int) -> Document:
    return {
        f"clients_{when}": books.clients[j, s],
        f"potential_{when}": books.potential[j, s],
        f"revenue_{when}": books.revenue[j, s],
    }
