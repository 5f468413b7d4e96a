"""The call sheet of an audit: whom to ring up, what to ask, and a column for the answers (model §10)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from assigner.audit.model import Answer, Claim, Draw
from assigner.evidence.dossier import Dossier, LoggedTouch, dossiers
from assigner.evidence.model import Evidence
from assigner.i18n import Translator
from assigner.policy.model import Policy
from assigner.portfolio import Kind, Portfolio
from assigner.report.neutral import neutralise
from assigner.report.words import kind_words
from assigner.report.workbook.file import new_book
from assigner.report.workbook.names import sheet_name
from assigner.report.workbook.sheet import (
    Book,
    Column,
    Look,
    list_table,
    print_landscape,
    set_widths,
    write_table,
)

LAST_TOUCHES = 3
"""So many of a claim's contacts are told, the newest first."""

_DIALLED = re.compile(r"\+?[(\d][\d ().-]*")

UNLOCKED = {"font_name": "Calibri", "font_size": 10, "valign": "top", "locked": False, "bg_color": "#fff9e6"}


def write_call_sheet(
    draw: Draw, portfolio: Portfolio, evidence: Evidence, policy: Policy, tr: Translator, path: Path
) -> None:
    """Write the workbook: one sheet to fill in, one with the plan by manager.

    The first sheet is read back as the table `audit`. Of it only answers and notes can be changed.
    """
    title = tr.gettext("Call sheet of the audit, {date}", date=tr.date(draw.as_of))
    with new_book(path, tr, title, draw.as_of) as book:
        _calls(book, draw, portfolio, log_entries(draw.claims, portfolio, evidence, policy), title)
        _plan(book, draw, portfolio)


def answer_words(tr: Translator) -> dict[Answer, str]:
    """What can be written into the column of answers; `assigner.tabular` reads both languages."""
    return {
        Answer.CONFIRMED: tr.gettext("confirmed"),
        Answer.REFUTED: tr.gettext("refuted"),
        Answer.UNREACHED: tr.gettext("unreached"),
    }


def log_entries(
    claims: Sequence[Claim], portfolio: Portfolio, evidence: Evidence, policy: Policy
) -> list[list[LoggedTouch]]:
    """The last contacts that make each claim, the newest first."""
    pairs = [(claim.client_idx, claim.manager_idx) for claim in claims]
    return [_claimed(found)[:LAST_TOUCHES] for found in dossiers(portfolio, evidence, policy, pairs)]


def _claimed(found: Dossier) -> list[LoggedTouch]:
    """The touches of a pair that count, are no transactions and were never verified."""
    return [
        touch
        for touch in found.touches
        if touch.discarded is None and touch.verified is None and touch.kind is not Kind.TRANSACTION
    ]


def _calls(book: Book, draw: Draw, portfolio: Portfolio, told: list[list[LoggedTouch]], title: str) -> None:
    """The sheet to fill in."""
    tr = book.tr
    sheet = book.file.add_worksheet(sheet_name(tr.gettext("Call sheet"), book.taken))
    lines = [
        tr.gettext(
            "Ask: Good day! Did the manager named in this row speak with you about the time given here?"
        ),
        tr.gettext(
            "Don't read out what the log says: it is for you, should the client ask what this is about."
        ),
        tr.gettext(
            "Choose an answer: {confirmed}, {refuted} (the client knows nothing of it) or {unreached}.",
            **answer_words(tr),
        ),
    ]
    top = _heading(book, sheet, title, lines)
    columns = _call_columns(tr, draw, portfolio, told)
    list_table(book, sheet, top, columns)
    _make_fillable(book, sheet, (top + 1, top + len(draw.claims)), columns)


def _heading(book: Book, sheet: Any, title: str, lines: Sequence[str]) -> int:
    """Title and sentences; the row in which a table may begin."""
    sheet.write_string(0, 0, title, book.title)
    for n, line in enumerate(lines, 1):
        sheet.write_string(n, 0, line, book.strong)
    return len(lines) + 2


