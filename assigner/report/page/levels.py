"""The levels of the objective as rows of a table (model §6)."""

from __future__ import annotations

from dataclasses import dataclass

from assigner.i18n import Translator
from assigner.proposal import Proposal


@dataclass(frozen=True, slots=True)
class LevelRow:
    """One level in per cent, today and in the plan; `bound` only in lexicographic mode."""

    name: str
    before: float
    after: float
    bound: float | None
    weight: float


def level_rows(tr: Translator, proposal: Proposal) -> list[LevelRow]:
    """Imbalance, disruption and fit."""
    names = {
        "imbalance": tr.gettext("Imbalance of the books"),
        "disruption": tr.gettext("Disruption by moves"),
        "fit": tr.gettext("Lack of fit"),
    }
    before, after = proposal.verdict.before.levels, proposal.verdict.after.levels
    bounds = {level.level: level.bound for level in proposal.certificate.levels}
    weights = proposal.policy.objective.weights
    return [
        LevelRow(name, getattr(before, key), getattr(after, key), bounds.get(key), getattr(weights, key))
        for key, name in names.items()
    ]
