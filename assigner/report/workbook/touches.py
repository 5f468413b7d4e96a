"""The sheet of every logged touch of both sides of disputes."""

from __future__ import annotations

from collections.abc import Sequence

from assigner.evidence import Dispute
from assigner.i18n import Translator
from assigner.report.dispute_views import DisputeView, SideView, TouchRow, dispute_views
from assigner.report.view import BaseView
from assigner.report.workbook.names import sheet_name
from assigner.report.workbook.sheet import Book, Column, Look, list_table

MAX_DISPUTES = 5_000
MAX_TOUCHES = 50

_Row = tuple[DisputeView, SideView, str, TouchRow]


def touches_sheet(book: Book, view: BaseView, disputes: Sequence[Dispute]) -> None:
    """The touches of both sides of these disputes, what they are worth and why some do not count."""
    tr = book.tr
    rows = _rows(tr, dispute_views(tr, view, disputes[:MAX_DISPUTES], MAX_TOUCHES))
    counts, touches = tr.gettext("counts"), [touch for *_, touch in rows]
    columns = [
        Column(tr.gettext("Id"), Look.ID, [case.client_id for case, *_ in rows], 13),
        Column(tr.gettext("Client"), Look.TEXT, [case.client for case, *_ in rows], 30),
        Column(tr.gettext("Side"), Look.TEXT, [word for _, _, word, _ in rows], 11),
        Column(tr.gettext("Manager"), Look.TEXT, [side.name for _, side, _, _ in rows], 22),
        Column(tr.gettext("Day"), Look.TEXT, [touch.day for touch in touches], 12),
        Column(tr.gettext("Kind"), Look.TEXT, [touch.kind for touch in touches], 16),
        Column(tr.gettext("Amount"), Look.MONEY, [touch.amount or None for touch in touches], 12),
        Column(tr.gettext("Points"), Look.STRENGTH, [touch.points for touch in touches], 9),
        Column(tr.gettext("Does it count"), Look.TEXT, [touch.discarded or counts for touch in touches], 28),
        Column(tr.gettext("With whom"), Look.TEXT, [touch.contact for touch in touches], 36),
        Column(tr.gettext("What it was about"), Look.TEXT, [touch.said for touch in touches], 60),
    ]
    name = sheet_name(tr.gettext("Files of the disputes"), book.taken)
    list_table(book, book.file.add_worksheet(name), 0, columns)


def _rows(tr: Translator, cases: Sequence[DisputeView]) -> list[_Row]:
    """Every touch with its dispute and its side, owners first."""
    owner, rival = tr.gettext("owner"), tr.gettext("rival")
    return [
        (case, side, word, touch)
        for case in cases
        for side, word in ((case.owner, owner), (case.rival, rival))
        for touch in side.touches
    ]
