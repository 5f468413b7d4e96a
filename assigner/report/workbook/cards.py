"""The sheet of cards that became one client: whose they were, who owns the client, and why."""

from __future__ import annotations

from assigner.report.merged_clients import merged_clients
from assigner.report.view import PlanView
from assigner.report.workbook.names import sheet_name
from assigner.report.workbook.sheet import Book, Look, columns_of, list_table


def merged_sheet(book: Book, view: PlanView) -> None:
    """One row per card, those of one client together, the main card first."""
    tr = book.tr
    heads = (
        (tr.gettext("Id"), Look.ID, 13),
        (tr.gettext("Client"), Look.TEXT, 32),
        (tr.gettext("Card"), Look.ID, 13),
        (tr.gettext("Name on the card"), Look.TEXT, 32),
        (tr.gettext("Owner on the card"), Look.TEXT, 22),
        (tr.gettext("Potential on the card"), Look.MONEY, 13),
        (tr.gettext("Revenue on the card"), Look.MONEY, 13),
        (tr.gettext("Why it is the same client"), Look.LONG, 40),
        (tr.gettext("Owner today"), Look.TEXT, 22),
        (tr.gettext("Why this owner"), Look.LONG, 34),
        (tr.gettext("In the plan"), Look.TEXT, 22),
    )
    main = tr.gettext("main card")
    rows = [
        (
            client.client_id,
            client.client,
            card.card_id,
            card.name,
            card.owner,
            card.potential,
            card.revenue,
            main if card.main else card.reason,
            client.owner,
            client.why,
            client.manager,
        )
        for client in merged_clients(tr, view)
        for card in client.cards
    ]
    sheet = book.file.add_worksheet(sheet_name(tr.gettext("Merged cards"), book.taken))
    list_table(book, sheet, 0, columns_of(heads, rows))
