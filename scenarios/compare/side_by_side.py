"""Columns into a comparison: every figure, every manager, every segment."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from statistics import fmean
from typing import Any

from scenarios.compare.figures import BOOK, FIGURES, look_up
from scenarios.compare.model import Column, Comparison, Entry, ManagerRow, Row, SegmentRow
from scenarios.compare.moves import compare_moves
from scenarios.compare.noise import against, entry

Figure = Callable[[Mapping[str, Any]], float | None]
"""A number of a document, None where it does not have it."""


def compare(columns: Sequence[Column]) -> Comparison:
    """The columns side by side, the first one as what the others are held against.

    Columns without an answer stay, with nothing in them. Raises ValueError where there is no column.
    """
    if not columns:
        raise ValueError("there is nothing to compare")
    return Comparison(
        columns=tuple(columns),
        figures=tuple(_figure_row(columns, figure.key) for figure in FIGURES),
        managers=_manager_rows(columns),
        segments=_segment_rows(columns),
        moves=compare_moves(columns),
        manager_names=_manager_names(columns),
    )


def _row(columns: Sequence[Column], key: str, figure: Figure, today: float | None = None) -> Row:
    entries = [entry([figure(run.document) for run in column.runs]) for column in columns]
    first, num = entries[0], len(columns[0].runs)
    held: list[Entry | None] = [first]
    for column, one in zip(columns[1:], entries[1:], strict=True):
        held.append(against(one, first, (len(column.runs), num)))
    return Row(key, tuple(held), today)


def _figure_row(columns: Sequence[Column], key: str) -> Row:
    return _row(columns, key, lambda document: look_up(document, key), _today(columns, key))


def _today(columns: Sequence[Column], key: str) -> float | None:
    """The figure of today's books, as the first column with an answer sees them."""
    answered = (column.best for column in columns)
    best = next((run for run in answered if run is not None), None)
    return None if best is None else look_up(best.document["before"], key)


def _managers(document: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    return {one["manager_id"]: one for one in document["managers"]}


def _manager_names(columns: Sequence[Column]) -> dict[str, str]:
    """Names of all managers by id, those of the first column first."""
    found: dict[str, str] = {}
    for column in columns:
        for run in column.runs[:1]:
            for key, one in _managers(run.document).items():
                found.setdefault(key, str(one["name"]))
    return found


def _manager_rows(columns: Sequence[Column]) -> tuple[ManagerRow, ...]:
    books = {id(run.document): _managers(run.document) for column in columns for run in column.runs}

    def row(manager_id: str, key: str) -> Row:
        def figure(document: Mapping[str, Any]) -> float | None:
            return look_up(books[id(document)].get(manager_id, {}), key)

        return _row(columns, key, figure, _today_of(columns, books, manager_id, key))

    return tuple(
        ManagerRow(manager_id, name, tuple(row(manager_id, figure.key) for figure in BOOK))
        for manager_id, name in _manager_names(columns).items()
    )


def _today_of(
    columns: Sequence[Column],
    books: Mapping[int, Mapping[str, Mapping[str, Any]]],
    manager_id: str,
    key: str,
) -> float | None:
    """Today's figure of a manager's book; what he gains and loses has none."""
    when, _, name = key.partition(".")
    best = next((column.best for column in columns if column.best is not None), None)
    if best is None or when != "after":
        return None
    return look_up(books[id(best.document)].get(manager_id, {}), f"before.{name}")


def _segment_rows(columns: Sequence[Column]) -> tuple[SegmentRow, ...]:
    violations = {id(run.document): _violations(run.document) for column in columns for run in column.runs}
    keys = list(dict.fromkeys(key for one in violations.values() for key in one))

    def row(key: tuple[str, str], summary: Callable[[Sequence[float]], float], name: str) -> Row:
        def figure(document: Mapping[str, Any]) -> float | None:
            found = violations[id(document)].get(key)
            return summary(found) if found else None

        return _row(columns, name, figure)

    return tuple(
        SegmentRow(goal, value, row((goal, value), max, "worst"), row((goal, value), fmean, "mean"))
        for goal, value in keys
    )


def _violations(document: Mapping[str, Any]) -> dict[tuple[str, str], list[float]]:
    """Violations of the managers by goal and segment value."""
    found: dict[tuple[str, str], list[float]] = {}
    for cell in document["cells"]:
        found.setdefault((cell["goal"], cell["value"]), []).append(float(cell["violation"]))
    return found
