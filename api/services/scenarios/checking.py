"""Edits judged before anything is kept: their shape, and where the base is small what they would do to it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from api.context import Context
from api.errors import Unprocessable
from api.work.cases import case_of
from assigner.errors import InputError, Issue
from assigner.i18n import Translator
from assigner.policy import Policy
from scenarios import catalogue
from scenarios.base import base_of
from scenarios.edits import Edit, apply_edits, parse_edits
from scenarios.files import read_scenarios

Document = dict[str, Any]

DRY_CLIENTS = 5_000
"""Bases up to this size are read, and the edits made on them, while somebody waits for the answer."""

MOST_EDITS = 500


def plain_edits(
    edits: Sequence[Document] | None,
    ready_made: str | None,
    settings: Mapping[str, Any] | None,
    tr: Translator,
) -> list[Document]:
    """The edits that were written out, or those of a ready-made scenario with its placeholders filled in.

    As they will be kept: checked, with their defaults left out. Raises InputError naming every wrong place,
    Unprocessable where both or none were given, or there are too many.
    """
    if (edits is None) == (ready_made is None):
        raise _wrong(tr, "edits", None, tr.gettext("give edits, or the name of a ready-made scenario"))
    _refuse_unwritable([dict(settings or {}), *(edits or ())], tr)
    if ready_made is not None:
        return [_plain(one) for one in _from_catalogue(ready_made, settings or {}, tr)]
    if settings:
        raise _wrong(tr, "settings", None, tr.gettext("only ready-made scenarios take settings"))
    given = list(edits or ())
    if len(given) > MOST_EDITS:
        message = tr.gettext("give at most {n} edits", n=MOST_EDITS)
        raise _wrong(tr, "edits", len(given), message)
    return [_plain(one) for one in parse_edits(given, tr=tr)]


def dry_apply(
    ctx: Context,
    dataset_id: str,
    num_clients: int | None,
    decisions: Sequence[Document],
    policy: Document,
    edits: Sequence[Document],
    tr: Translator,
) -> tuple[str, ...] | None:
    """What each edit would do, in sentences; None where the base is too large to wait for.

    Raises InputError with every reason of an edit that can't apply.
    """
    if num_clients is None or num_clients > DRY_CLIENTS:
        return None
    case = case_of(ctx.files, dataset_id, Policy.model_validate(policy), decisions, tr=tr)
    return apply_edits(base_of(case), parse_edits(edits, tr=tr), tr)[1]


def _from_catalogue(name: str, settings: Mapping[str, Any], tr: Translator) -> tuple[Edit, ...]:
    path = catalogue.find(name)
    if path is None:
        names = ", ".join(entry.name for entry in catalogue.catalogue(tr))
        message = tr.gettext("there is no such ready-made scenario; there are: {names}", names=names)
        raise _wrong(tr, "catalogue", name, message)
    _refuse_settings(name, settings, tr)
    try:
        return read_scenarios([path], settings=settings, tr=tr).scenarios[0].edits
    except InputError as error:
        raise InputError(_without_path(one, str(path)) for one in error.issues) from None


def _refuse_settings(name: str, settings: Mapping[str, Any], tr: Translator) -> None:
    """Placeholders that nobody filled in, and settings that are none."""
    entry = next(one for one in catalogue.catalogue(tr) if one.name == name)
    known = {one.name: one.has_default for one in entry.parameters}
    missing = tr.gettext("give it a value")
    unknown = tr.gettext("there is no such placeholder; there are: {names}", names=", ".join(known) or "-")
    wrong = {one: missing for one, has_default in known.items() if not has_default and one not in settings}
    wrong |= {one: unknown for one in settings if one not in known}
    places = [
        {"where": f"settings.{one}", "value": settings.get(one), "message": message}
        for one, message in wrong.items()
    ]
    if places:
        raise Unprocessable(tr.gettext("The settings don't fit the ready-made scenario."), errors=places)


def _without_path(issue: Issue, path: str) -> Issue:
    """The problem without the name of a file that only the service has."""
    return replace(issue, file="", row=None, message=issue.message.replace(path, ""))


def _plain(edit: Edit) -> Document:
    found: Document = edit.model_dump(mode="json", exclude_defaults=True)
    return {"kind": edit.kind, **found}


def _refuse_unwritable(given: Sequence[Document], tr: Translator) -> None:
    """JSON has neither NaN nor NUL where it is kept; the settings come first, then the edits."""
    places = ["settings", *(f"edits.{n}" for n in range(len(given)))]
    message = tr.gettext("it holds a number or a character that can't be kept")
    bad = [place for place, one in zip(places, given, strict=False) if not _can_be_kept(one)]
    if bad:
        raise Unprocessable(
            message, errors=[{"where": one, "value": None, "message": message} for one in bad]
        )


def _can_be_kept(value: object) -> bool:
    try:
        text = json.dumps(value, allow_nan=False, ensure_ascii=False)
        text.encode()
    except (ValueError, RecursionError):
        return False
    return "\\u0000" not in text


def _wrong(tr: Translator, where: str, value: object, message: str) -> Unprocessable:
    detail = tr.gettext("Something in the request is wrong: {message}.", message=message)
    return Unprocessable(detail, errors=[{"where": where, "value": value, "message": message}])
