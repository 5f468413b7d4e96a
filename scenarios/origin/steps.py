"""One list of changes before a solve: edits of what-ifs and ways out of a conflict, in their order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from assigner.errors import InputError, Issue, Severity
from assigner.i18n import Translator
from scenarios.base import Base
from scenarios.edits import apply_edits, parse_edits
from scenarios.origin.relaxing import relax

RELAX = "relax"
"""The kind of a step that holds `changes`, as a remedy of a conflict tells them."""

Step = Mapping[str, Any]


def parse_steps(steps: Sequence[Any], tr: Translator) -> None:
    """Judge the shape of the steps, without a base. Raises InputError with every problem."""
    issues = [issue for n, step in enumerate(steps) if _is_relax(step) for issue in _shape(n, step, tr)]
    try:
        parse_edits([{"kind": "scope"} if _is_relax(step) else step for step in steps], tr=tr)
    except InputError as error:
        issues += error.issues
    if issues:
        raise InputError(issues)


def make_steps(base: Base, steps: Sequence[Step], tr: Translator) -> tuple[Base, tuple[str, ...]]:
    """The base after all steps, and a sentence for each edit. Raises InputError where one can't be made."""
    parse_steps(steps, tr)
    told: list[str] = []
    for n, step in enumerate(steps):
        try:
            if _is_relax(step):
                base = relax(base, step["changes"], tr)
            else:
                base, sentences = apply_edits(base, parse_edits([step], tr=tr), tr)
                told += sentences
        except InputError as error:
            raise InputError(_at(issue, n) for issue in error.issues) from None
    return base, tuple(told)


def _is_relax(step: Any) -> bool:
    return isinstance(step, Mapping) and step.get("kind") == RELAX


def _shape(n: int, step: Step, tr: Translator) -> list[Issue]:
    changes = step.get("changes")
    if isinstance(changes, list) and changes and all(isinstance(one, Mapping) for one in changes):
        return []
    message = tr.gettext("must hold keys and values")
    return [Issue(Severity.ERROR, "relax", message, column=f"edits.{n}.changes")]


def _at(issue: Issue, n: int) -> Issue:
    """The problem with the number of its step: it was judged alone, as number 0."""
    column = issue.column.removeprefix("edits.0").lstrip(".")
    return replace(issue, column=f"edits.{n}.{column}" if column else f"edits.{n}")
