"""What a proposal changed against the one that it was made from."""

from __future__ import annotations

from typing import Any

from nicegui import ui

from api.errors import NotFound
from api.pages.calling import call
from api.pages.parts import Column, Tile, folded, notice, table, text, tiles
from api.pages.plans.texts import WHYS
from api.pages.visit import Visit
from api.services.proposals import get_proposal_changes
from assigner.i18n import Translator

SHOWN = 200
Document = dict[str, Any]


async def show_changes(visit: Visit, plan: Document) -> None:
    """How many clients changed and why, figures of both, and the list of the changes."""
    try:
        found = await call(visit, get_proposal_changes, plan["id"])
    except NotFound:  # the parent has no answer: this one loosens its rules
        return
    say = visit.tr.gettext
    text("h2", say("What changed against the earlier proposal"))
    ui.link(say("The earlier proposal"), f"/proposals/{found['parent_id']}")
    if not found["items"]:
        notice(say("Nothing: all decisions were kept already."))
        return
    tiles(change_tiles(visit.tr, found))
    for note in found["notes"] or ():
        notice(note)
    with folded(say("The clients that changed"), shown=len(found["items"]) <= 20):
        _list(visit, found["items"])


def change_tiles(tr: Translator, found: Document) -> list[Tile]:
    """Clients that changed, by reason, and the score of both."""
    counts = found["counts"] or {}
    parts = [f"{tr.gettext(WHYS[why])}: {tr.number(n)}" for why, n in counts.items() if n]
    made = [
        Tile(
            tr.gettext("Clients with another manager"),
            tr.number(len(found["items"])),
            remark="; ".join(parts),
        )
    ]
    if found["before"] and found["after"]:
        scores = [tr.number(found[when]["score"], 1) for when in ("after", "before")]
        made.append(Tile(tr.gettext("Score (lower is better)"), scores[0], scores[1]))
    if found["costs_at_most"] is not None:
        title = tr.gettext("Leaving the others alone costs at most")
        made.append(
            Tile(
                title,
                tr.number(max(0.0, found["costs_at_most"]), 1),
                remark=tr.gettext("points of the score"),
            )
        )
    return made


def _list(visit: Visit, items: list[Document]) -> None:
    say = visit.tr.gettext
    heads = list(map(Column, (say("Client"), say("Before"), say("Now"), say("Why"))))
    rows = [
        [
            one["name"] or one["client_id"],
            one["before_name"] or say("nobody"),
            one["after_name"] or say("nobody"),
            say(WHYS[one["why"]]) if one["why"] else one["reason"],
        ]
        for one in items[:SHOWN]
    ]
    caption = "" if len(items) <= SHOWN else say("The first {n} of them.", n=visit.tr.number(SHOWN))
    table(heads, rows, caption)
