"""The sheet of disputes: both sides in a sentence each, what the evidence recommends, what the plan does."""

from __future__ import annotations

from collections.abc import Sequence

from assigner.i18n import Translator
from assigner.report.dispute_views import DisputeView
from assigner.report.planned_disputes import open_first, planned_disputes
from assigner.report.view import PlanView
from assigner.report.workbook.names import sheet_name
from assigner.report.workbook.sheet import MAX_ROWS, Book, Column, Look, list_table
from assigner.report.workbook.touches import touches_sheet


def planned_disputes_sheets(book: Book, view: PlanView) -> None:
    """One row per dispute, what nobody has decided yet first; then a sheet of all their touches."""
    tr, found = book.tr, open_first(view)
    rows = planned_disputes(tr, view, found[: MAX_ROWS + 1], 0)
    yes, no = tr.gettext("yes"), tr.gettext("not yet")
    plan = [
        Column(tr.gettext("In the plan"), Look.TEXT, [row.manager for row in rows], 22),
        Column(tr.gettext("Decided"), Look.TEXT, [yes if row.decided else no for row in rows], 10),
    ]
    write_disputes(book, [row.case for row in rows], plan)
    touches_sheet(book, view, found)


def write_disputes(book: Book, cases: Sequence[DisputeView], plan: Sequence[Column] = ()) -> None:
    """The sheet; `plan` are columns about what becomes of the clients."""
    columns = [*_who(book.tr, cases), *plan, *_files(book.tr, cases)]
    sheet = book.file.add_worksheet(sheet_name(book.tr.gettext("Disputes"), book.taken))
    list_table(book, sheet, 0, columns)


def _who(tr: Translator, cases: Sequence[DisputeView]) -> list[Column]:
    return [
        Column(tr.gettext("Id"), Look.ID, [case.client_id for case in cases], 13),
        Column(tr.gettext("Client"), Look.TEXT, [case.client for case in cases], 32),
        Column(tr.gettext("Potential"), Look.MONEY, [case.potential for case in cases], 13),
        Column(tr.gettext("Owner today"), Look.TEXT, [case.owner.name for case in cases], 22),
        Column(tr.gettext("Rival"), Look.TEXT, [case.rival.name for case in cases], 22),
    ]


def _files(tr: Translator, cases: Sequence[DisputeView]) -> list[Column]:
    lifted = tr.gettext("yes")
    return [
        Column(tr.gettext("What the evidence says"), Look.LONG, [case.verdict for case in cases], 60),
        Column(tr.gettext("File of the owner"), Look.LONG, [case.owner.line for case in cases], 44),
        Column(tr.gettext("File of the rival"), Look.LONG, [case.rival.line for case in cases], 44),
        Column(
            tr.gettext("Lock lifted"), Look.TEXT, [lifted if case.lock_lifted else "" for case in cases], 10
        ),
        Column(tr.gettext("What would tip it"), Look.LONG, [" ".join(case.tips) for case in cases], 50),
        Column(tr.gettext("Others"), Look.LONG, [case.others for case in cases], 34),
    ]
