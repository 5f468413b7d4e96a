"""sensitivity.json: every knob, both sides and the noise for machines. There is no clock in it."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from assigner.i18n import Translator
from assigner.policy.model import Goal
from assigner.report.plain import plain_values
from scenarios.sensitivity import words
from scenarios.sensitivity.model import Plan, Sensitivity, Side, Swing

FORMAT = "assigner-sensitivity/1"

Document = dict[str, Any]


def document(found: Sensitivity) -> Document:
    """Everything as plain values; values of the policy as policy.yaml would have them."""
    content = {
        "format": FORMAT,
        "base_sha256": found.base_sha256,
        "seed": found.config.seed,
        "time_limit": found.config.time_limit,
        "work_limit": found.config.work_limit,
        "clients": found.clients,
        "headline": words.headline(Translator(), found),
        "noise_clients": found.noise,
        "base": _plan(found.plan),
        "seeds": [_plan(plan) for plan in found.seeds],
        "knobs": [_swing(found, swing) for swing in found.swings],
    }
    return plain_values(content)  # type: ignore[no-any-return]


def _plan(plan: Plan) -> Document:
    figures = asdict(plan.answer) | {"money": plan.answer.money}
    return {**figures, "elsewhere": plan.elsewhere, "broken_rules": plan.breaks, "key": plan.key}


def _swing(found: Sensitivity, swing: Swing) -> Document:
    return {
        "path": swing.path,
        "title": words.title(Translator(), swing.path),
        "value": _setting(swing.value),
        "elsewhere": swing.elsewhere,
        "within_noise": words.within_noise(found, swing),
        "low": None if swing.low is None else _side(swing.low),
        "high": None if swing.high is None else _side(swing.high),
    }


def _side(side: Side) -> Document:
    plan = None if side.plan is None else _plan(side.plan)
    return {"value": _setting(side.value), "plan": plan, "error": side.error or None}


def _setting(value: Any) -> Any:
    """Goals as mappings, everything else as it is."""
    if not isinstance(value, tuple):
        return value
    return [one.model_dump(mode="json") if isinstance(one, Goal) else one for one in value]
