"""Finds the client or manager that somebody means: by id, or by a name that only one bears."""

from __future__ import annotations

import numpy as np
from rapidfuzz import fuzz, process, utils

from assigner.errors import InputError, Issue, Severity
from assigner.i18n import Translator
from assigner.portfolio import IntArray, MergedCard, Portfolio, StrArray

MAX_NEAR = 5
MIN_LIKENESS = 60


def find_client(portfolio: Portfolio, wanted: str, tr: Translator) -> int:
    """Position of a client, by itself or by a card that went into it.

    Raises InputError, with near matches, where there is none or more than one.
    """
    return find_card(portfolio, wanted, tr)[0]


def find_card(portfolio: Portfolio, wanted: str, tr: Translator) -> tuple[int, MergedCard | None]:
    """The same, with the card that was meant, None where that is the client itself."""
    clients, merged = portfolio.clients, portfolio.merged
    ids = np.array([*clients.client_id, *(card.client_id for card in merged)], dtype=object)
    names = np.array([*clients.name, *(card.name for card in merged)], dtype=object)
    things = np.array([*range(len(clients)), *(card.into_idx for card in merged)], dtype=np.int32)
    found = _find(wanted, ids, names, things, tr, "client")
    return int(things[found]), merged[found - len(clients)] if found >= len(clients) else None


def find_manager(portfolio: Portfolio, wanted: str, tr: Translator) -> int:
    """Position of a manager. Raises InputError, with near matches, where there is none or more than one."""
    managers = portfolio.managers
    each = np.arange(len(managers), dtype=np.int32)
    return _find(wanted, managers.manager_id, managers.name, each, tr, "manager")


def _find(wanted: str, ids: StrArray, names: StrArray, things: IntArray, tr: Translator, kind: str) -> int:
    """Position of the first id or name that fits; `things` says which of them are one thing."""
    folded = wanted.strip().casefold()
    for column, key in ((ids, wanted), (names, wanted), (_folded(ids), folded), (_folded(names), folded)):
        found = np.flatnonzero(column == key)
        if len(np.unique(things[found])) > 1:
            raise _several(wanted, ids[found], tr, kind)
        if len(found):
            return int(found[0])
    raise _unknown(wanted, ids, names, tr, kind)


def _folded(column: StrArray) -> StrArray:
    return np.array([str(text).casefold() for text in column], dtype=object)


def _several(wanted: str, ids: StrArray, tr: Translator, kind: str) -> InputError:
    listed = ", ".join(ids[:MAX_NEAR]) + (", ..." if len(ids) > MAX_NEAR else "")
    message = tr.gettext("several bear this name: {ids}", ids=listed)
    return _refusal(f"ambiguous-{kind}", message, tr.gettext("Give the id."), wanted)


def _unknown(wanted: str, ids: StrArray, names: StrArray, tr: Translator, kind: str) -> InputError:
    message = (
        tr.gettext("there is no such client") if kind == "client" else tr.gettext("there is no such manager")
    )
    near = _near(wanted, ids, names)
    remedy = (
        tr.gettext("Near matches: {names}.", names="; ".join(near)) if near else tr.gettext("Give the id.")
    )
    return _refusal(f"unknown-{kind}", message, remedy, wanted)


def _near(wanted: str, ids: StrArray, names: StrArray) -> list[str]:
    """Ids and names that look most like the one wanted."""
    best: dict[int, float] = {}
    for column in (ids, names):
        matches = process.extract(
            wanted,
            [str(text) for text in column],
            scorer=fuzz.WRatio,
            processor=utils.default_process,
            limit=MAX_NEAR,
            score_cutoff=MIN_LIKENESS,
        )
        for _, likeness, position in matches:
            best[position] = max(best.get(position, 0.0), likeness)
    order = sorted(best, key=lambda position: (-best[position], position))[:MAX_NEAR]
    return [f"{ids[position]} ({names[position]})" for position in order]


def _refusal(code: str, message: str, remedy: str, value: str) -> InputError:
    return InputError([Issue(Severity.ERROR, code, message, remedy, value=value)])
