"""comparison.html: scenarios side by side, in one file that needs nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assigner.i18n import Translator
from assigner.report.headline import Tile
from assigner.report.page.environment import environment, style
from scenarios.compare.cells import CellText, row_texts, today_text
from scenarios.compare.chart import comparison_chart, reading
from scenarios.compare.figures import HEADLINE, figure_words, shown
from scenarios.compare.model import Column, Comparison, Mover, Row

TEMPLATES = Path(__file__).parent / "templates"
MAX_MOVERS = 200
MAX_SEGMENTS = 60
MATRIX = 12
"""So many columns a matrix of pairs stays readable with."""


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a table: what it is about, today's value, a cell for each column."""

    name: str
    today: str
    cells: list[CellText]


def write_page(comparison: Comparison, language: str, path: Path, *, title: str = "") -> None:
    """Write comparison.html; `title` names the base."""
    path.write_text(render_page(comparison, Translator(language), title), encoding="utf-8", newline="\n")


def render_page(comparison: Comparison, tr: Translator, title: str = "") -> str:
    """The whole page as HTML."""
    template = environment(tr, TEMPLATES).get_template("comparison.html.j2")
    return template.render(_context(comparison, tr, title))


def _context(comparison: Comparison, tr: Translator, title: str) -> dict[str, Any]:
    words = figure_words(tr)
    seeds = [len(column.runs) for column in comparison.columns]
    return {
        "language": tr.language,
        "style": style(),
        "kicker": title,
        "comparison": comparison,
        "columns": comparison.columns,
        "heads_of": [words[key] for key in HEADLINE],
        "scenarios": _scenarios(comparison, tr),
        "figures": [
            Line(words[row.key], today_text(tr, row), row_texts(tr, row)) for row in comparison.figures
        ],
        "managers": _managers(comparison, tr),
        "segments": _segments(comparison),
        "segment_cells": lambda row: row_texts(tr, _as_share(row)),
        "movers": [_mover(comparison, one) for one in comparison.moves.movers[:MAX_MOVERS]],
        "num_movers": len(comparison.moves.movers),
        "differing": comparison.moves.differing if len(comparison.columns) <= MATRIX else (),
        "chart": comparison_chart(tr, comparison),
        "reading": reading(tr, seeds),
        "several_seeds": max(seeds) > 1,
        "tiles": tiles(comparison, tr),
    }


def _scenarios(comparison: Comparison, tr: Translator) -> list[tuple[Column, list[CellText]]]:
    """Each column with its headline figures."""
    rows = [row_texts(tr, comparison.figure(key)) for key in HEADLINE]
    return [(column, [row[n] for row in rows]) for n, column in enumerate(comparison.columns)]


def _managers(comparison: Comparison, tr: Translator) -> list[tuple[Line, Line]]:
    """For each manager the load over the fair share, and the clients."""
    lines = []
    for one in comparison.managers:
        pair = [one.row(key) for key in ("after.ratio", "after.clients")]
        name = f"{one.name} ({one.manager_id})" if one.name != one.manager_id else one.name
        share, clients = (Line(name, today_text(tr, row), row_texts(tr, row)) for row in pair)
        lines.append((share, clients))
    return lines


def _segments(comparison: Comparison) -> list[tuple[str, str, Row]]:
    """Goal, value and worst violation, where any column has one; the worst first."""
    found = [(one.goal, one.value, one.worst) for one in comparison.segments if _largest(one.worst) > 0]
    return sorted(found, key=lambda one: -_largest(one[2]))[:MAX_SEGMENTS]


def _largest(row: Row) -> float:
    return max((one.median for one in row.entries if one is not None), default=0.0)


def _as_share(row: Row) -> Row:
    """A row of violations under a key that is shown as a share."""
    return Row("worst_violation", row.entries)


def _mover(comparison: Comparison, mover: Mover) -> dict[str, Any]:
    names = comparison.manager_names
    return {
        "client_id": mover.client_id,
        "previous": names.get(mover.previous_manager_id, mover.previous_manager_id),
        "where": [
            "" if one is None or not moved else names.get(one, one)
            for one, moved in zip(mover.manager_ids, mover.moves, strict=True)
        ],
    }


def tiles(comparison: Comparison, tr: Translator) -> list[Tile]:
    """The best column by some figures, and what all of them agree on."""
    moves = comparison.moves
    return [
        _best(comparison, tr, "levels.imbalance", tr.gettext("Fairest")),
        _best(comparison, tr, "moved_clients", tr.gettext("Fewest moves")),
        Tile(
            tr.gettext("Moves that all agree on"),
            tr.number(moves.everywhere),
            "",
            tr.gettext("of {n} clients that move anywhere", n=tr.number(len(moves.movers))),
        ),
    ]


def _best(comparison: Comparison, tr: Translator, key: str, title: str) -> Tile:
    """The column with the least median; of equal ones the first, with how many share it."""
    row, words = comparison.figure(key), figure_words(tr)
    found = [(one.median, n) for n, one in enumerate(row.entries) if one is not None]
    if not found:
        return Tile(title, "–", "", tr.gettext("no answer"))
    least, at = min(found)
    alike = sum(value == least for value, _ in found) - 1
    remark = f"{words[key]}: {shown(tr, key, least)}"
    if alike:
        remark += "; " + tr.ngettext("{n} more is as good", "{n} more are as good", alike)
    return Tile(title, comparison.columns[at].title, "", remark)
