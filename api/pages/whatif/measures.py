"""Figures of a comparison as pages show them: the levels are per cent, as the trade-off curve has them."""

from __future__ import annotations

from assigner.i18n import Translator
from scenarios.compare.figures import shown, shown_difference

LEVELS = frozenset({"levels.imbalance", "levels.disruption", "levels.fit"})
"""Imbalance, disruption and unfit are held in per cent (docs/model.md, §4 to §6), not as fractions."""


def told(tr: Translator, key: str, value: float) -> str:
    """A figure with its unit."""
    return tr.percent(value / 100, 2) if key in LEVELS else shown(tr, key, value)


def told_difference(tr: Translator, key: str, value: float) -> str:
    """A difference with its sign and unit; "" where rounding leaves nothing."""
    text = shown_difference(tr, key, value)
    return tr.gettext("{n} pp", n=text) if text and key in LEVELS else text
