"""assignment.csv and moves.csv: the answer as tables.

Both are UTF-8 without a byte order mark, comma separated, lines ending in CR LF (RFC 4180), so that any
program reads them back; people who want a spreadsheet open proposal.xlsx. Ids are written as they came in,
numbers so that they read back to the same value; free text is neutralised (`neutral`).
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np

from assigner.evidence.model import State
from assigner.portfolio import NOBODY
from assigner.report.neutral import neutralise_all
from assigner.report.view import PlanView, labels_of

ASSIGNMENT_COLUMNS = (
    "client_id",
    "previous_manager_id",
    "manager_id",
    "moved",
    "state",
    "disputed",
    "strength",
    "reason_code",
    "reason",
    "pain_money",
)
MOVES_COLUMNS = (
    "client_id",
    "client_name",
    "previous_manager_id",
    "previous_manager",
    "manager_id",
    "manager",
    "reason",
)


def write_assignment(view: PlanView, path: Path) -> None:
    """One row per client, excluded ones too, in the order of the clients table.

    `strength` is that of the client with today's owner, blank without one; `manager_id` is blank for an
    excluded client.
    """
    evidence, ids = view.proposal.evidence, view.managers.manager_id
    state_labels = np.array([state.label for state in State], dtype=object)
    strength = np.where(view.owner_idx == NOBODY, "", evidence.owner_strength.astype(object))
    columns = (
        view.clients.client_id,
        labels_of(ids, view.owner_idx),
        labels_of(ids, view.manager_idx),
        view.moved.astype(int),
        state_labels[evidence.state],
        evidence.disputed.astype(int),
        strength,
        view.reasons.code,
        neutralise_all(view.reasons.text),
        view.reasons.pain.tolist(),
    )
    _write(path, ASSIGNMENT_COLUMNS, zip(*columns, strict=True))


def write_moves(view: PlanView, path: Path) -> None:
    """One row per client that gets another manager: what a CRM has to write back."""
    picked = np.flatnonzero(view.changed)
    ids, names = view.managers.manager_id, view.manager_names
    before, after = view.owner_idx[picked], view.manager_idx[picked]
    columns: tuple[Sequence[object], ...] = (
        view.clients.client_id[picked].tolist(),
        neutralise_all(view.clients.name[picked]),
        labels_of(ids, before).tolist(),
        neutralise_all(labels_of(names, before)),
        labels_of(ids, after).tolist(),
        neutralise_all(labels_of(names, after)),
        neutralise_all(view.reasons.text[picked]),
    )
    _write(path, MOVES_COLUMNS, zip(*columns, strict=True))


def _write(path: Path, header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(header)
        writer.writerows(rows)
