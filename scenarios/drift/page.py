"""drift.html: the finding on one page that needs nothing beside itself."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from assigner.i18n import Translator
from assigner.report.page.environment import environment, style
from scenarios.drift.chart import courses_chart
from scenarios.drift.model import ClientDrift, Course, Drift
from scenarios.drift.words import (
    advice_word,
    advice_words,
    course_word,
    drift_words,
    fate_word,
    gain_cell,
    points,
)

TEMPLATES = Path(__file__).parent / "templates"
MAX_CLIENTS = 200
MAX_BROKEN = 20


def render_page(drift: Drift, tr: Translator) -> str:
    """The whole page as HTML."""
    return environment(tr, TEMPLATES).get_template("drift.html.j2").render(_context(drift, tr))


def _context(drift: Drift, tr: Translator) -> dict[str, Any]:
    clients = sorted(drift.differences.clients, key=lambda one: (-_size(one), one.client_id))
    return {
        "language": tr.language,
        "style": style(),
        "plan_day": tr.date(drift.plan_as_of),
        "day": tr.date(drift.as_of),
        "advice": " ".join(advice_words(tr, drift)),
        "tiles": _tiles(tr, drift),
        "sentences": drift_words(tr, drift),
        "chart": courses_chart(tr, drift),
        "courses": [_course_row(tr, drift, course) for course in drift.courses],
        "clients": [_client_row(tr, one) for one in clients[:MAX_CLIENTS]],
        "num_clients": len(clients),
        "max_clients": MAX_CLIENTS,
        "broken": drift.broken[:MAX_BROKEN],
        "rule": _rule_words(tr, drift),
    }


def _size(client: ClientDrift) -> float:
    return max(client.potential or 0.0, client.potential_then or 0.0)


def _tiles(tr: Translator, drift: Drift) -> list[dict[str, str]]:
    found, now, then = drift.differences, drift.today, drift.promised
    return [
        _tile(tr.gettext("Advice"), advice_word(tr, drift)),
        _tile(
            tr.gettext("Imbalance, points"),
            points(tr, now.imbalance),
            tr.gettext("promised: {value}", value=points(tr, then.imbalance)),
        ),
        _tile(
            tr.gettext("Potential not as planned"),
            tr.percent(found.drifted_share, 1),
            tr.ngettext("{n} client", "{n} clients", len(found.clients)),
        ),
    ]


def _tile(title: str, value: str, remark: str = "") -> dict[str, str]:
    return {"title": title, "today": "", "value": value, "remark": remark}


def _course_row(tr: Translator, drift: Drift, course: Course) -> dict[str, Any]:
    figures = course.figures
    if figures is None:
        return {"name": course_word(tr, course), "reasons": " ".join(course.reasons), "cells": []}
    cells = [
        points(tr, course.imbalance),
        tr.percent(figures.worst_deviation, 1),
        tr.percent(figures.mean_violation, 1),
        gain_cell(tr, drift, course),
        tr.number(figures.moved_clients),
        tr.percent(course.moved_capacity, 1),
        tr.number(figures.revenue_at_risk),
        tr.number(figures.commission_at_stake),
    ]
    return {"name": course_word(tr, course), "reasons": "", "cells": cells}


def _client_row(tr: Translator, client: ClientDrift) -> dict[str, str]:
    return {
        "name": f"{client.name} ({client.client_id})",
        "fate": fate_word(tr, client.fate),
        "previous": client.previous_manager_id or "–",
        "planned": client.planned_manager_id or "–",
        "today": client.manager_id or "–",
        "potential": tr.number(_size(client)),
    }


def _rule_words(tr: Translator, drift: Drift) -> list[str]:
    """The rule of the advice in its own numbers."""
    rule = drift.rule
    return [
        tr.gettext(
            "Leaving is not open where more than {share} of the clients have no manager who stays, or a hard "
            "rule is broken.",
            share=tr.percent(rule.unserved, 1),
        ),
        tr.gettext(
            "Leave: at most {share} of the potential is not as planned and the team is the same; or "
            "imbalance is at most {worse} points above the promised one; or a new plan would gain less than "
            "{worth} points.",
            share=tr.percent(rule.drifted, 1),
            worse=points(tr, rule.worse),
            worth=points(tr, rule.worth),
        ),
        tr.gettext(
            "Small repair: the smallest of the budgets {budgets} that brings at least {enough} of what a new "
            "plan gains. Otherwise: plan again.",
            budgets=", ".join(tr.percent(one, 1) for one in rule.budgets),
            enough=tr.percent(rule.enough),
        ),
    ]
