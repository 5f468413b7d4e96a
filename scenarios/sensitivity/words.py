"""What the sensitivity says, in sentences of the reader's language."""

from __future__ import annotations

from typing import Any

from assigner.i18n import Translator
from assigner.report.words import short_number
from scenarios.sensitivity.model import Plan, Sensitivity, Swing
from scenarios.sensitivity.texts import TITLES

FIGURES = ("elsewhere", "moved_capacity", "imbalance", "revenue_at_risk")
"""What is compared, the first one for the order of the knobs."""

SHARES = ("tolerance", "cap", "ratio", "risk", "kappa", "share", "discount", "rate", "distance_weight")
"""Ends of names whose numbers are shares, shown in per cent."""


def figure_word(tr: Translator, figure: str) -> str:
    """What a figure is called."""
    words = {
        "elsewhere": tr.gettext("clients that end elsewhere than in the base's plan"),
        "moved_capacity": tr.gettext("owned capacity that moves"),
        "imbalance": tr.gettext("imbalance"),
        "revenue_at_risk": tr.gettext("revenue at risk"),
    }
    return words[figure]


def figure_value(plan: Plan, figure: str) -> float:
    """A figure of a plan."""
    return float(plan.elsewhere if figure == "elsewhere" else getattr(plan.answer, figure))


def shown(tr: Translator, figure: str, value: float) -> str:
    """A figure as people read it."""
    if figure == "moved_capacity":
        return tr.percent(value, 1)
    if figure == "imbalance":
        return tr.percent(value / 100, 1)
    return short_number(tr, value)


def title(tr: Translator, path: str) -> str:
    """What a knob is called; its place in the policy where it has no name of its own."""
    return tr.gettext(TITLES[path]) if path in TITLES else path


def setting(tr: Translator, path: str, value: Any) -> str:
    """A value of the policy as people read it."""
    if path == "rules.keep.states":
        words = {"proven": tr.gettext("proven"), "active": tr.gettext("active")}
        return ", ".join(words[state] for state in value) or tr.gettext("none")
    if isinstance(value, tuple):
        return ", ".join(tr.percent(goal.tolerance, 1) for goal in value)
    if path.endswith(SHARES):
        return tr.percent(value, _digits(value * 100, 2))
    return tr.number(value, _digits(value, 2))


def _digits(value: float, most: int) -> int:
    """Decimals needed to show a value, at most so many."""
    return next((n for n in range(most) if abs(round(value, n) - value) < 1e-9), most)


def within_noise(found: Sensitivity, swing: Swing) -> bool:
    """Whether a knob moves no more clients than another seed does."""
    return swing.elsewhere <= found.noise


def headline(tr: Translator, found: Sensitivity) -> str:
    """The strongest knob in a sentence."""
    strong = [swing for swing in found.swings if not within_noise(found, swing)]
    if not strong:
        return tr.gettext("The plan hangs on none of these numbers more than on the seed of the search.")
    first = strong[0]
    return tr.ngettext(
        "The plan hangs most on one number, the {knob}: turning it sends {n} client ({share}) elsewhere.",
        "The plan hangs most on one number, the {knob}: turning it sends {n} clients ({share}) elsewhere.",
        first.elsewhere,
        knob=title(tr, first.path),
        share=tr.percent(first.elsewhere / max(found.clients, 1)),
    )


def noise_sentence(tr: Translator, found: Sensitivity) -> str:
    """How much of a difference says nothing; "" where no other seed was tried."""
    if not found.seeds:
        return ""
    return tr.ngettext(
        "Nothing but another seed sends up to {n} client elsewhere: a number that moves no more is noise.",
        "Nothing but another seed sends up to {n} clients elsewhere: a number that moves no more is noise.",
        found.noise,
    )


def remarks(tr: Translator, found: Sensitivity) -> list[str]:
    """The yardstick, the noise, and the sides that have no answer."""
    lines = [
        noise_sentence(tr, found),
        tr.gettext("All plans are measured by the base's own policy, whatever policy they were made under."),
    ]
    for swing in found.swings:
        for side in swing.sides:
            if side.error:
                at = {"knob": title(tr, swing.path), "value": setting(tr, swing.path, side.value)}
                lines.append(tr.gettext("{knob}, {value}: {reason}", **at, reason=side.error))
    return [one for one in lines if one]
