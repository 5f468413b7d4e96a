"""inspect.json: everything the inspection found, for programs; described by inspection.schema.json.

Clients and managers stand by their ids, in the order of their tables. Money is the user's own, a year's;
shares, strengths and scores are fractions; what is not a number is null.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import asdict
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np

from assigner.evidence import Recommendation, State
from assigner.policy.model import TOTAL
from assigner.policy.yaml_io import policy_sha256
from assigner.portfolio import NOBODY, IntArray, MergedCard, Rule
from assigner.quality.model import Check, Finding
from assigner.report.inspection.capacity_document import capacity_document
from assigner.report.inspection.contested_document import contested_documents, dispute_documents
from assigner.report.inspection.people import manager_documents
from assigner.report.inspection.view import InspectionView
from assigner.report.plain import plain_values, write_json
from assigner.report.view import labels_of

FORMAT = "assigner-inspection/1"

Document = dict[str, Any]


def schema() -> Document:
    """The published JSON Schema (draft 2020-12) of inspect.json."""
    text = files("assigner.report.inspection").joinpath("inspection.schema.json").read_text(encoding="utf-8")
    loaded: Document = json.loads(text)
    return loaded


def write_document(view: InspectionView, path: Path) -> None:
    """Write inspect.json."""
    write_json(document(view), path)


def document(view: InspectionView) -> Document:
    """The whole inspection as plain values."""
    found, evidence = view.found, view.evidence
    answer = {
        "format": FORMAT,
        "as_of": evidence.as_of,
        "input_sha256": view.portfolio.input_sha256,
        "policy_sha256": policy_sha256(found.policy),
        "files": dict(view.portfolio.files),
        "base": _base(view),
        "columns": [asdict(column) for column in view.portfolio.columns],
        "column_quality": [asdict(column) for column in found.quality.columns],
        "issues": [asdict(issue) for issue in view.portfolio.issues],
        "findings": [_finding(view, finding) for finding in found.quality.findings],
        "managers": manager_documents(view),
        "duplicates": _duplicates(view),
        "merged": [_merged(view, card) for card in view.portfolio.merged],
        "denied": [_denied(view, rule) for rule in view.portfolio.distinct],
        "contested": contested_documents(view),
        "disputes": dispute_documents(view),
        "capacity": capacity_document(view),
        "touches": _touches(view),
        "today": _today(view),
        "remark": found.remark,
    }
    return plain_values(answer)  # type: ignore[no-any-return]


def summary_document(view: InspectionView) -> Document:
    """The document without its long lists: what `--json` prints."""
    found = view.found
    kinds = {str(check): found.quality.count(check) for check in Check if found.quality.count(check)}
    advice = Counter(str(dispute.recommendation) for dispute in found.disputes)
    total = found.capacity.segment(TOTAL)
    capacity = {
        "capacity": total.capacity.sum(),
        "held": total.held.sum(),
        "worked": total.worked.sum(),
        "free": total.free.sum(),
        "idle_clients": len(found.capacity.idle),
    }
    answer = {
        "as_of": view.evidence.as_of,
        "base": _base(view) | {"warnings": len(view.portfolio.issues)},
        "findings": kinds,
        "disputes": {side.value: advice[side.value] for side in Recommendation},
        "capacity": capacity,
        "today": _today(view),
        "remark": found.remark,
    }
    return plain_values(answer)  # type: ignore[no-any-return]


def _base(view: InspectionView) -> Document:
    clients, evidence, log = view.clients, view.evidence, view.portfolio.activities
    free = view.serviceable & (clients.owner_idx == NOBODY)
    return {
        "clients": len(clients),
        "managers": len(view.managers),
        "activities": None if log is None else len(log),
        "rules": len(view.portfolio.rules),
        "potential": clients.potential[view.serviceable].sum(),
        "potential_source": clients.potential_source,
        "revenue": clients.revenue_12m[view.serviceable].sum(),
        "states": {state.label: np.sum(evidence.state == state) for state in State},
        "free_clients": free.sum(),
        "dead_souls": view.claimed.sum(),
        "contested_clients": len(view.found.contested),
        "disputed_clients": len(view.found.disputes),
        "possible_duplicates": len(view.found.duplicates),
        "denied_pairs": len(view.portfolio.distinct),
        "findings": sum(len(finding) for finding in view.found.quality.findings),
    }


def _ids(view: InspectionView, manager_idx: IntArray) -> list[str | None]:
    """Ids of managers, None for nobody."""
    return [str(text) if text else None for text in labels_of(view.managers.manager_id, manager_idx)]


def _finding(view: InspectionView, found: Finding) -> Document:
    ids = view.clients.client_id if found.table == "clients" else None
    log = view.portfolio.activities
    if found.table == "activities" and log is not None:
        ids = view.clients.client_id[log.client_idx]
    client_ids = [None] * len(found) if ids is None else ids[found.positions].tolist()
    columns = zip(
        found.rows.tolist(),
        client_ids,
        _ids(view, found.manager_idx),
        found.values.tolist(),
        found.details.tolist(),
        strict=True,
    )
    keys = ("row", "client_id", "manager_id", "value", "detail")
    rows = [dict(zip(keys, (row or None, *rest), strict=True)) for row, *rest in columns]
    return {
        "check": found.check,
        "table": found.table,
        "column": found.column,
        "count": len(found),
        "rows": rows,
    }


def _duplicates(view: InspectionView) -> list[Document]:
    found, ids = view.found.duplicates, view.clients.client_id
    return [
        {
            "a": ids[pair.a_idx],
            "b": ids[pair.b_idx],
            "score": pair.score,
            "reasons": pair.reasons,
            "name_similarity": pair.name_similarity,
            "exact": pair.exact,
            "group": group,
        }
        for pair, group in zip(found, found.group.tolist(), strict=True)
    ]


def _merged(view: InspectionView, card: MergedCard) -> Document:
    return {
        "client_id": card.client_id,
        "name": card.name,
        "into": view.clients.client_id[card.into_idx],
        "owner_id": view.manager_id(card.owner_idx),
        "row": card.row,
        "reason": card.reason,
    }


def _denied(view: InspectionView, rule: Rule) -> Document:
    ids = view.clients.client_id
    return {"a": ids[rule.a_idx], "b": ids[rule.b_idx], "row": rule.row, "reason": rule.reason}


def _touches(view: InspectionView) -> Document:
    return {
        "from_activities": view.evidence.from_activities,
        "columns_missing": view.evidence.relaxed,
        "discarded": dict(view.evidence.discarded),
        "dropped": dict(sorted(view.portfolio.dropped_activities.items())),
    }


def _today(view: InspectionView) -> Document | None:
    today = view.found.today
    if today is None:
        return None
    return {
        "score": today.score,
        "levels": asdict(today.levels),
        "worst_deviation": today.worst_deviation,
        "mean_violation": today.mean_violation,
        "worst_violation": today.worst_violation,
        "evidence_mismatch": today.evidence_mismatch,
    }