def _call_columns(
    tr: Translator, draw: Draw, portfolio: Portfolio, told: list[list[LoggedTouch]]
) -> list[Column]:
    """The columns of the sheet to fill in; the last three are answer, note and the day of the draw."""
    clients, managers = portfolio.clients, portfolio.managers
    of_client = [claim.client_idx for claim in draw.claims]
    of_manager = [claim.manager_idx for claim in draw.claims]
    blank = [""] * len(draw.claims)
    return [
        Column(tr.gettext("Client id"), Look.ID, clients.client_id[of_client].tolist(), 12),
        Column(tr.gettext("Company"), Look.TEXT, clients.name[of_client].tolist(), 32),
        Column(tr.gettext("Phone"), Look.ID, [_phone(text) for text in clients.phone[of_client]], 18),
        Column(tr.gettext("E-mail"), Look.TEXT, clients.email[of_client].tolist(), 24),
        Column(tr.gettext("Who is asked about"), Look.TEXT, managers.name[of_manager].tolist(), 24),
        Column(tr.gettext("Manager id"), Look.ID, managers.manager_id[of_manager].tolist(), 11),
        Column(tr.gettext("About when"), Look.TEXT, [tr.date(claim.last_touch) for claim in draw.claims], 13),
        Column(tr.gettext("What the log says"), Look.LONG, [_entry(tr, touches) for touches in told], 60),
        Column(tr.gettext("Answer"), Look.TEXT, blank, 16),
        Column(tr.gettext("Note"), Look.LONG, blank, 30),
        Column(tr.gettext("Until"), Look.ID, [draw.as_of.isoformat()] * len(draw.claims), 11),
    ]


def _phone(text: str) -> str:
    """A phone as it can be dialled: +7 900 is no formula; anything else is neutralised."""
    return text if _DIALLED.fullmatch(text) else neutralise(text)


def _entry(tr: Translator, touches: Sequence[LoggedTouch]) -> str:
    """Contacts, one a line: day, kind, person and summary."""
    kinds = kind_words(tr)
    lines = ([tr.date(touch.day), kinds[touch.kind], touch.contact, touch.summary] for touch in touches)
    return "\n".join(" · ".join(part for part in line if part) for line in lines)


def _make_fillable(book: Book, sheet: Any, rows: tuple[int, int], columns: Sequence[Column]) -> None:
    """Open answers and notes for writing, lock all else and hide the day of the draw."""
    first, last = rows
    answer, note, until = len(columns) - 3, len(columns) - 2, len(columns) - 1
    open_cell = book.file.add_format(UNLOCKED)
    open_text = book.file.add_format(UNLOCKED | {"text_wrap": True})
    for row in range(first, last + 1):
        sheet.write_blank(row, answer, None, open_cell)
        sheet.write_blank(row, note, None, open_text)
    sheet.data_validation(
        first, answer, last, answer, {"validate": "list", "source": list(answer_words(book.tr).values())}
    )
    sheet.set_column(until, until, columns[until].width, None, {"hidden": True})
    sheet.protect("", {"autofilter": True, "format_columns": True, "format_rows": True})


def _plan(book: Book, draw: Draw, portfolio: Portfolio) -> None:
    """Claims, calls and margin by manager."""
    tr, managers = book.tr, portfolio.managers
    sheet = book.file.add_worksheet(sheet_name(tr.gettext("Sample"), book.taken))
    lines = [
        tr.gettext(
            "A claim is a client with contacts in the manager's log that count and that no order proves."
        ),
        tr.gettext(
            "The share of false claims lies within the margin of what is found, {confidence} sure.",
            confidence=tr.percent(draw.confidence),
        ),
        tr.gettext("Seed of the draw: {seed}.", seed=draw.seed),
    ]
    of_manager = [plan.manager_idx for plan in draw.plans]
    columns = [
        Column(tr.gettext("Manager"), Look.TEXT, managers.name[of_manager].tolist(), 28),
        Column(tr.gettext("Manager id"), Look.ID, managers.manager_id[of_manager].tolist(), 12),
        Column(tr.gettext("Claims"), Look.COUNT, [plan.num_claims for plan in draw.plans], 12),
        Column(tr.gettext("Calls"), Look.COUNT, [plan.num_calls for plan in draw.plans], 12),
        Column(tr.gettext("Margin, ±"), Look.PERCENT, [plan.margin for plan in draw.plans], 12),
    ]
    set_widths(sheet, columns)
    top = _heading(book, sheet, tr.gettext("Sample by manager"), lines)
    write_table(book, sheet, top, columns)
    print_landscape(book, sheet, top)
