"""Logged touches on a page: what each was, and whether it counts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from api.pages.parts import Column, table
from assigner.i18n import Translator

Touch = Mapping[str, Any]


def touch_table(tr: Translator, touches: Iterable[Touch]) -> None:
    """A row each: day, kind, with whom and about what, whether it counts, and what it is worth."""
    say = tr.gettext
    heads = [
        Column(say("Day")),
        Column(say("What")),
        Column(say("With whom, about what")),
        Column(say("Counts")),
        Column(say("Points"), number=True),
    ]
    table(heads, [touch_cells(tr, touch) for touch in touches])


def touch_cells(tr: Translator, touch: Touch) -> list[str]:
    """The texts of a row; a touch that does not count says why."""
    return [
        touch_day(tr, touch),
        touch["kind_word"],
        " — ".join(part for part in (touch["contact"], touch["summary"]) if part),
        tr.gettext("no: {why}", why=touch["why_not"]) if touch["why_not"] else tr.gettext("yes"),
        "" if touch["why_not"] else tr.number(touch["points"], 1),
    ]


def touch_day(tr: Translator, touch: Touch) -> str:
    """Its day as the reader writes it, in one line."""
    return tr.date(date.fromisoformat(str(touch["day"])[:10])).replace(" ", "\u00a0")
