"""Rows of an answer, so that pages can filter and sort without its files: one per client, one per manager."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any

import numpy as np
from sqlalchemy import delete, insert

from api.db.models import Assignment, ProposalManager
from api.work.holding import Write
from assigner.evidence.model import State
from assigner.explain import Reasons
from assigner.portfolio import NOBODY, FloatArray
from assigner.report.manager_document import manager_documents
from assigner.report.plain import plain_values
from assigner.report.view import PlanView, labels_of

CHUNK = 5_000
"""Rows of one transaction: SQLite has one writer, others must get their turn."""

Row = dict[str, Any]


def keep_rows(write: Write, proposal_id: str, view: PlanView, said: Mapping[str, Reasons]) -> None:
    """One row per client, in the order of the table, and one per manager, in place of an earlier attempt's.

    `write` begins each of the transactions.
    """
    with write() as session:
        for table in (Assignment, ProposalManager):
            session.execute(delete(table).where(table.proposal_id == proposal_id))
    rows = _clients(proposal_id, view, said)
    while chunk := list(islice(rows, CHUNK)):
        with write() as session:
            session.execute(insert(Assignment), chunk)
    with write() as session:
        session.execute(insert(ProposalManager), list(_managers(proposal_id, view)))


def _clients(proposal_id: str, view: PlanView, said: Mapping[str, Reasons]) -> Iterator[Row]:
    evidence, ids = view.proposal.evidence, view.managers.manager_id
    labels = np.array([state.label for state in State], dtype=object)
    strength = np.where(view.owner_idx == NOBODY, 0.0, np.nan_to_num(evidence.owner_strength))
    columns: dict[str, list[Any]] = {
        "client_id": view.clients.client_id.tolist(),
        "name": _short(view.clients.name, 500),
        "previous_manager_id": labels_of(ids, view.owner_idx).tolist(),
        "manager_id": labels_of(ids, view.manager_idx).tolist(),
        "moved": view.moved.tolist(),
        "changed": view.changed.tolist(),
        "state": labels[evidence.state].tolist(),
        "disputed": evidence.disputed.tolist(),
        "strength": strength.tolist(),
        "potential": np.nan_to_num(view.clients.potential).tolist(),
        "revenue": np.nan_to_num(view.clients.revenue_12m).tolist(),
        "pain_money": np.nan_to_num(said["en"].pain).tolist(),
        "reason_code": said["en"].code.tolist(),
        "reason_en": _short(said["en"].text, 1000),
        "reason_ru": _short(said["ru"].text, 1000),
        "left_out": _short(np.where(view.clients.excluded, view.clients.excluded_reason, ""), 500),
        "segments": _segments(view),
        "lat": _known(view.clients.lat),
        "lon": _known(view.clients.lon),
    }
    for number, values in enumerate(zip(*columns.values(), strict=True)):
        row = dict(zip(columns, values, strict=True))
        search = f"{row['client_id']} {row['name']}".casefold()[:700]
        yield {"proposal_id": proposal_id, "number": number, "search": search, **row}


def _managers(proposal_id: str, view: PlanView) -> Iterator[Row]:
    """The entries of proposal.json, under names that are unique."""
    for number, entry in enumerate(manager_documents(view)):
        plain = plain_values(entry)
        yield {
            "proposal_id": proposal_id,
            "number": number,
            "manager_id": plain.pop("manager_id"),
            "name": str(view.manager_names[number])[:500],
            "weight": plain.pop("weight"),
            "figures": plain,
        }


def _segments(view: PlanView) -> list[dict[str, str]]:
    """Dimension -> label of every client."""
    columns = {name: one.codes.tolist() for name, one in view.clients.dimensions.items()}
    labels = {name: one.labels for name, one in view.clients.dimensions.items()}
    return [
        {name: labels[name][code] for name, code in zip(columns, codes, strict=True)}
        for codes in zip(*columns.values(), strict=True)
    ] or [{} for _ in range(len(view.clients))]


def _short(texts: np.ndarray[Any, Any], most: int) -> list[str]:
    return [str(text)[:most] for text in texts]


def _known(values: FloatArray) -> list[float | None]:
    return [None if math.isnan(value) else value for value in values.tolist()]
