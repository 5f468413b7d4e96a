"""The sheet of moves: every client that changes hands or is newly placed, with its reason."""

from __future__ import annotations

from assigner.evidence.model import State
from assigner.i18n import Translator
from assigner.portfolio import IntArray
from assigner.report.hygiene import by_potential, new_names, owner_names
from assigner.report.view import BaseView, PlanView, labels_of
from assigner.report.words import state_words
from assigner.report.workbook.names import sheet_name
from assigner.report.workbook.sheet import Book, Column, Look, list_table


def moves_sheet(book: Book, view: PlanView) -> None:
    """One row per move, the largest potential first."""
    sheet = book.file.add_worksheet(sheet_name(book.tr.gettext("Moves"), book.taken))
    list_table(book, sheet, 0, _columns(book.tr, view, by_potential(view, view.changed)))


def client_columns(tr: Translator, view: BaseView, picked: IntArray) -> list[Column]:
    """Who the clients are: id, name, state, potential, revenue."""
    words, clients = state_words(tr), view.portfolio.clients
    states = [words[State(s)] for s in view.evidence.state[picked]]
    return [
        Column(tr.gettext("Id"), Look.ID, clients.client_id[picked].tolist(), 13),
        Column(tr.gettext("Client"), Look.TEXT, clients.name[picked].tolist(), 34),
        Column(tr.gettext("State"), Look.TEXT, states, 13),
        Column(tr.gettext("Potential"), Look.MONEY, clients.potential[picked].tolist(), 13),
        Column(tr.gettext("Revenue"), Look.MONEY, clients.revenue_12m[picked].tolist(), 13),
    ]


def _columns(tr: Translator, view: PlanView, picked: IntArray) -> list[Column]:
    ids = view.managers.manager_id
    yes = tr.gettext("yes")
    disputed = [yes if found else "" for found in view.proposal.evidence.disputed[picked]]
    return [
        *client_columns(tr, view, picked),
        Column(tr.gettext("Disputed"), Look.TEXT, disputed, 10),
        Column(tr.gettext("From: id"), Look.ID, labels_of(ids, view.owner_idx[picked]).tolist(), 11),
        Column(tr.gettext("From"), Look.TEXT, owner_names(view, picked), 24),
        Column(tr.gettext("To: id"), Look.ID, labels_of(ids, view.manager_idx[picked]).tolist(), 11),
        Column(tr.gettext("To"), Look.TEXT, new_names(view, picked), 24),
        Column(tr.gettext("Pain, money"), Look.MONEY, view.reasons.pain[picked].tolist(), 12),
        Column(tr.gettext("Why"), Look.LONG, view.reasons.text[picked].tolist(), 70),
    ]
