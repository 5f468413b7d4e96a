"""Makes the edits of every scenario before anything is solved: all that can't apply is told at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assigner.errors import InputError, Issue
from assigner.i18n import Translator
from scenarios.answers.model import Prepared
from scenarios.base import Base, base_sha256
from scenarios.edits import apply_edits
from scenarios.scenario import BASE_NAME, Effort, Scenario, scenario_sha256


def prepare(
    base: Base, scenarios: Sequence[Scenario], effort: Effort, tr: Translator
) -> tuple[Prepared, ...]:
    """The unchanged base, tried with `effort`, then the scenarios in their order, with their edits made.

    Raises InputError with everything that can't apply, in all scenarios.
    """
    sha256 = base_sha256(base)
    unchanged = Scenario(BASE_NAME, titles={"en": "Base", "ru": "База"}, effort=effort)
    prepared = [Prepared(unchanged, base, scenario_sha256(sha256, ()))]
    issues: list[Issue] = []
    for scenario in scenarios:
        try:
            changed, sentences = apply_edits(base, scenario.edits, tr)
        except InputError as error:
            issues += [_of(scenario, one, tr) for one in error.issues]
        else:
            made = scenario_sha256(sha256, scenario.edits)
            prepared.append(Prepared(scenario, changed, made, sentences))
    if issues:
        raise InputError(issues)
    return tuple(prepared)


def _of(scenario: Scenario, one: Issue, tr: Translator) -> Issue:
    """The problem with the name of its scenario, and the file and line of its edit (`edits.2.manager`)."""
    message = tr.gettext("scenario {name}: {message}", name=scenario.name, message=one.message)
    number = one.column.split(".")[1] if one.column.startswith("edits.") else ""
    file, row = scenario.place(int(number) if number.isdigit() else len(scenario.edits))
    return replace(one, message=message, file=file, row=row)
