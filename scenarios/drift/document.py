"""drift.json: the finding for programs. What is not a number is null; money has no currency."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from assigner.i18n import Translator
from assigner.report.plain import plain_values
from assigner.verdict import FIGURES, PlanFigures
from scenarios.drift.advice import gain
from scenarios.drift.model import Course, CourseKind, Drift, Fate
from scenarios.drift.words import advice_words

FORMAT = "assigner-drift/1"


def summary_document(drift: Drift, tr: Translator) -> dict[str, Any]:
    """All figures and the advice, without the lists of clients."""
    found: dict[str, Any] = plain_values(
        {
            "format": FORMAT,
            "plan": {"as_of": drift.plan_as_of, "input_sha256": drift.plan_sha256},
            "today": {"as_of": drift.as_of, "input_sha256": drift.input_sha256},
            "policy_sha256": drift.policy_sha256,
            "advice": {**asdict(drift.advice), "sentence": " ".join(advice_words(tr, drift))},
            "rule": asdict(drift.rule),
            "drift": _counts(drift),
            "courses": [_course(drift, course) for course in drift.courses],
            "broken_rules": drift.broken,
        }
    )
    return found


def drift_document(drift: Drift, tr: Translator) -> dict[str, Any]:
    """What drift.json holds: the summary and every client, potential and manager that is not as planned."""
    found, differences = summary_document(drift, tr), drift.differences
    managers = [{"kind": one.kind, **asdict(one)} for one in differences.managers]
    lists = {
        "clients": [asdict(one) for one in differences.clients],
        "potentials": [asdict(one) for one in differences.potentials],
        "managers": managers,
    }
    return {**found, **plain_values(lists)}


def _counts(drift: Drift) -> dict[str, Any]:
    found = drift.differences
    names = ("clients_then", "clients_today", "shared", "planned_moves", "done_moves", "unserved")
    fates = {fate.value: found.count(fate) for fate in Fate if fate is not Fate.AS_PLANNED}
    return {
        **{name: getattr(found, name) for name in names},
        **fates,
        "changed_potentials": len(found.potentials),
        "changed_managers": len(found.managers),
        "drifted_share": found.drifted_share,
    }


def _course(drift: Drift, course: Course) -> dict[str, Any]:
    taken = course.kind in (CourseKind.REPAIR, CourseKind.REPLAN) and course.figures is not None
    gained = gain(drift.today, course) if taken else None
    return {
        "course": course.kind.value,
        "budget": course.budget,
        "imbalance": course.imbalance,
        "gain": gained,
        "moved_capacity": course.moved_capacity,
        "bound": course.bound,
        "reasons": course.reasons,
        "remedies": course.remedies,
        **_figures(course.figures),
    }


def _figures(figures: PlanFigures | None) -> dict[str, Any]:
    return {name: None if figures is None else getattr(figures, name) for name in ("score", *FIGURES)}
