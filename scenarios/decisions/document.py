"""A new answer for programs, without the plan itself. What is not a number is null; money has no currency."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from assigner.report.plain import plain_values
from scenarios.decisions.model import Range, Resolved, Why

FORMAT = "assigner-decisions/1"


def resolved_document(resolved: Resolved) -> dict[str, Any]:
    """Changes, figures and what they are worth, as plain values."""
    found: dict[str, Any] = plain_values(
        {
            "format": FORMAT,
            "base_sha256": resolved.base_sha256,
            "unchanged": resolved.priced is None,
            "changes": [asdict(change) for change in resolved.changes],
            "counts": {why.value: resolved.count(why) for why in Why},
            "before": asdict(resolved.before),
            "untouched": None if resolved.untouched is None else asdict(resolved.untouched),
            "after": asdict(resolved.after),
            "price": resolved.price,
            "needed": resolved.needed,
            "priced": None if resolved.priced is None else _range(resolved.priced),
            "free": _range(resolved.free),
            "costs_at_most": resolved.costs_at_most,
            "notes": list(resolved.notes),
        }
    )
    return found


def _range(one: Range) -> dict[str, float]:
    return {"found": one.found, "bound": one.bound, "gap_points": one.gap_points}
