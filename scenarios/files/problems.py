"""Problems of files of scenarios: where they stand, in words."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from pydantic import ValidationError

from assigner.errors import Issue, Severity
from assigner.i18n import Translator
from assigner.policy.nodes import PlainDocument
from assigner.policy.problems import duplicate_issues, value_issues


def issue(
    file: Path | str,
    code: str,
    message: str,
    remedy: str,
    *,
    row: int | None = None,
    column: str = "",
    value: str = "",
) -> Issue:
    """One problem of a file."""
    return Issue(Severity.ERROR, code, message, remedy, file=str(file), row=row, column=column, value=value)


def twice(document: PlainDocument, file: Path, tr: Translator) -> list[Issue]:
    """Keys that stand twice."""
    found = duplicate_issues(document.duplicates, str(file), tr)
    return [replace(one, code="scenario_duplicate_key") for one in found]


def shape_issues(
    found: ValidationError, document: PlainDocument, file: Path, known: Iterable[str], tr: Translator
) -> list[Issue]:
    """What pydantic found wrong with a file, each with its line; `known` are the keys that it may have."""
    known = sorted(set(known))
    return [_speak(one, known, tr) for one in value_issues(found, document, str(file), tr)]


def _speak(one: Issue, known: list[str], tr: Translator) -> Issue:
    """The problem in the words of scenarios: those of a policy would send people to a policy's keys."""
    if one.code != "policy_unknown_key":
        return replace(one, code="scenario_value", column=one.column.removesuffix(".[key]"))
    key = one.column.rpartition(".")[2]
    return replace(one, code="scenario_unknown_key", remedy=similar(key, known, tr))


def similar(name: str, known: Iterable[str], tr: Translator) -> str:
    """The remedy for a name that nobody knows: a similar one, or all of them."""
    known = list(known)
    near = difflib.get_close_matches(name, known, n=1)
    if near:
        return tr.gettext("did you mean {key!r}?", key=near[0])
    if not known:
        return tr.gettext("take it out")
    return tr.gettext("known names here: {names}", names=", ".join(known))
