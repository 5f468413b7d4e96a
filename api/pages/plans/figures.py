"""The headline of a proposal in words and tiles: pure functions of its figures."""

from __future__ import annotations

from typing import Any

from api.pages.parts import Tile
from assigner.i18n import Translator
from assigner.report.words import bound_number, gap_percent, short_number

Figures = dict[str, Any]


def tiles_of(tr: Translator, figures: Figures) -> list[Tile]:
    """What a head must see first, with today's value beside it."""
    before = figures["before"]
    return [
        Tile(
            tr.gettext("Largest distance from a fair share"),
            tr.percent(figures["worst_deviation"]),
            tr.percent(before["worst_deviation"]),
            tr.gettext("of total potential, over all managers"),
        ),
        Tile(
            tr.gettext("Score (lower is better)"),
            tr.number(figures["score"], 1),
            tr.number(before["score"], 1),
        ),
        Tile(
            tr.gettext("Clients that change hands"),
            tr.number(figures["moved_clients"]),
            remark=tr.gettext(
                "{share} of the owned ones; besides, {free}",
                share=tr.percent(figures["moved_share"], 1),
                free=placed_words(tr, figures),
            ),
        ),
        Tile(
            tr.gettext("Proven clients kept"),
            tr.gettext(
                "{kept} of {total}",
                kept=tr.number(figures["kept_proven"]),
                total=tr.number(figures["proven_total"]),
            ),
            remark=tr.gettext(
                "counts those that the keep rule holds: the manager stays, and neither a rival's proof nor a "
                "decision lifts it"
            ),
        ),
        Tile(
            tr.gettext("Revenue at risk"),
            short_number(tr, figures["revenue_at_risk"]),
            remark=tr.gettext(
                "a year; commission at stake {money}", money=short_number(tr, figures["commission_at_stake"])
            ),
        ),
    ]


def placed_words(tr: Translator, figures: Figures) -> str:
    """How many clients that nobody had get somebody: each free client does."""
    return tr.ngettext(
        "{n} free client gets an owner", "{n} free clients get an owner", figures["states"]["free"]
    )


def change_words(tr: Translator, figures: Figures) -> str:
    """What the list of all changes holds: clients that change hands, and free ones that get an owner."""
    moved = tr.ngettext("{n} client changes hands", "{n} clients change hands", figures["moved_clients"])
    return f"{moved}, {placed_words(tr, figures)}"


def proof_sentence(tr: Translator, figures: Figures) -> str:
    """How good the answer is, proved, in one sentence."""
    score, bound = tr.number(figures["score"], 2), bound_number(tr, figures["bound"])
    if figures["status"] == "optimal":
        return tr.gettext("Proved: no plan that keeps the rules scores better than {score}.", score=score)
    gap = figures["gap"]
    if figures["bound"] <= 0 or gap is None or gap > 1:
        return tr.gettext(
            "This plan scores {score}; that no plan scores better than {bound} is proved.",
            score=score,
            bound=bound,
        )
    return tr.gettext(
        "Proved: no plan can score better than {bound}; this one scores {score}, {gap} away.",
        score=score,
        bound=bound,
        gap=gap_percent(tr, gap),
    )


def short_line(tr: Translator, figures: Figures | None) -> str:
    """A proposal's headline for a list; "" before there is an answer."""
    if figures is None:
        return ""
    return tr.gettext(
        "distance from a fair share {before} → {after}; {moved} clients change hands",
        before=tr.percent(figures["before"]["worst_deviation"]),
        after=tr.percent(figures["worst_deviation"]),
        moved=tr.number(figures["moved_clients"]),
    )


def shift(tr: Translator, before: float | None, after: float | None, digits: int = 0) -> str:
    """A share before and after, in per cent; a dash where there is none."""
    shown = [tr.percent(value, digits) if value is not None else "–" for value in (before, after)]
    return " → ".join(shown)
