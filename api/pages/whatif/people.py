"""Who joins, comes back or leaves: the fields of the form, and what they say."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from api.pages.whatif.fields import Control, Field
from api.pages.whatif.ground import Ground
from api.pages.whatif.values import edit_of
from api.services.studies import Coming
from assigner.i18n import Translator

WHO = ("hire", "return", "leave")
LARGEST_SHARE = 10.0
ONE = "whoever"


class Wrong(NamedTuple):
    """A problem of one person's field."""

    row: int
    field: str
    text: str


def person_fields(tr: Translator, who: str) -> tuple[Field, ...]:
    """The fields of one person."""
    say = tr.gettext
    if who == "leave":
        return (Field(("manager",), Control.MANAGER, say("whose clients need new managers"), required=True),)
    start = Field(("start_date",), Control.DATE, say("blank: the day of the base"), required=False)
    share = Field(("share",), Control.NUMBER, say("1: full time; 0.5: half"), default=1.0)
    if who == "return":
        return (Field(("manager",), Control.MANAGER, say("who was away"), required=True), start, share)
    return (
        Field(("name",), Control.TEXT, say("as it will stand in all lists"), required=True),
        Field(("id",), Control.TEXT, say("as the CRM will call the newcomer"), required=True),
        start,
        share,
        Field(("eligible",), Control.SEGMENTS, say("blank: all segments"), default=[]),
    )


def first_person(ground: Ground, who: str) -> dict[tuple[str, ...], Any]:
    """A form to begin with: a newcomer gets an id that nobody has."""
    if who != "hire":
        return {("share",): 1.0}
    number = next(n for n in range(1, len(ground.managers) + 2) if f"N{n}" not in ground.managers)
    return {("id",): f"N{number}", ("share",): 1.0, ("eligible",): []}


def comings(
    tr: Translator, who: str, rows: Sequence[Mapping[tuple[str, ...], Any]]
) -> tuple[list[Coming], list[Wrong]]:
    """The people that the form says, and everything that is wrong with them."""
    fields, people, wrong = person_fields(tr, who), list[Coming](), list[Wrong]()
    for n, raw in enumerate(rows):
        said = edit_of(ONE, fields, raw)
        problems = [Wrong(n, name, text) for name, text in _problems(tr, who, said)]
        wrong += problems
        if not problems:
            people.append(_coming(who, said))
    return people, wrong


def _coming(who: str, said: Mapping[str, Any]) -> Coming:
    start = said.get("start_date")
    return Coming(
        manager_id=said["manager" if who == "return" else "id"].strip(),
        name=said.get("name", "").strip(),
        start=None if start is None else date.fromisoformat(start),
        share=float(said.get("share", 1.0)),
        eligible={name: tuple(values) for name, values in said.get("eligible", {}).items()},
        returns=who == "return",
    )


def _problems(tr: Translator, who: str, said: Mapping[str, Any]) -> list[tuple[str, str]]:
    found = [
        (field.name, tr.gettext("must not be blank"))
        for field in person_fields(tr, who)
        if field.required and not str(said.get(field.name, "")).strip()
    ]
    if not 0 < float(said.get("share", 1.0)) <= LARGEST_SHARE:
        found.append(("share", tr.gettext("must be more than 0 and at most {n}", n=tr.number(LARGEST_SHARE))))
    if not _is_day(said.get("start_date")):
        found.append(("start_date", tr.gettext("must be a date, as 2026-09-30")))
    return found


def _is_day(text: str | None) -> bool:
    try:
        return text is None or bool(date.fromisoformat(text))
    except ValueError:
        return False


def ramp_of(text: str) -> tuple[float, ...] | None:
    """Per cents as `25 50 75 100`, None where it is blank. Raises ValueError for what is no number."""
    parts = [part for part in re.split(r"[;%\s]+", text.strip()) if part]
    return tuple(float(part.replace(",", ".")) / 100 for part in parts) or None
