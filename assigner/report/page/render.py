"""Puts the page together: charts, tables and words into the template."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from markupsafe import Markup

from assigner.i18n import Translator
from assigner.portfolio import NOBODY
from assigner.report.books import flows
from assigner.report.cells import CellRow, cell_rows
from assigner.report.headline import headline, tiles
from assigner.report.hygiene import dead_souls, discarded, discarded_by_manager, issues
from assigner.report.keys import all_keys
from assigner.report.merged_clients import merged_clients
from assigner.report.page.capacity import capacity_sections, capacity_sentence
from assigner.report.page.composition import composition_charts
from assigner.report.page.environment import environment, style
from assigner.report.page.flow import condense, flow_chart
from assigner.report.page.heatmap import heatmap_charts, heatmap_legend, segment_maps
from assigner.report.page.levels import level_rows
from assigner.report.page.proof import proof_chart
from assigner.report.page.rows import MAX_MANAGERS, largest_moves, manager_rows
from assigner.report.page.shares import shares, shares_charts
from assigner.report.planned_disputes import open_first, planned_disputes
from assigner.report.view import PlanView
from assigner.report.words import (
    certificate_words,
    gap_percent,
    status_word,
    stop_word,
)

MAX_DISPUTES = 100
MAX_CASES = 6
MAX_TOUCHES = 6
MAX_MERGED = 100
MAX_PRINTED = 60
MAX_ISSUES = 200
MAX_NAMED = 12
MAX_REMARKS = 50


def write_page(view: PlanView, language: str, path: Path) -> None:
    """Write report.html."""
    path.write_text(render_page(view, Translator(language)), encoding="utf-8", newline="\n")


def render_page(view: PlanView, tr: Translator) -> str:
    """The whole page as HTML."""
    template = environment(tr).get_template("report.html.j2")
    return template.render(_context(tr, view))


def _context(tr: Translator, view: PlanView) -> dict[str, Any]:
    proposal = view.proposal
    moves, num_moves = largest_moves(tr, view)
    return {
        "language": tr.language,
        "style": style(),
        "as_of": tr.date(date.fromisoformat(proposal.certificate.as_of)),
        "view": view,
        "proposal": proposal,
        "after": proposal.verdict.after,
        "before": proposal.verdict.before,
        "verdict": proposal.verdict,
        "certificate": proposal.certificate,
        "certificate_sentence": certificate_words(tr, proposal),
        "status_word": status_word(tr, proposal),
        "stopped_by": stop_word(tr, proposal.certificate.stopped_by),
        "gap": gap_percent(tr, proposal.gap),
        "levels": level_rows(tr, proposal),
        "headline": headline(tr, view),
        "tiles": tiles(tr, view),
        "charts": _charts(tr, view),
        "managers": manager_rows(tr, view),
        "moves": moves,
        "num_moves": num_moves,
        "dead_souls": dead_souls(view),
        "issues": issues(view)[:MAX_ISSUES],
        "num_issues": len(issues(view)),
        "discarded": discarded(tr, view),
        "discarded_by_manager": discarded_by_manager(tr, view),
        "max_named": MAX_NAMED,
        "max_remarks": MAX_REMARKS,
        "max_managers": MAX_MANAGERS,
        "max_printed": MAX_PRINTED,
        "keys": all_keys(tr, view.policy.evidence),
        "capacity_sentence": capacity_sentence(tr, view),
        "capacity": capacity_sections(tr, view, _with_books(view)),
        **_disputes(tr, view),
        **_cards(tr, view),
    }


def _disputes(tr: Translator, view: PlanView) -> dict[str, Any]:
    """The list of disputes, and the files of the largest ones."""
    found = open_first(view)
    return {
        "disputes": planned_disputes(tr, view, found[:MAX_DISPUTES], 0),
        "num_disputes": len(found),
        "cases": planned_disputes(tr, view, found[:MAX_CASES], MAX_TOUCHES),
    }


def _cards(tr: Translator, view: PlanView) -> dict[str, Any]:
    found = merged_clients(tr, view)
    return {"merged": found[:MAX_MERGED], "num_merged": len(found)}


def _charts(tr: Translator, view: PlanView) -> dict[str, Any]:
    cells = cell_rows(view.proposal.verdict)
    shown = [(j, str(view.manager_names[j])) for j in view.staying.tolist()[:MAX_MANAGERS]]
    return {
        "shares": shares_charts(tr, shares(view, cells)[:MAX_MANAGERS]),
        "proof": proof_chart(tr, view.proposal),
        "maps": _maps(tr, cells, shown),
        "legend": heatmap_legend(tr),
        "flow": _flow(tr, view),
        "composition": composition_charts(tr, view, _with_books(view)),
    }


def _maps(tr: Translator, cells: list[CellRow], shown: list[tuple[int, str]]) -> list[dict[str, Any]]:
    return [
        {"goal": grid.goal, "left_out": grid.num_left_out, "svgs": heatmap_charts(tr, grid)}
        for grid in segment_maps(cells, shown)
    ]


def _with_books(view: PlanView) -> list[tuple[int, str]]:
    """Managers who hold anything today or in the plan."""
    tables = view.proposal.verdict.before.managers.clients, view.proposal.verdict.after.managers.clients
    found = [j for j in view.order.tolist() if tables[0][j] or tables[1][j]]
    return [(j, str(view.manager_names[j])) for j in found[:MAX_MANAGERS]]


def _flow(tr: Translator, view: PlanView) -> Markup | None:
    """The flow matrix of who gives and who receives anything; None where nothing moves."""
    table = flows(view)
    order = view.order.tolist()
    givers = [j for j in [*order, NOBODY] if table[j].any()]
    receivers = [j for j in order if table[:, j].any()]
    if not givers:
        return None
    names = [*view.manager_names.tolist(), tr.gettext("free clients")]
    sides = [[str(names[j]) for j in side] for side in (givers, receivers)]
    return flow_chart(tr, *condense(tr, table[givers][:, receivers], *sides))
