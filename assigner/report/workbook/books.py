"""One sheet per manager: what comes and goes, then what stays, with reasons; ready to print."""

from __future__ import annotations

import numpy as np

from assigner.i18n import Translator
from assigner.portfolio import NOBODY, IntArray
from assigner.report.hygiene import by_potential, new_names, owner_names
from assigner.report.neutral import neutralise
from assigner.report.view import PlanView
from assigner.report.words import short_number
from assigner.report.workbook.moves import client_columns
from assigner.report.workbook.names import sheet_name
from assigner.report.workbook.sheet import Book, Column, Look, list_table

MAX_SHEETS = 60
MAX_BOOK_ROWS = 5_000
PRINTED_ROWS = 50
"""Rows that fit on two printed pages with their reasons."""

HEAD = 4


def book_sheets(book: Book, view: PlanView) -> None:
    """A sheet per manager with a book today or in the plan, in the report's order, MAX_SHEETS at most."""
    tables = view.proposal.verdict.before.managers.clients, view.proposal.verdict.after.managers.clients
    busy = [j for j in view.order.tolist() if tables[0][j] or tables[1][j]]
    for j in busy[:MAX_SHEETS]:
        _book_sheet(book, view, j)
    if len(busy) > MAX_SHEETS:
        _say_cut(book, len(busy))


def _say_cut(book: Book, total: int) -> None:
    tr = book.tr
    sheet = book.file.add_worksheet(sheet_name(tr.gettext("Other managers"), book.taken))
    text = tr.gettext(
        "Sheets were made for the first {shown} of {total} managers; assignment.csv holds every book.",
        shown=MAX_SHEETS,
        total=total,
    )
    sheet.write_string(0, 0, text, book.strong)


def _book_sheet(book: Book, view: PlanView, j: int) -> None:
    tr, name = book.tr, str(view.manager_names[j])
    sheet = book.file.add_worksheet(sheet_name(name, book.taken))
    changes, stays = _parts(view, j)
    picked = np.concatenate([changes, stays])
    sheet.write_string(0, 0, neutralise(name), book.title)
    sheet.write_string(1, 0, _movement(tr, view, j, len(stays)), book.strong)
    sheet.write_string(2, 0, _figures(tr, view, j), book.lead)
    sheet.write_string(3, 0, _rows_shown(tr, len(picked)), book.lead)
    columns = _columns(book, view, picked[:MAX_BOOK_ROWS], j)
    list_table(book, sheet, HEAD, columns)
    sheet.print_area(0, 0, HEAD + min(max(len(picked), 1), PRINTED_ROWS), len(columns) - 1)
    sheet.fit_to_pages(1, 2)


def _movement(tr: Translator, view: PlanView, j: int, num_stays: int) -> str:
    comes = int((view.changed & (view.manager_idx == j)).sum())
    goes = int((view.moved & (view.owner_idx == j)).sum())
    return tr.gettext(
        "Comes: {comes}. Goes: {goes}. Stays: {stays}.",
        comes=tr.number(comes),
        goes=tr.number(goes),
        stays=tr.number(num_stays),
    )


def _figures(tr: Translator, view: PlanView, j: int) -> str:
    """Potential, share and commission of one book, today and in the plan."""
    verdict = view.proposal.verdict
    before, after = verdict.before.managers, verdict.after.managers
    words = tr.gettext(
        "Potential of the book: {before} → {after}. Commission a year: {paid} → {due}.",
        before=short_number(tr, float(before.potential[j])),
        after=short_number(tr, float(after.potential[j])),
        paid=short_number(tr, float(before.commission[j])),
        due=short_number(tr, float(after.commission[j])),
    )
    target = float(after.target[j])
    if target <= 0:
        return words
    share = tr.gettext(
        "Share of potential: {before} → {after} of the fair share.",
        before=tr.percent(float(before.load[j]) / target),
        after=tr.percent(float(after.load[j]) / target),
    )
    return f"{share} {words}"


def _rows_shown(tr: Translator, count: int) -> str:
    """What of a long book is on the sheet, and what is printed."""
    words = []
    if count > PRINTED_ROWS:
        words.append(
            tr.gettext(
                "Changes stand first, the largest on top; the first {n} rows are printed.", n=PRINTED_ROWS
            )
        )
    if count > MAX_BOOK_ROWS:
        words.append(
            tr.gettext("Only {n} rows are shown; assignment.csv holds all.", n=tr.number(MAX_BOOK_ROWS))
        )
    return " ".join(words)


def _parts(view: PlanView, j: int) -> tuple[IntArray, IntArray]:
    """Clients that come or go, and clients that stay, each with the largest potential first."""
    mine = (view.manager_idx == j) & view.serviceable
    changes = (mine & view.changed) | (view.moved & (view.owner_idx == j))
    return by_potential(view, changes), by_potential(view, mine & ~view.changed)


def _columns(book: Book, view: PlanView, picked: IntArray, j: int) -> list[Column]:
    tr = book.tr
    changed = view.changed[picked].tolist()
    arrives = (view.manager_idx[picked] == j).tolist()
    kinds = {
        (True, True): tr.gettext("comes"),
        (True, False): tr.gettext("goes"),
        (False, True): tr.gettext("stays"),
    }
    words = [kinds[pair] for pair in zip(changed, arrives, strict=True)]
    free = tr.gettext("free clients")
    owners = [
        name if idx != NOBODY else free
        for name, idx in zip(owner_names(view, picked), view.owner_idx[picked].tolist(), strict=True)
    ]
    return [
        *client_columns(tr, view, picked),
        Column(tr.gettext("What happens"), Look.TEXT, words, 13),
        Column(
            tr.gettext("From"), Look.TEXT, [n if c else "" for n, c in zip(owners, changed, strict=True)], 24
        ),
        Column(
            tr.gettext("To"),
            Look.TEXT,
            [n if c else "" for n, c in zip(new_names(view, picked), changed, strict=True)],
            24,
        ),
        Column(tr.gettext("Why"), Look.LONG, view.reasons.text[picked].tolist(), 70),
    ]
