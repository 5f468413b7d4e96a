"""The sheets about the state of the base: disputes, dead souls, data problems."""

from __future__ import annotations

from assigner.evidence.model import State
from assigner.report.hygiene import by_potential, discarded, disputes, issues, new_names, owner_names
from assigner.report.view import BaseView, PlanView
from assigner.report.words import place_word
from assigner.report.workbook.moves import client_columns
from assigner.report.workbook.names import sheet_name
from assigner.report.workbook.sheet import MAX_ROWS, Book, Column, Look, list_table

MAX_DISPUTES = 20_000


def disputes_sheet(book: Book, view: PlanView) -> None:
    """One row per disputed client."""
    tr = book.tr
    found, _ = disputes(view, MAX_DISPUTES)
    both = tr.gettext("both proven: free to move")
    columns = [
        Column(tr.gettext("Id"), Look.ID, [d.client_id for d in found], 13),
        Column(tr.gettext("Client"), Look.TEXT, [d.client for d in found], 34),
        Column(tr.gettext("Potential"), Look.MONEY, [d.potential for d in found], 13),
        Column(tr.gettext("Owner today"), Look.TEXT, [d.owner for d in found], 24),
        Column(tr.gettext("Owner's strength"), Look.STRENGTH, [d.owner_strength for d in found], 10),
        Column(tr.gettext("Rival"), Look.TEXT, [d.rival for d in found], 24),
        Column(tr.gettext("Rival's strength"), Look.STRENGTH, [d.rival_strength for d in found], 10),
        Column(tr.gettext("In the plan"), Look.TEXT, [d.manager for d in found], 24),
        Column(tr.gettext("Remark"), Look.TEXT, [both if d.lock_lifted else "" for d in found], 28),
    ]
    list_table(book, book.file.add_worksheet(sheet_name(tr.gettext("Disputes"), book.taken)), 0, columns)


def dead_souls_sheet(book: Book, view: PlanView) -> None:
    """One row per client that is claimed without evidence."""
    tr = book.tr
    claimed = view.serviceable & (view.proposal.evidence.state == State.CLAIMED)
    picked = by_potential(view, claimed)[: MAX_ROWS + 1]
    columns = [
        *client_columns(tr, view, picked),
        Column(tr.gettext("Owner today"), Look.TEXT, owner_names(view, picked), 24),
        Column(tr.gettext("In the plan"), Look.TEXT, new_names(view, picked), 24),
        Column(tr.gettext("Why"), Look.LONG, view.reasons.text[picked].tolist(), 70),
    ]
    list_table(book, book.file.add_worksheet(sheet_name(tr.gettext("Dead souls"), book.taken)), 0, columns)


def data_sheet(book: Book, view: BaseView) -> None:
    """Problems of the tables, then the logged touches that do not count."""
    tr, found = book.tr, issues(view)
    touches = discarded(tr, view)
    places = [place_word(tr, issue) for issue in found]
    not_counted = tr.gettext("logged touches that do not count")
    columns = [
        Column(
            tr.gettext("What"), Look.LONG, [i.message for i in found] + [reason for reason, _ in touches], 60
        ),
        Column(tr.gettext("Rows"), Look.COUNT, [i.count for i in found] + [n for _, n in touches], 9),
        Column(tr.gettext("Where"), Look.TEXT, places + [not_counted] * len(touches), 36),
        Column(tr.gettext("Value"), Look.TEXT, [i.value for i in found] + [""] * len(touches), 24),
        Column(tr.gettext("Remedy"), Look.LONG, [i.remedy for i in found] + [""] * len(touches), 60),
    ]
    list_table(book, book.file.add_worksheet(sheet_name(tr.gettext("Data problems"), book.taken)), 0, columns)
