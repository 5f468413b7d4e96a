"""The levels of the objective as rows of a table (model §6)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from assigner.fairness.worst_off import shortfall, total_shares
from assigner.i18n import Translator
from assigner.proposal import Proposal


@dataclass(frozen=True, slots=True)
class LevelRow:
    """One level in per cent, today and in the plan; `bound` where it was optimised by itself."""

    name: str
    before: float
    after: float
    bound: float | None
    weight: float | None


def level_rows(tr: Translator, proposal: Proposal) -> list[LevelRow]:
    """What the worst-off lacks, where that came first; imbalance, disruption and fit."""
    names = {
        "imbalance": tr.gettext("Imbalance of the books"),
        "disruption": tr.gettext("Disruption by moves"),
        "fit": tr.gettext("Lack of fit"),
    }
    before, after = proposal.verdict.before.levels, proposal.verdict.after.levels
    bounds = {level.level: level.bound for level in proposal.certificate.levels}
    weights = proposal.policy.objective.weights
    return _worst_off(tr, proposal, bounds) + [
        LevelRow(name, getattr(before, key), getattr(after, key), bounds.get(key), getattr(weights, key))
        for key, name in names.items()
    ]


def _worst_off(tr: Translator, proposal: Proposal, bounds: Mapping[str, float]) -> list[LevelRow]:
    verdict = proposal.verdict
    count = len(verdict.after.managers.weight)
    before, after = (total_shares(plan.cells, count) for plan in (verdict.before, verdict.after))
    if "worst_off" not in bounds or before is None or after is None:
        return []
    name = tr.gettext("What the worst-off manager lacks")
    return [LevelRow(name, shortfall(before), shortfall(after), bounds["worst_off"], None)]
