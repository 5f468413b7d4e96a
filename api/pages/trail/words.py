"""Entries of the audit log in words: who did what to what, and when."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from api.pages import moments
from api.pages.plans.texts import ORIGINS, STATES
from api.pages.texts import ROLES
from api.pages.trail.texts import ACTS, DETAILS, THINGS
from assigner.i18n import Translator

TAIL = 6
"""Letters of an id that tell things of one kind apart."""

VALUES: Mapping[str, Mapping[str, str]] = {"role": ROLES, "origin": ORIGINS, "state": STATES}
"""Words for values, by the detail that they are of."""

Entry = Mapping[str, Any]


def person(tr: Translator, actor_id: str, name: str | None) -> str:
    """Who acted: the name, or what kind of actor it was where there is no name to be told."""
    return name or thing(tr, actor_id)


def thing(tr: Translator, some_id: str, name: str | None = None) -> str:
    """What an id stands for: kind and name, or kind and the end of the id."""
    prefix = some_id.partition("_")[0]
    if prefix not in THINGS:
        return some_id
    kind = tr.gettext(THINGS[prefix])
    return f"{kind}: {name}" if name else f"{kind} {_short(some_id)}"


def act(tr: Translator, action: str) -> str:
    """What was done."""
    return tr.gettext(ACTS[action]) if action in ACTS else action


def moment(tr: Translator, at: str) -> str:
    """Day and second, on one line."""
    return moments.moment(tr, at, moments.SECOND).replace(" ", "\u00a0")


def details(tr: Translator, detail: Entry) -> str:
    """What else is known of an act, in one line."""
    told = [(name, _value(tr, name, value)) for name, value in detail.items()]
    return "; ".join(f"{_word(tr, name)}: {value}" for name, value in told if value)


def _word(tr: Translator, name: str) -> str:
    return tr.gettext(DETAILS[name]) if name in DETAILS else name


def _value(tr: Translator, name: str, value: object) -> str:
    if isinstance(value, bool):
        return tr.gettext("yes") if value else tr.gettext("no")
    if isinstance(value, int | float):
        return tr.number(value, 0 if float(value).is_integer() else 4)
    if isinstance(value, list):
        return ", ".join(_value(tr, name, one) for one in value)
    if value is None:
        return ""
    text = str(value)
    words = VALUES.get(name, {})
    return tr.gettext(words[text]) if text in words else _short(text)


def _short(text: str) -> str:
    """The end of an id of ours, which tells it apart; other texts as they are."""
    prefix, _, rest = text.partition("_")
    return f"…{rest[-TAIL:]}" if prefix in THINGS and len(rest) > TAIL else text
