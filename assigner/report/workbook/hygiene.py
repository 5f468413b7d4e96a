"""The sheets about the state of the base: dead souls, data problems."""

from __future__ import annotations

from assigner.evidence.model import State
from assigner.report.hygiene import by_potential, discarded, issues, new_names, owner_names
from assigner.report.view import BaseView, PlanView
from assigner.report.words import place_word
from assigner.report.workbook.moves import client_columns
from assigner.report.workbook.names import sheet_name
from assigner.report.workbook.sheet import MAX_ROWS, Book, Column, Look, list_table


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
