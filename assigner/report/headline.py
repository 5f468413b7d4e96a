"""The headline figures: what a head of sales must see in ten seconds."""

from __future__ import annotations

from dataclasses import dataclass

from assigner.evidence.model import State
from assigner.i18n import Translator
from assigner.report.view import PlanView
from assigner.report.words import short_number


@dataclass(frozen=True, slots=True)
class Tile:
    """One headline figure: what it is, its value in the plan, today's value if it has one, and a remark."""

    title: str
    value: str
    today: str
    remark: str


def headline(tr: Translator, view: PlanView) -> str:
    """The plan in one sentence."""
    after, before = view.proposal.verdict.after, view.proposal.verdict.before
    return tr.gettext(
        "The largest distance from a fair share goes from {before} to {after}; "
        "{moved} of {owned} owned clients change hands.",
        before=tr.percent(before.worst_deviation),
        after=tr.percent(after.worst_deviation),
        moved=tr.number(after.moved_clients),
        owned=tr.number(_owned(view)),
    )


def _owned(view: PlanView) -> int:
    return int((view.serviceable & (view.owner_idx >= 0)).sum())


def tiles(tr: Translator, view: PlanView) -> list[Tile]:
    """The headline figures in their order."""
    return [
        _balance(tr, view),
        _moves(tr, view),
        _proven(tr, view),
        _claimed(tr, view),
        _disputed(tr, view),
        _risk(tr, view),
    ]


def _balance(tr: Translator, view: PlanView) -> Tile:
    after, before = view.proposal.verdict.after, view.proposal.verdict.before
    return Tile(
        tr.gettext("Largest distance from a fair share"),
        tr.percent(after.worst_deviation),
        tr.percent(before.worst_deviation),
        tr.gettext("of total potential, over all managers"),
    )


def _moves(tr: Translator, view: PlanView) -> Tile:
    after, placed = view.proposal.verdict.after, int(view.placed.sum())
    remark = tr.gettext("{share} of the owned ones", share=tr.percent(after.moved_share, 1))
    if placed:
        remark += "; " + tr.ngettext("{n} free client is placed", "{n} free clients are placed", placed)
    return Tile(tr.gettext("Clients that change hands"), tr.number(after.moved_clients), "", remark)


def _proven(tr: Translator, view: PlanView) -> Tile:
    after = view.proposal.verdict.after
    kept, total = tr.number(after.kept_proven), tr.number(after.proven_total)
    return Tile(
        tr.gettext("Proven clients kept"),
        tr.gettext("{kept} of {total}", kept=kept, total=total),
        "",
        _proven_remark(tr, view),
    )


def _proven_remark(tr: Translator, view: PlanView) -> str:
    """Whether anybody who stays loses a proven client, and how many of them had no lock (model §8)."""
    after = view.proposal.verdict.after
    proven = view.moved & (view.proposal.evidence.state == State.PROVEN) & (view.weight[view.owner_idx] > 0)
    released = int(proven.sum()) - (after.proven_total - after.kept_proven)
    if after.kept_proven < after.proven_total:
        return tr.gettext("see the exceptions")
    if released > 0:
        return tr.ngettext(
            "{n} more, disputed or released by a decision, changes hands",
            "{n} more, disputed or released by a decision, change hands",
            released,
        )
    return tr.gettext("nobody loses a client with proven work")


def _claimed(tr: Translator, view: PlanView) -> Tile:
    claimed = view.serviceable & (view.proposal.evidence.state == State.CLAIMED)
    released = int((claimed & view.moved).sum())
    return Tile(
        tr.gettext("Dead souls"),
        tr.number(int(claimed.sum())),
        "",
        tr.ngettext(
            "claimed without evidence; {n} goes to a new manager",
            "claimed without evidence; {n} go to a new manager",
            released,
        ),
    )


def _disputed(tr: Translator, view: PlanView) -> Tile:
    disputed = view.proposal.evidence.disputed
    decided = int((disputed & view.moved).sum())
    return Tile(
        tr.gettext("Disputed clients"),
        tr.number(int(disputed.sum())),
        "",
        tr.ngettext(
            "somebody else has nearly as much to show, or more; {n} changes hands",
            "somebody else has nearly as much to show, or more; {n} change hands",
            decided,
        ),
    )


def _risk(tr: Translator, view: PlanView) -> Tile:
    after = view.proposal.verdict.after
    revenue = float(view.clients.revenue_12m[view.serviceable].sum())
    share = tr.percent(after.revenue_at_risk / revenue, 1) if revenue > 0 else "–"
    return Tile(
        tr.gettext("Revenue at risk"),
        short_number(tr, after.revenue_at_risk),
        "",
        tr.gettext(
            "a year, {share} of revenue; commission at stake {commission}",
            share=share,
            commission=short_number(tr, after.commission_at_stake),
        ),
    )
