"""moves.csv of a comparison: every client that moves somewhere, with its manager in each column."""

from __future__ import annotations

import csv
from pathlib import Path

from assigner.report.neutral import neutralise
from scenarios.compare.model import Comparison


def write_moves(comparison: Comparison, path: Path) -> None:
    """One row for each client that changes hands in some column; blank where a column has no answer."""
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        names = [column.name for column in comparison.columns]
        writer.writerow(["client_id", "previous_manager_id", *map(neutralise, names)])
        for one in comparison.moves.movers:
            writer.writerow([one.client_id, one.previous_manager_id, *(key or "" for key in one.manager_ids)])
