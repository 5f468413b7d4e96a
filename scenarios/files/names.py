"""Names of scenarios: they name folders and columns, so each is there once and is a plain word."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assigner.errors import Issue
from assigner.i18n import Translator
from scenarios.files.model import Written
from scenarios.files.problems import issue
from scenarios.scenario import BASE_NAME

_NAME = re.compile(r"[^\W_][\w-]{0,59}")


def bad_names(written: Sequence[Written], tr: Translator) -> list[Issue]:
    """Names that are no plain word, those kept for the base, and those that are given twice."""
    issues, seen = [], set()
    for one in written:
        name = one.spec.name
        if _NAME.fullmatch(name) is None:
            issues.append(_bad(one, tr.gettext("a scenario can't be called so"), _letters(tr)))
        elif name.casefold() == BASE_NAME:
            issues.append(_bad(one, tr.gettext("this is what the unchanged base is called"), _other(tr)))
        elif name.casefold() in seen:
            issues.append(_bad(one, tr.gettext("two scenarios have this name"), _other(tr)))
        seen.add(name.casefold())
    return issues


def _letters(tr: Translator) -> str:
    return tr.gettext(
        "use letters, digits and hyphens, at most 60, such as hire-two; a title may be any text"
    )


def _other(tr: Translator) -> str:
    return tr.gettext("give it another name")


def _bad(one: Written, message: str, remedy: str) -> Issue:
    return issue(
        one.file, "scenario_name", message, remedy, row=one.row("name"), column="name", value=one.spec.name
    )
