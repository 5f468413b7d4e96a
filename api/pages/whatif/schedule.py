"""Books for newcomers month by month, what donors lose, what the newcomers get and why."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any

from nicegui import ui

from api.pages.charts import Look
from api.pages.parts import Column, folded, notice, table, text
from api.pages.visit import Visit
from api.pages.whatif.charts import losses_chart, months_chart
from api.pages.whatif.texts import POOLS
from assigner.report.words import dimension_word

Document = dict[str, Any]
MOST_MOVES = 200
NOBODY, LEAVER = "nobody", "leaver"
ROW_PX, HEAD_PX = 46, 110


def show_schedule(visit: Visit, document: Document) -> None:
    """Everything about the plan."""
    text("h2", visit.tr.gettext("Month by month"))
    for newcomer in document["newcomers"]:
        _months(visit, document, newcomer)
    _days(visit, document)
    _losses(visit, document)
    for newcomer in document["newcomers"]:
        _what(visit, document, newcomer)
    _moves(visit, document)


def _months(visit: Visit, document: Document, newcomer: Document) -> None:
    say, tr = visit.tr.gettext, visit.tr
    own = [one for one in document["standings"] if one["manager_id"] == newcomer["manager_id"]]
    text("h3", newcomer["name"])
    months = [month_word(one["month"]) for one in own]
    options = months_chart(
        Look(tr, visit.dark), months, [one["target"] for one in own], [one["reached"] for one in own]
    )
    chart = ui.echart(options).classes("w-full h-72").props('role="img"')
    chart.props["aria-label"] = say(
        "Book and target of {name} by month; the table below says the same", name=newcomer["name"]
    )
    heads = [Column(say("Month")), Column(say("How it stands"))]
    heads += [
        Column(one, number=True) for one in (say("Target"), say("Reached"), say("Clients"), say("Received"))
    ]
    table(heads, [_month(visit, one) for one in own])


def _month(visit: Visit, one: Document) -> list[str | tuple[str, str]]:
    tr = visit.tr
    figures = (one["target"], one["reached"], one["clients"], one["received"])
    return [month_word(one["month"]), one["why"], *(tr.number(value) for value in figures)]


def month_word(day: str) -> str:
    """A month as 2026-07, as all tables have it."""
    return day[:7]


def _days(visit: Visit, document: Document) -> None:
    say, tr = visit.tr.gettext, visit.tr
    text("h2", say("Days on which clients change hands"))
    rows = [
        [
            tr.date(date.fromisoformat(one["day"])),
            tr.number(one["moved"]),
            tr.number(one["potential"]),
            say("checked: every rule holds") if not one["broken"] else "; ".join(one["broken"]),
        ]
        for one in document["steps"]
    ]
    heads = [Column(say("Day")), Column(say("Clients"), number=True), Column(say("Potential"), number=True)]
    table([*heads, Column(say("Checker"))], rows)


def _losses(visit: Visit, document: Document) -> None:
    say, donors = visit.tr.gettext, document["donors"]
    text("h2", say("Who gives, and what it costs"))
    if not donors:
        notice(say("Nobody gives anything: what is nobody's is enough."))
        return
    options = losses_chart(Look(visit.tr, visit.dark), donors, document["terms"]["loss_cap"])
    chart = ui.echart(options).props('role="img"')
    chart.style(f"height: {HEAD_PX + ROW_PX * len(donors)}px; width: 100%")
    chart.props["aria-label"] = say("What each donor loses in per cent; the table below says the same")
    titles = (
        say("Clients"),
        say("Potential"),
        say("Part of the book"),
        say("Commission"),
        say("Part of the commission"),
    )
    table(
        [Column(say("Donor")), *(Column(one, number=True) for one in titles)],
        [_donor(visit, one) for one in donors],
    )
    text(
        "p",
        say(
            "Donors give in proportion to what they have above a fair share, as near as whole clients allow."
        ),
    ).classes("muted small")


def _donor(visit: Visit, one: Document) -> list[str | tuple[str, str]]:
    tr = visit.tr
    return [
        one["name"],
        tr.number(one["clients"]),
        tr.number(one["potential"]),
        tr.percent(one["book_share"], 1),
        tr.number(one["commission"]),
        tr.percent(one["commission_share"], 1),
    ]


def _what(visit: Visit, document: Document, newcomer: Document) -> None:
    """What one newcomer gets, by where it came from and by segment."""
    say, tr = visit.tr.gettext, visit.tr
    mine = [one for one in document["moves"] if one["to_id"] == newcomer["manager_id"]]
    text("h2", say("What {name} gets", name=newcomer["name"]))
    pools = Counter(pool_of(one) for one in mine)
    told = ", ".join(f"{say(POOLS[pool])} {tr.number(pools[pool])}" for pool in POOLS if pools[pool])
    text("p", say("By where it comes from: {pools}.", pools=told or "–"))
    heads = [Column(say("Segment column")), Column(say("Value"))]
    titles = (say("Clients"), say("Potential"), say("Of the newcomer's book"), say("Of the whole base"))
    rows = [
        [
            dimension_word(tr, one["dimension"]),
            one["value"],
            tr.number(one["clients"]),
            tr.number(one["potential"]),
            tr.percent(one["share"]),
            tr.percent(one["base_share"]),
        ]
        for one in document.get("slices", [])
        if one["manager_id"] == newcomer["manager_id"] and one["clients"]
    ]
    if rows:
        table([*heads, *(Column(one, number=True) for one in titles)], rows)


def _moves(visit: Visit, document: Document) -> None:
    """Client by client, with why it is one of these."""
    say, tr = visit.tr.gettext, visit.tr
    text("h2", say("Why these clients"))
    text(
        "p",
        say(
            "First nobody's clients are given, then claimed ones, held on paper only, then dormant ones; "
            "each kind is used up, as far as it suits, before the next is opened. Proven clients, open "
            "deals and pinned clients are never taken."
        ),
    ).classes("lead")
    with folded(say("Client by client")):
        heads = (say("Day"), say("Client"), say("From"), say("To"), say("Why it may be taken"))
        rows = [_move(visit, document, one) for one in document["moves"][:MOST_MOVES]]
        table([*map(Column, heads), Column(say("Potential"), number=True)], rows)
        left = len(document["moves"]) - MOST_MOVES
        if left > 0:
            more = tr.ngettext(
                "{n} more client is in the printable page.",
                "{n} more clients are in the printable page.",
                left,
            )
            text("p", more).classes("muted")


def pool_of(move: Document) -> str:
    """Why a client may be taken: of nobody's, those are told apart that somebody had who leaves."""
    return LEAVER if move["pool"] == NOBODY and move["from_id"] else str(move["pool"])


def _move(visit: Visit, document: Document, one: Document) -> list[str | tuple[str, str]]:
    say, tr = visit.tr.gettext, visit.tr
    names = {newcomer["manager_id"]: newcomer["name"] for newcomer in document["newcomers"]}
    return [
        tr.date(date.fromisoformat(one["day"])),
        one["client_name"] or one["client_id"],
        one["from_name"] or say("nobody"),
        names.get(one["to_id"], one["to_id"]),
        say(POOLS[pool_of(one)]) + (f", {say('known from own work')}" if one["known"] else ""),
        tr.number(one["potential"]),
    ]
