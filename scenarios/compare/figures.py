"""The figures of proposal.json by dotted key, how they are shown, and which way is better."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from typing import Any

from assigner.i18n import Translator
from assigner.report.words import short_number


class Unit(StrEnum):
    """How a figure is shown."""

    POINTS = "points"  # with two decimals
    SHARE = "share"  # a fraction, as per cent
    COUNT = "count"
    MONEY = "money"


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure: where it stands in a document, its unit, and whether less (-1) or more (1) is better."""

    key: str
    unit: Unit
    better: int = -1


FIGURES = (
    Figure("score", Unit.POINTS),
    Figure("bound", Unit.POINTS, 0),
    Figure("gap", Unit.SHARE),
    Figure("levels.imbalance", Unit.POINTS),
    Figure("levels.disruption", Unit.POINTS),
    Figure("levels.fit", Unit.POINTS),
    Figure("worst_deviation", Unit.SHARE),
    Figure("mean_violation", Unit.SHARE),
    Figure("worst_violation", Unit.SHARE),
    Figure("moved_clients", Unit.COUNT),
    Figure("moved_share", Unit.SHARE),
    Figure("base.placed_clients", Unit.COUNT, 0),
    Figure("kept_proven", Unit.COUNT, 1),
    Figure("proven_total", Unit.COUNT, 0),
    Figure("revenue_at_risk", Unit.MONEY),
    Figure("commission_at_stake", Unit.MONEY),
    Figure("fixed_cost", Unit.MONEY),
    Figure("evidence_mismatch", Unit.MONEY),
)

BOOK = (
    Figure("after.ratio", Unit.SHARE, 0),
    Figure("after.clients", Unit.COUNT, 0),
    Figure("after.potential", Unit.MONEY, 0),
    Figure("after.revenue", Unit.MONEY, 0),
    Figure("after.workload", Unit.MONEY, 0),
    Figure("after.commission", Unit.MONEY, 0),
    Figure("gained.clients", Unit.COUNT, 0),
    Figure("lost.clients", Unit.COUNT, 0),
    Figure("lost.commission", Unit.MONEY),
)
"""What is compared of every manager; `after.ratio` is the load over the fair share."""

UNITS = {figure.key: figure.unit for figure in (*FIGURES, *BOOK)}


def figure_words(tr: Translator) -> dict[str, str]:
    """What each figure is called."""
    return {
        "score": tr.gettext("Score (less is better)"),
        "bound": tr.gettext("Proven lower bound"),
        "gap": tr.gettext("Distance from the bound"),
        "levels.imbalance": tr.gettext("Imbalance of the books"),
        "levels.disruption": tr.gettext("Disruption by moves"),
        "levels.fit": tr.gettext("Lack of fit"),
        "worst_deviation": tr.gettext("Largest distance from a fair share"),
        "mean_violation": tr.gettext("Mean violation of the balance goals"),
        "worst_violation": tr.gettext("Largest violation of a balance goal"),
        "moved_clients": tr.gettext("Clients that change hands"),
        "moved_share": tr.gettext("Their share of the owned clients"),
        "base.placed_clients": tr.gettext("Free clients that are placed"),
        "kept_proven": tr.gettext("Proven clients kept"),
        "proven_total": tr.gettext("Proven clients whose owner stays"),
        "revenue_at_risk": tr.gettext("Revenue at risk"),
        "commission_at_stake": tr.gettext("Commission at stake"),
        "fixed_cost": tr.gettext("Fixed cost of the moves"),
        "evidence_mismatch": tr.gettext("Cost of clients with a weaker owner"),
    }


def short_words(tr: Translator) -> dict[str, str]:
    """Short heads for the figures that every summary shows."""
    return {
        "worst_deviation": tr.gettext("farthest from fair"),
        "levels.imbalance": tr.gettext("imbalance"),
        "levels.disruption": tr.gettext("disruption"),
        "moved_clients": tr.gettext("moves"),
        "revenue_at_risk": tr.gettext("revenue at risk"),
        "commission_at_stake": tr.gettext("commission at stake"),
    }


HEADLINE = (
    "levels.imbalance",
    "worst_deviation",
    "moved_clients",
    "levels.disruption",
    "revenue_at_risk",
    "commission_at_stake",
)
"""Keys of `short_words`, in the order of a summary."""


def look_up(document: Mapping[str, Any], key: str) -> float | None:
    """The number under a dotted key, None where there is none."""
    value: Any = document
    for part in key.split("."):
        value = value.get(part) if isinstance(value, Mapping) else None
    return None if value is None else float(value)


def shown(tr: Translator, key: str, value: float) -> str:
    """A figure in the reader's language."""
    return _SHOWN[UNITS[key]](tr)(value)


_SHOWN: Mapping[Unit, Callable[[Translator], Callable[[float], str]]] = {
    Unit.POINTS: lambda tr: partial(tr.number, digits=2),
    Unit.SHARE: lambda tr: partial(tr.percent, digits=1),
    Unit.COUNT: lambda tr: tr.number,
    Unit.MONEY: lambda tr: partial(short_number, tr),
}


def shown_difference(tr: Translator, key: str, value: float) -> str:
    """A difference with its sign, that of shares in percent points; "" where rounding leaves nothing."""
    share = UNITS[key] is Unit.SHARE
    text = tr.number(abs(value) * 100, 1) if share else shown(tr, key, abs(value))
    if not any(digit in text for digit in "123456789"):
        return ""
    sign = "+" if value > 0 else "−"
    return sign + (tr.gettext("{n} pp", n=text) if share else text)
