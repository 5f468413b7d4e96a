"""assignment.csv, moves.csv and merged.csv: the answer as tables.

All are UTF-8 without a byte order mark, comma separated, lines ending in CR LF (RFC 4180), so that any
program reads them back; people who want a spreadsheet open proposal.xlsx. Ids are written as they came in,
numbers so that they read back to the same value; free text is neutralised (`neutral`).
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from operator import itemgetter
from pathlib import Path

import numpy as np

from assigner.evidence.model import State
from assigner.i18n import Translator
from assigner.portfolio import NOBODY
from assigner.report.neutral import neutralise, neutralise_all
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
MERGED_COLUMNS = ("merged_client_id", "client_id", "previous_manager_id", "manager_id", "reason")

Row = tuple[int, tuple[object, ...]]
"""Position of a client, and the cells of a row about it."""


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


def write_moves(view: PlanView, path: Path, *, language: str = "en") -> None:
    """One row per card that gets another manager than it names: what a CRM has to write back.

    Of a client made of several cards each is asked by itself; its rows follow one another, the main card's
    first. `language` is that of the reasons.
    """
    tr = Translator(language)
    rows = [*_moved_clients(view, tr), *_moved_cards(view, tr)]
    _write(path, MOVES_COLUMNS, (cells for _, cells in sorted(rows, key=itemgetter(0))))


def _moved_clients(view: PlanView, tr: Translator) -> Iterator[Row]:
    """Clients, with the owner that their main card itself names."""
    owner = view.owner_idx.copy()
    for card in view.proposal.portfolio.main_cards:
        owner[card.into_idx] = card.owner_idx
    changed = view.serviceable & (view.manager_idx != NOBODY) & (view.manager_idx != owner)
    for client in np.flatnonzero(changed).tolist():
        key, name = view.clients.client_id[client], view.clients.name[client]
        hands = _hands(view, int(owner[client]), client)
        settled = owner[client] != view.owner_idx[client]
        reason = _settled(view, client, tr) if settled else view.reasons.text[client]
        yield client, (key, neutralise(name), *hands, neutralise(reason))


def _settled(view: PlanView, client: int, tr: Translator) -> str:
    """Why a main card changes hands although its client stays: evidence chose another card's owner."""
    return tr.gettext(
        "This client is made of several cards; by evidence it is that of {manager}. {reason}",
        manager=view.manager_names[view.owner_idx[client]],
        reason=view.reasons.text[client],
    )


def _moved_cards(view: PlanView, tr: Translator) -> Iterator[Row]:
    """Cards that went into another one."""
    for card in view.proposal.portfolio.merged:
        client = card.into_idx
        if view.manager_idx[client] in (NOBODY, card.owner_idx):
            continue
        into, why = view.clients.client_id[client], view.reasons.text[client]
        reason = tr.gettext("This card is part of client {client_id}. {reason}", client_id=into, reason=why)
        hands = _hands(view, card.owner_idx, client)
        yield client, (card.client_id, neutralise(card.name), *hands, neutralise(reason))


def _hands(view: PlanView, before: int, client: int) -> tuple[str, ...]:
    """Id and name of who had a card and of who has its client now, blank where there was nobody."""
    ids, names, after = view.managers.manager_id, view.manager_names, int(view.manager_idx[client])
    had = ("", "") if before == NOBODY else (str(ids[before]), neutralise(str(names[before])))
    return (*had, str(ids[after]), neutralise(str(names[after])))


def write_merged(view: PlanView, path: Path) -> None:
    """One row per card that went into another one, in the order of the clients table."""
    ids, merged = np.append(view.managers.manager_id, ""), view.proposal.portfolio.merged
    rows = (
        (
            card.client_id,
            view.clients.client_id[card.into_idx],
            ids[card.owner_idx],
            ids[view.manager_idx[card.into_idx]],
            neutralise(card.reason),
        )
        for card in merged
    )
    _write(path, MERGED_COLUMNS, rows)


def _write(path: Path, header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(header)
        writer.writerows(rows)
