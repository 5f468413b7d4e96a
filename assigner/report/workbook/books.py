"""One sheet per manager: the book after, what stays and what comes, and what goes, with reasons."""

from __future__ import annotations

import numpy as np

from assigner.portfolio import NOBODY, IntArray
from assigner.report.hygiene import by_potential, new_names, owner_names
from assigner.report.neutral import neutralise
from assigner.report.view import PlanView
from assigner.report.workbook.moves import client_columns
from assigner.report.workbook.names import sheet_name
from assigner.report.workbook.sheet import Book, Column, Look, list_table

MAX_SHEETS = 60
MAX_BOOK_ROWS = 5_000
HEAD = 3


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
    comes, stays, goes = _parts(view, j)
    picked = np.concatenate([comes, goes, stays])
    sheet.write_string(0, 0, neutralise(name), book.title)
    words = tr.gettext(
        "Comes: {comes}. Goes: {goes}. Stays: {stays}.",
        comes=tr.number(len(comes)),
        goes=tr.number(len(goes)),
        stays=tr.number(len(stays)),
    )
    if len(picked) > MAX_BOOK_ROWS:
        words += " " + tr.gettext(
            "Only {n} rows are shown; assignment.csv holds all.", n=tr.number(MAX_BOOK_ROWS)
        )
    sheet.write_string(1, 0, words, book.lead)
    list_table(book, sheet, HEAD, _columns(book, view, picked[:MAX_BOOK_ROWS], (len(comes), len(goes))))


def _parts(view: PlanView, j: int) -> tuple[IntArray, IntArray, IntArray]:
    """Clients that come, stay and go, each with the largest potential first."""
    mine = (view.manager_idx == j) & view.serviceable
    masks = (mine & view.changed, mine & ~view.changed, view.moved & (view.owner_idx == j))
    comes, stays, goes = (by_potential(view, mask) for mask in masks)
    return comes, stays, goes


def _columns(book: Book, view: PlanView, picked: IntArray, changing: tuple[int, int]) -> list[Column]:
    tr = book.tr
    num_comes, num_goes = changing
    words = [tr.gettext("comes")] * num_comes + [tr.gettext("goes")] * num_goes
    words += [tr.gettext("stays")] * max(0, len(picked) - len(words))
    free = tr.gettext("free clients")
    owners = [
        name if idx != NOBODY else free
        for name, idx in zip(owner_names(view, picked), view.owner_idx[picked].tolist(), strict=True)
    ]
    changed = view.changed[picked]
    return [
        *client_columns(tr, view, picked),
        Column(tr.gettext("What happens"), Look.TEXT, words[: len(picked)], 13),
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
