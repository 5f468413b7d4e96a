"""schedule.csv, heirs.csv and moves.csv: English column names, plain numbers, ids and words."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path

from assigner.i18n import Translator
from assigner.report.neutral import neutralise
from scenarios.onboarding.estate import Estate
from scenarios.onboarding.estate_words import bequest_words
from scenarios.onboarding.model import Onboarding
from scenarios.onboarding.words import month_word, standing_words

SCHEDULE = (
    "month",
    "manager_id",
    "manager",
    "weight",
    "target",
    "reached",
    "gap",
    "clients",
    "received",
    "why",
)
MOVES = (
    "month",
    "date",
    "client_id",
    "client",
    "previous_manager_id",
    "manager_id",
    "state",
    "pool",
    "potential",
    "revenue",
    "known",
)
HEIRS = (
    "manager_id",
    "manager",
    "clients",
    "worked",
    "potential",
    "revenue",
    "before",
    "after",
    "fair",
    "similarity",
)
BEQUESTS = (
    "client_id",
    "client",
    "previous_manager_id",
    "manager_id",
    "state",
    "potential",
    "revenue",
    "similarity",
    "best_similarity",
    "mean_similarity",
    "rank",
    "why",
)


def write_schedule(found: Onboarding, tr: Translator, path: Path) -> None:
    """One row for each newcomer and month."""
    names = {one.manager_id: one.name for one in found.newcomers}
    rows = (
        (
            month_word(one.month),
            one.manager_id,
            neutralise(names[one.manager_id]),
            round(one.weight, 6),
            round(one.target, 2),
            round(one.reached, 2),
            round(one.gap, 2),
            one.clients,
            one.received,
            standing_words(tr, one, found.terms.tolerance),
        )
        for one in found.standings
    )
    _write(path, SCHEDULE, rows)


def write_moves(found: Onboarding, path: Path) -> None:
    """One row for each client that changes hands, month by month."""
    rows = (
        (
            month_word(one.day),
            one.day.isoformat(),
            one.client_id,
            neutralise(one.client_name),
            one.from_id,
            one.to_id,
            one.state,
            one.pool.value,
            round(one.potential, 2),
            round(one.revenue, 2),
            int(one.known),
        )
        for one in found.moves
    )
    _write(path, MOVES, rows)


def write_heirs(found: Estate, path: Path) -> None:
    """One row for each manager who stays."""
    rows = (
        (
            one.manager_id,
            neutralise(one.name),
            one.clients,
            one.worked,
            round(one.potential, 2),
            round(one.revenue, 2),
            round(one.before, 2),
            round(one.after, 2),
            round(one.fair, 2),
            round(one.similarity, 4),
        )
        for one in found.heirs
    )
    _write(path, HEIRS, rows)


def write_bequests(found: Estate, tr: Translator, path: Path) -> None:
    """One row for each client of the leaver, with the reason."""
    heirs = {one.manager_id: one for one in found.heirs}
    rows = (
        (
            one.client_id,
            neutralise(one.client_name),
            found.leaver_id,
            one.to_id,
            one.state,
            round(one.potential, 2),
            round(one.revenue, 2),
            round(one.similarity, 4),
            round(one.best_similarity, 4),
            round(one.mean_similarity, 4),
            one.rank,
            neutralise(bequest_words(tr, one, heirs[one.to_id])),
        )
        for one in found.bequests
    )
    _write(path, BEQUESTS, rows)


def _write(path: Path, head: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """UTF-8, commas, CR LF; ids as they came in, as in the tables of a proposal."""
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(head)
        writer.writerows(rows)
