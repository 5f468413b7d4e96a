"""Puts the page together: charts, tables and words into the template."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from assigner.capacity.abc import abc_table
from assigner.capacity.model import CLASS_LETTERS, SegmentTable
from assigner.i18n import Translator
from assigner.report.dispute_views import by_value, dispute_views
from assigner.report.hygiene import discarded, discarded_by_manager, issues, owner_names
from assigner.report.inspection.alike import alike_lists
from assigner.report.inspection.books import book_rows, souls_rows
from assigner.report.inspection.columns import column_rows, quality_rows
from assigner.report.inspection.contests import contested_rows
from assigner.report.inspection.findings import found_lines, junk_table
from assigner.report.inspection.page.bars import books_chart, cards_chart, segments_chart
from assigner.report.inspection.page.maps import holdings_map, problems_map
from assigner.report.inspection.pairs import denied_sentence, pair_rows
from assigner.report.inspection.segments import dimension_tables
from assigner.report.inspection.terse import terse_sentences
from assigner.report.inspection.tiles import headline, tiles
from assigner.report.inspection.view import InspectionView
from assigner.report.inspection.words import group_word, meaning_word
from assigner.report.page.environment import environment, style
from assigner.report.segments import segment_rows
from assigner.report.words import dimension_word

TEMPLATES = Path(__file__).parent / "templates"
MAX_MANAGERS = 40
MAX_SEGMENTS = 12
MAX_ROWS = 60
MAX_DISPUTES = 20
MAX_TOUCHES = 6
MAX_ALIKE = 8
MAX_NAMED = 12


def write_page(view: InspectionView, language: str, path: Path) -> None:
    """Write inspect.html."""
    path.write_text(render_page(view, Translator(language)), encoding="utf-8", newline="\n")


def render_page(view: InspectionView, tr: Translator) -> str:
    """The whole page as HTML."""
    return environment(tr, TEMPLATES).get_template("inspect.html.j2").render(_context(tr, view))


def _context(tr: Translator, view: InspectionView) -> dict[str, Any]:
    return {
        "language": tr.language,
        "style": style(),
        "as_of": tr.date(view.evidence.as_of),
        "view": view,
        "headline": headline(tr, view),
        "tiles": tiles(tr, view),
        "terse": terse_sentences(tr, view),
        "max_rows": MAX_ROWS,
        "max_named": MAX_NAMED,
        "max_managers": MAX_MANAGERS,
        "max_alike": MAX_ALIKE,
        "discarded": discarded(tr, view),
        "discarded_by_manager": discarded_by_manager(tr, view),
        "issues": issues(view)[:MAX_ROWS],
        "num_issues": len(issues(view)),
        **_books(tr, view),
        **_problems(tr, view),
        **_claims(tr, view),
        **_capacity(tr, view),
    }


def _books(tr: Translator, view: InspectionView) -> dict[str, Any]:
    owners = view.owners.tolist()[:MAX_MANAGERS]
    return {
        "books": book_rows(view),
        "souls": souls_rows(view),
        "card": ", ".join(meaning_word(tr, column) for column in view.found.quality.card),
        "books_chart": books_chart(tr, view, owners) if owners else None,
        "cards_chart": cards_chart(tr, view, owners) if owners else None,
    }


def _problems(tr: Translator, view: InspectionView) -> dict[str, Any]:
    table, pairs = junk_table(view), pair_rows(tr, view, MAX_ROWS)
    return {
        "found_lines": found_lines(tr, view),
        "junk": table,
        "junk_map": problems_map(tr, table, MAX_MANAGERS) if table.rows else None,
        "column_quality": quality_rows(tr, view),
        "columns": column_rows(tr, view),
        "pairs": pairs,
        "num_pairs": len(view.found.duplicates),
        "denied": denied_sentence(tr, view),
    }


def _claims(tr: Translator, view: InspectionView) -> dict[str, Any]:
    disputes, contested = by_value(view, view.found.disputes), contested_rows(tr, view)
    others = [row for row in contested if row.standing != "disputed"]
    return {
        "disputes": dispute_views(tr, view, disputes[:MAX_DISPUTES], MAX_TOUCHES),
        "num_disputes": len(disputes),
        "contested": others[:MAX_ROWS],
        "num_contested": len(others),
    }


def _capacity(tr: Translator, view: InspectionView) -> dict[str, Any]:
    capacity = view.found.capacity
    idle = capacity.idle[:MAX_ROWS]
    return {
        "segments": [_segment(tr, view, table) for table in dimension_tables(view)],
        "idle": list(zip(idle.tolist(), owner_names(view, idle), strict=True)),
        "alike": alike_lists(view, MAX_ALIKE)[:MAX_MANAGERS],
        "abc_letters": CLASS_LETTERS,
        "abc": _classes(tr, view),
    }


def _classes(tr: Translator, view: InspectionView) -> list[tuple[str, list[int], list[float]]]:
    """Groups with clients and sums by class."""
    abc = view.found.capacity.abc
    table = abc_table(view.clients, abc)
    words = [group_word(tr, abc.dimension, label) for label in table.labels]
    return list(zip(words, table.num_clients.tolist(), table.amount.tolist(), strict=True))


def _segment(tr: Translator, view: InspectionView, table: SegmentTable) -> dict[str, Any]:
    rows = [row for row in segment_rows(table) if row.capacity > 0]
    word = dimension_word(tr, table.dimension)
    title = tr.gettext("Potential by {dimension}: worked, held only, free", dimension=word)
    owners = view.owners.tolist()[:MAX_MANAGERS]
    return {
        "name": word,
        "bars": segments_chart(tr, title, rows[:MAX_SEGMENTS]) if rows else None,
        "map": holdings_map(tr, view, table, owners) if rows and owners else None,
        "left_out": max(len(rows) - MAX_SEGMENTS, 0),
    }
