"""Who inherits the clients of a leaver, and why."""

from __future__ import annotations

from typing import Any

from api.pages.parts import Column, folded, notice, table, text
from api.pages.visit import Visit

Document = dict[str, Any]
MOST = 200
OPEN = 20
"""So many rows lie open, more are folded."""


def show_heirs(visit: Visit, document: Document) -> None:
    """Heirs with their books before and after, then each client with the reason."""
    say, tr = visit.tr.gettext, visit.tr
    for broken in document["broken"]:
        notice(broken, "bad")
    text("h2", say("Heirs"))
    titles = (
        say("Clients"),
        say("Worked clients"),
        say("Potential"),
        say("Book before, of a fair share"),
        say("Book after, of a fair share"),
    )
    table(
        [Column(say("Heir")), *(Column(one, number=True) for one in titles)],
        [_heir(visit, one) for one in document["heirs"]],
    )
    text("h2", say("Each client, and why it goes there"))
    num = len(document["bequests"])
    if num > OPEN:
        with folded(tr.ngettext("{n} client", "{n} clients", num)):
            _clients(visit, document)
    else:
        _clients(visit, document)


def _clients(visit: Visit, document: Document) -> None:
    """Client by client, the largest potential first."""
    say, tr = visit.tr.gettext, visit.tr
    names = {one["manager_id"]: one["name"] for one in document["heirs"]}
    largest = sorted(document["bequests"], key=lambda one: one["potential"] or 0.0, reverse=True)
    rows = [
        [
            one["client_name"] or one["client_id"],
            names.get(one["to_id"], one["to_id"]),
            tr.number(one["potential"] or 0.0),
            one["why"],
        ]
        for one in largest[:MOST]
    ]
    heads = [Column(say("Client")), Column(say("To")), Column(say("Potential"), number=True)]
    table([*heads, Column(say("Why"))], rows)
    left = len(largest) - MOST
    if left > 0:
        more = tr.ngettext(
            "{n} more client is in the printable page.", "{n} more clients are in the printable page.", left
        )
        text("p", more).classes("muted")


def _heir(visit: Visit, one: Document) -> list[str | tuple[str, str]]:
    tr = visit.tr
    before, after = (
        "–" if not one["fair"] else tr.percent(one[key] / one["fair"]) for key in ("before", "after")
    )
    return [
        one["name"],
        tr.number(one["clients"]),
        tr.number(one["worked"]),
        tr.number(one["potential"]),
        before,
        after,
    ]
