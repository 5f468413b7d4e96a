"""A comparison as plain values, for programs."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from assigner.report.plain import plain_values
from scenarios.compare.figures import FIGURES
from scenarios.compare.model import Comparison, ManagerRow, Row, SegmentRow

Document = dict[str, Any]


def comparison_document(comparison: Comparison) -> Document:
    """Figures, managers and segments by column, in the order of `columns`; moves as counts.

    Entries are null where a column has no answer or not that figure. Units are those of proposal.json.
    """
    moves = comparison.moves
    found: Document = plain_values(
        {
            "columns": [
                {"name": column.name, "title": column.title, "seeds": [run.seed for run in column.runs]}
                for column in comparison.columns
            ],
            "figures": [_figure(row) for row in comparison.figures],
            "managers": [_manager(row) for row in comparison.managers],
            "segments": [_segment(row) for row in comparison.segments],
            "moves": {
                "clients": len(moves.movers),
                "everywhere": moves.everywhere,
                "only": moves.only,
                "differing": moves.differing,
            },
        }
    )
    return found


def _figure(row: Row) -> Document:
    better = {figure.key: figure.better for figure in FIGURES}
    words = {-1: "less", 0: None, 1: "more"}
    return {"figure": row.key, "better": words[better[row.key]], **_row(row)}


def _row(row: Row) -> Document:
    return {"today": row.today, "entries": [None if one is None else asdict(one) for one in row.entries]}


def _manager(one: ManagerRow) -> Document:
    books = {row.key: _row(row) for row in one.rows}
    return {"manager_id": one.manager_id, "name": one.name, "figures": books}


def _segment(one: SegmentRow) -> Document:
    worst, mean = _row(one.worst)["entries"], _row(one.mean)["entries"]
    return {"goal": one.goal, "value": one.value, "worst_violation": worst, "mean_violation": mean}
