"""The part of inspect.json that tells of every manager: book, cards, problems, touches, share."""

from __future__ import annotations

from typing import Any

from assigner.evidence import Discard, State
from assigner.report.inspection.view import InspectionView

Document = dict[str, Any]


def manager_documents(view: InspectionView) -> list[Document]:
    """One entry per manager, in the order of their table."""
    return [_manager(view, j) for j in range(len(view.managers))]


def _manager(view: InspectionView, j: int) -> Document:
    return {
        "manager_id": view.managers.manager_id[j],
        "name": view.managers.name[j],
        "listed": view.managers.listed[j],
        "weight": view.weight[j],
        **_book(view, j),
        **_cards(view, j),
        "discarded_touches": _discarded(view, j),
        "terse": _terse(view, j),
        "today": _today(view, j),
    }


def _book(view: InspectionView, j: int) -> Document:
    summary = view.found.summary
    return {
        "clients": {state.label: summary.clients[j, state] for state in State},
        "potential": {state.label: summary.potential[j, state] for state in State},
        "dead_souls": summary.dead_souls[j],
        "disputed_clients": summary.disputed[j],
    }


def _cards(view: InspectionView, j: int) -> Document:
    quality = view.found.quality.managers
    return {
        "cards": quality.cards[j],
        "completeness": quality.completeness[j],
        "findings": {check: counts[j] for check, counts in quality.findings.items() if counts[j]},
        "issues": quality.issues[j],
        "problems": quality.total[j],
    }


def _discarded(view: InspectionView, j: int) -> Document:
    counts = view.found.summary.discarded[j]
    return {reason.value: counts[n] for n, reason in enumerate(Discard) if counts[n]}


def _terse(view: InspectionView, j: int) -> Document | None:
    """What the manager's log lacks, None where it is nothing to speak of."""
    writer = next((writer for writer in view.found.terse if writer.manager_idx == j), None)
    if writer is None:
        return None
    return {
        "contacts": writer.num_contacts,
        "thin": writer.num_thin,
        "reason": writer.reason.value,
        "clients": writer.num_clients,
    }


def _today(view: InspectionView, j: int) -> Document | None:
    today = view.found.today
    if today is None:
        return None
    target = float(today.managers.target[j])
    load = float(today.managers.load[j])
    return {"target": target, "load": load, "ratio": load / target if target > 0 else None}
