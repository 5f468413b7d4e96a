"""What each manager gives, gets, and has then."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from nicegui import ui

from api.pages.charts import Look, changes_chart
from api.pages.parts import Column, table, text
from api.pages.plans.figures import shift
from api.pages.visit import Visit
from assigner.i18n import Translator
from assigner.report.words import short_number

Manager = dict[str, Any]


def show_books(visit: Visit, proposal_id: str, managers: list[Manager]) -> None:
    """The chart of clients given and got, and the table with money."""
    say, tr = visit.tr.gettext, visit.tr
    text("h2", say("What each manager gives and gets"))
    names = [one["name"] for one in managers]
    lost = [one["lost"]["clients"] for one in managers]
    gained = [one["gained"]["clients"] for one in managers]
    options = changes_chart(Look(tr, visit.dark), names, lost, gained)
    ui.echart(options).classes("w-full").style(f"height: {80 + 26 * len(names)}px")
    table(_heads(tr), [_row(tr, proposal_id, one) for one in managers])


def _heads(tr: Translator) -> list[Column]:
    say = tr.gettext
    return [
        Column(say("Manager")),
        Column(say("Clients"), number=True),
        Column(say("gives (their revenue)"), number=True),
        Column(say("gets (their revenue)"), number=True),
        Column(say("Potential"), number=True),
        Column(say("Revenue"), number=True),
        Column(say("Commission"), number=True),
        Column(say("Of a fair share"), number=True),
    ]


def _row(tr: Translator, proposal_id: str, one: Manager) -> list[str | tuple[str, str]]:
    before, after = one["before"], one["after"]
    book = f"/my-book?proposal={proposal_id}&manager={quote(one['manager_id'], safe='')}"
    return [
        (one["name"], book),
        f"{tr.number(before['clients'])} → {tr.number(after['clients'])}",
        _part(tr, one["lost"]),
        _part(tr, one["gained"]),
        *(
            f"{short_number(tr, before[name])} → {short_number(tr, after[name])}"
            for name in ("potential", "revenue", "commission")
        ),
        shift(tr, before["ratio"], after["ratio"]),
    ]


def _part(tr: Translator, part: dict[str, Any]) -> str:
    """Clients, with the revenue that goes along."""
    if not part["clients"]:
        return "0"
    return f"{tr.number(part['clients'])} ({short_number(tr, part['revenue'])})"
