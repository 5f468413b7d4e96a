"""`extends`: the edits of another scenario first, then one's own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import replace

from assigner.errors import Issue
from assigner.i18n import Translator
from scenarios.files.model import Written
from scenarios.files.problems import issue, similar
from scenarios.scenario import Scenario


def broken_references(written: Sequence[Written], names: Set[str], tr: Translator) -> list[Issue]:
    """References to scenarios that are nowhere, and circles; each circle is told once.

    `names` are all that the files hold, those of scenarios with problems too.
    """
    found = {one.spec.name: one for one in reversed(written)}  # of a name given twice the first counts
    issues = [
        _unknown(one, names, tr) for one in written if one.spec.extends and one.spec.extends not in names
    ]
    told: set[str] = set()
    for name in (one.spec.name for one in written):
        circle = _circle(name, found)
        if circle and told.isdisjoint(circle):
            issues.append(_circular(found[circle[0]], circle, tr))
        told.update(circle)
    return issues


def _circle(name: str, found: Mapping[str, Written]) -> list[str]:
    """The scenarios that extend each other in a circle, met first on the way from `name`; [] if none."""
    way: list[str] = []
    while name in found and name not in way:
        way.append(name)
        name = found[name].spec.extends or ""
    return way[way.index(name) :] if name in way else []


def _unknown(one: Written, names: Set[str], tr: Translator) -> Issue:
    return issue(
        one.file,
        "scenario_reference",
        tr.gettext("{name} extends a scenario that is in none of the files", name=one.spec.name),
        similar(str(one.spec.extends), sorted(names - {one.spec.name}), tr),
        row=one.row("extends"),
        column="extends",
        value=str(one.spec.extends),
    )


def _circular(one: Written, circle: Sequence[str], tr: Translator) -> Issue:
    return issue(
        one.file,
        "scenario_circle",
        tr.gettext(
            "scenarios extend each other in a circle: {circle}", circle=" -> ".join([*circle, circle[0]])
        ),
        tr.gettext("take `extends` out of one of them"),
        row=one.row("extends"),
        column="extends",
        value=str(one.spec.extends),
    )


def extended(written: Sequence[Written]) -> tuple[Scenario, ...]:
    """Every scenario with the edits of those it extends before its own, the farthest first.

    What its own effort leaves blank comes from the nearest one that says it, then from its file. The
    references must be sound.
    """
    own = {one.spec.name: one.scenario for one in written}
    whole = ((_with_parents(own[one.spec.name], own), one.file_effort) for one in written)
    return tuple(replace(one, effort=one.effort.or_else(effort)) for one, effort in whole)


def _with_parents(scenario: Scenario, own: Mapping[str, Scenario]) -> Scenario:
    if not scenario.extends:
        return scenario
    parent = _with_parents(own[scenario.extends], own)
    return replace(
        scenario,
        edits=(*parent.edits, *scenario.edits),
        places=(*parent.places, *scenario.places),
        effort=scenario.effort.or_else(parent.effort),
    )
