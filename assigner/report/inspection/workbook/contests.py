"""Sheets about claims: disputes, every touch of both sides, and clients that several managers worked."""

from __future__ import annotations

from assigner.report.inspection.contests import DisputeView, SideView, by_value, contested_rows, dispute_views
from assigner.report.inspection.view import InspectionView
from assigner.report.workbook.names import sheet_name
from assigner.report.workbook.sheet import MAX_ROWS, Book, Column, Look, list_table

MAX_DISPUTES = 5_000
MAX_TOUCHES = 50


def disputes_sheet(book: Book, view: InspectionView) -> None:
    """One row per dispute: both sides in a sentence each, and what the evidence recommends."""
    tr, found = book.tr, dispute_views(book.tr, view, by_value(view)[: MAX_ROWS + 1], 0)
    lifted = tr.gettext("yes")
    columns = [
        Column(tr.gettext("Id"), Look.ID, [d.client_id for d in found], 13),
        Column(tr.gettext("Client"), Look.TEXT, [d.client for d in found], 32),
        Column(tr.gettext("Potential"), Look.MONEY, [d.potential for d in found], 13),
        Column(tr.gettext("Owner today"), Look.TEXT, [d.owner.name for d in found], 22),
        Column(tr.gettext("Rival"), Look.TEXT, [d.rival.name for d in found], 22),
        Column(tr.gettext("What the evidence says"), Look.LONG, [d.verdict for d in found], 60),
        Column(tr.gettext("File of the owner"), Look.LONG, [d.owner.line for d in found], 44),
        Column(tr.gettext("File of the rival"), Look.LONG, [d.rival.line for d in found], 44),
        Column(tr.gettext("Lock lifted"), Look.TEXT, [lifted if d.lock_lifted else "" for d in found], 10),
        Column(tr.gettext("Others"), Look.LONG, [d.others for d in found], 34),
    ]
    list_table(book, book.file.add_worksheet(sheet_name(tr.gettext("Disputes"), book.taken)), 0, columns)


def touches_sheet(book: Book, view: InspectionView) -> None:
    """The touches of both sides of every dispute, what they are worth and why some do not count."""
    tr = book.tr
    views = dispute_views(tr, view, by_value(view)[:MAX_DISPUTES], MAX_TOUCHES)
    rows = [
        (case, side, word, touch)
        for case in views
        for side, word in _sides(case, tr.gettext("owner"), tr.gettext("rival"))
        for touch in side.touches
    ]
    counts, amounts = tr.gettext("counts"), [touch.amount or None for *_, touch in rows]
    fates = [touch.discarded or counts for *_, touch in rows]
    columns = [
        Column(tr.gettext("Id"), Look.ID, [case.client_id for case, *_ in rows], 13),
        Column(tr.gettext("Client"), Look.TEXT, [case.client for case, *_ in rows], 30),
        Column(tr.gettext("Side"), Look.TEXT, [word for _, _, word, _ in rows], 11),
        Column(tr.gettext("Manager"), Look.TEXT, [side.name for _, side, _, _ in rows], 22),
        Column(tr.gettext("Day"), Look.TEXT, [touch.day for *_, touch in rows], 12),
        Column(tr.gettext("Kind"), Look.TEXT, [touch.kind for *_, touch in rows], 16),
        Column(tr.gettext("Amount"), Look.MONEY, amounts, 12),
        Column(tr.gettext("Points"), Look.STRENGTH, [touch.points for *_, touch in rows], 9),
        Column(tr.gettext("Does it count"), Look.TEXT, fates, 28),
        Column(tr.gettext("With whom"), Look.TEXT, [touch.contact for *_, touch in rows], 36),
        Column(tr.gettext("What it was about"), Look.TEXT, [touch.said for *_, touch in rows], 60),
    ]
    name = sheet_name(tr.gettext("Files of the disputes"), book.taken)
    list_table(book, book.file.add_worksheet(name), 0, columns)


def _sides(case: DisputeView, owner: str, rival: str) -> tuple[tuple[SideView, str], tuple[SideView, str]]:
    return (case.owner, owner), (case.rival, rival)


def contested_sheet(book: Book, view: InspectionView) -> None:
    """All clients with evidence of several managers, and why some are no dispute."""
    tr, rows = book.tr, contested_rows(book.tr, view)
    columns = [
        Column(tr.gettext("Id"), Look.ID, [row.client_id for row in rows], 13),
        Column(tr.gettext("Client"), Look.TEXT, [row.client for row in rows], 34),
        Column(tr.gettext("Potential"), Look.MONEY, [row.potential for row in rows], 13),
        Column(tr.gettext("Owner today"), Look.TEXT, [row.owner for row in rows], 24),
        Column(tr.gettext("Who has how many points"), Look.TEXT, [row.sides for row in rows], 52),
        Column(tr.gettext("Remark"), Look.TEXT, [row.word for row in rows], 48),
    ]
    name = sheet_name(tr.gettext("Several managers"), book.taken)
    list_table(book, book.file.add_worksheet(name), 0, columns)
