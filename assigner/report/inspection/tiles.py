"""What a head of sales must see of a base in ten seconds."""

from __future__ import annotations

from collections import Counter

import numpy as np

from assigner.evidence import Recommendation
from assigner.i18n import Translator
from assigner.report.headline import Tile
from assigner.report.inspection.segments import total_row
from assigner.report.inspection.view import InspectionView
from assigner.report.words import short_number


def headline(tr: Translator, view: InspectionView) -> str:
    """The base in one sentence."""
    total = total_row(view)
    return tr.gettext(
        "Of a potential of {potential} a year, {worked} is really worked, {held} only held and {free} free.",
        potential=short_number(tr, total.capacity),
        worked=tr.percent(total.worked_share),
        held=tr.percent(1 - total.worked_share - total.free_share if total.capacity > 0 else 0.0),
        free=tr.percent(total.free_share),
    )


def tiles(tr: Translator, view: InspectionView) -> list[Tile]:
    """The headline figures in their order."""
    return [
        _worked(tr, view),
        _souls(tr, view),
        _idle(tr, view),
        _disputes(tr, view),
        _duplicates(tr, view),
        _cards(tr, view),
        _problems(tr, view),
        _discarded(tr, view),
        _balance(tr, view),
    ]


def _worked(tr: Translator, view: InspectionView) -> Tile:
    total = total_row(view)
    remark = tr.gettext(
        "{worked} of {capacity} a year: clients proven or active with their owner",
        worked=short_number(tr, total.worked),
        capacity=short_number(tr, total.capacity),
    )
    return Tile(tr.gettext("Potential really worked"), tr.percent(total.worked_share), "", remark)


def _souls(tr: Translator, view: InspectionView) -> Tile:
    potential = float(view.clients.potential[view.claimed].sum())
    remark = tr.gettext("held without evidence, potential {potential}", potential=short_number(tr, potential))
    return Tile(tr.gettext("Dead souls"), tr.number(int(view.claimed.sum())), "", remark)


def _idle(tr: Translator, view: InspectionView) -> Tile:
    idle = view.found.capacity.idle
    potential = float(view.clients.potential[idle].sum())
    remark = tr.gettext(
        "with nobody active or proven, potential {potential}", potential=short_number(tr, potential)
    )
    return Tile(tr.gettext("Clients nobody works"), tr.number(len(idle)), "", remark)


def _disputes(tr: Translator, view: InspectionView) -> Tile:
    remark = tr.ngettext(
        "{n} client has evidence of several managers",
        "{n} clients have evidence of several managers",
        len(view.found.contested),
    )
    return Tile(tr.gettext("Disputed clients"), tr.number(len(view.found.disputes)), "", remark)


def advice_counts(view: InspectionView) -> Counter[Recommendation]:
    """How many disputes the evidence decides, and for whom."""
    return Counter(dispute.recommendation for dispute in view.found.disputes)


def _duplicates(tr: Translator, view: InspectionView) -> Tile:
    found = view.found.duplicates
    exact = int(np.count_nonzero(found.exact))
    remark = tr.ngettext(
        "pairs of cards; {n} with the same tax id", "pairs of cards; {n} with the same tax id", exact
    )
    return Tile(tr.gettext("Possible duplicates"), tr.number(len(found)), "", remark)


def _cards(tr: Translator, view: InspectionView) -> Tile:
    share = view.found.quality.completeness[view.serviceable]
    mean = float(share.mean()) if len(share) else 1.0
    half = int(np.count_nonzero(share <= 0.5))
    remark = tr.ngettext("{n} card is blank by half or more", "{n} cards are blank by half or more", half)
    return Tile(tr.gettext("Cards filled in"), tr.percent(mean), "", remark)


def _problems(tr: Translator, view: InspectionView) -> Tile:
    found = view.found.quality.findings
    total = sum(len(finding) for finding in found)
    issues = sum(max(issue.count, 1) for issue in view.portfolio.issues)
    remark = tr.ngettext(
        "beside {n} that reading the tables told", "beside {n} that reading the tables told", issues
    )
    return Tile(tr.gettext("Odd cells"), tr.number(total), "", remark)


def _discarded(tr: Translator, view: InspectionView) -> Tile:
    log, title = view.portfolio.activities, tr.gettext("Touches that do not count")
    if log is None:
        return Tile(title, "–", "", tr.gettext("there is no log of touches"))
    total = int(np.count_nonzero(view.evidence.touch_discard >= 0))
    remark = tr.gettext("of {n} logged", n=tr.number(len(log)))
    return Tile(title, tr.number(total), "", remark)


def _balance(tr: Translator, view: InspectionView) -> Tile:
    today, title = view.found.today, tr.gettext("Largest distance from a fair share")
    if today is None:
        return Tile(title, "–", "", view.found.remark)
    remark = tr.gettext("of total potential, over all managers")
    return Tile(title, tr.percent(today.worst_deviation), "", remark)
