"""proposal.json: the whole answer for machines, described by proposal.schema.json.

Keys have one order, floats are written so that they read back to the same value, what is not a number is
null. Two equal runs differ only in values under keys named `seconds`. Money has no currency: it is the
user's own.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np

from assigner.evidence.model import State
from assigner.portfolio import FloatArray
from assigner.proposal import Certificate, Proposal
from assigner.report.cells import CellRow, cell_rows
from assigner.report.manager_document import manager_documents
from assigner.report.plain import plain_values, write_json
from assigner.report.view import PlanView
from assigner.verdict import FIGURES, PlanFigures

FORMAT = "assigner-proposal/1"

Document = dict[str, Any]


def schema() -> Document:
    """The published JSON Schema (draft 2020-12) of proposal.json."""
    text = files("assigner.report").joinpath("proposal.schema.json").read_text(encoding="utf-8")
    loaded: Document = json.loads(text)
    return loaded


def write_document(view: PlanView, path: Path) -> None:
    """Write proposal.json."""
    write_json(document(view), path)


def document(view: PlanView) -> Document:
    """The whole answer as plain values."""
    return plain_values(_answer(view))  # type: ignore[no-any-return]


def _answer(view: PlanView) -> Document:
    proposal = view.proposal
    verdict = proposal.verdict
    return {
        "format": FORMAT,
        "status": proposal.status,
        "as_of": proposal.certificate.as_of,
        "score": proposal.score,
        "bound": proposal.bound,
        "gap": proposal.gap,
        "gap_points": proposal.gap_points,
        **_figures(verdict.after),
        "before": {"score": verdict.before.score, **_figures(verdict.before)},
        "base": _base(view),
        "goals": _goals(proposal),
        "managers": manager_documents(view),
        "cells": [_cell(view, row) for row in cell_rows(verdict)],
        "rule_exceptions": [asdict(item) for item in verdict.exceptions],
        "left_out": [asdict(item) for item in verdict.left_out],
        "merged_cards": _merged_cards(view),
        "notes": verdict.notes,
        "data": _data(proposal),
        "policy": proposal.policy.model_dump(mode="json"),
        "certificate": _certificate(proposal.certificate),
    }


def _figures(plan: PlanFigures) -> Document:
    return {"levels": asdict(plan.levels), **{name: getattr(plan, name) for name in FIGURES}}


def _base(view: PlanView) -> Document:
    clients, evidence = view.clients, view.proposal.evidence

    def total(values: FloatArray) -> float:
        return float(values[view.serviceable].sum())

    return {
        "clients": len(clients),
        "managers": len(view.managers),
        "potential": total(clients.potential),
        "potential_source": clients.potential_source,
        "revenue": total(clients.revenue_12m),
        "workload": None if clients.workload is None else total(clients.workload),
        "states": {state.label: np.sum(evidence.state == state) for state in State},
        "disputed_clients": evidence.disputed.sum(),
        "placed_clients": view.placed.sum(),
        "locked_clients": view.proposal.verdict.locked.sum(),
    }


def _goals(proposal: Proposal) -> list[Document]:
    clients = proposal.portfolio.clients
    goals = proposal.policy.balance.resolve(tuple(clients.dimensions), clients.workload is not None)
    return [{"goal": goal.key, **goal.model_dump(mode="json")} for goal in goals]


def _cell(view: PlanView, row: CellRow) -> Document:
    names = ("load_before", "load", "target", "attainable", "tolerance_low", "tolerance_high")
    return {
        "goal": row.goal,
        "value": row.value,
        "manager_id": str(view.managers.manager_id[row.manager_idx]),
        **{name: getattr(row, name) for name in names},
        "violation_before": row.violation_before,
        "violation": row.violation,
    }


def _merged_cards(view: PlanView) -> list[Document]:
    """Cards that went into another one: the client they are part of, whose they were and whose they are."""
    clients, ids = view.clients, [*view.managers.manager_id, None]
    return [
        {
            "merged_client_id": card.client_id,
            "name": card.name,
            "client_id": clients.client_id[card.into_idx],
            "previous_manager_id": ids[card.owner_idx],
            "manager_id": ids[view.manager_idx[card.into_idx]],
            "reason": card.reason,
        }
        for card in view.proposal.portfolio.merged
    ]


def _data(proposal: Proposal) -> Document:
    evidence = proposal.evidence
    return {
        "issues": [asdict(issue) for issue in proposal.portfolio.issues],
        "dropped_activities": dict(sorted(proposal.portfolio.dropped_activities.items())),
        "discarded_touches": dict(evidence.discarded),
        "evidence_from_activities": evidence.from_activities,
        "evidence_columns_missing": evidence.relaxed,
    }


def _certificate(certificate: Certificate) -> Document:
    values = {name: getattr(certificate, name) for name in Certificate.__dataclass_fields__}
    return values | {
        "versions": dict(sorted(certificate.versions.items())),
        "phases": [asdict(phase) for phase in certificate.phases],
        "levels": [asdict(level) for level in certificate.levels],
    }
