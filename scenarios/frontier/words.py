"""What the curve says, in sentences of the reader's language."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise

from assigner.i18n import Translator
from assigner.report.words import short_number
from scenarios.frontier.model import Answer, Frontier
from scenarios.frontier.pareto import bound_at

ROUNDING = 1e-6
"""Percent points by which an answer may lie beyond its own cap: rounding of the sums."""


@dataclass(frozen=True, slots=True)
class Piece:
    """From one answer of the curve to the next fairer one: what it removes and what it takes.

    `imbalance` is the fall in percent points, `moved_capacity` a share, `money` a year's. `price` is the
    money that one percent point of imbalance costs here.
    """

    left: Answer
    right: Answer

    @property
    def imbalance(self) -> float:
        """Percent points of imbalance that this piece removes, above 0."""
        return self.left.imbalance - self.right.imbalance

    @property
    def moved_capacity(self) -> float:
        """Further share of the owned potential that changes hands."""
        return self.right.moved_capacity - self.left.moved_capacity

    @property
    def money(self) -> float:
        """What the further moves cost in a year."""
        return self.right.money - self.left.money

    @property
    def price(self) -> float:
        """Money for one percent point of imbalance."""
        return self.money / self.imbalance


def pieces(frontier: Frontier) -> list[Piece]:
    """The pieces of the curve from the least disruption on."""
    return [Piece(left, right) for left, right in pairwise(frontier.answers)]


def removed_share(frontier: Frontier, at: int) -> float:
    """Share of the imbalance between both ends of the curve that is gone at an answer."""
    first, last = frontier.answers[0], frontier.answers[-1]
    fall = first.imbalance - last.imbalance
    return (first.imbalance - frontier.answers[at].imbalance) / fall if fall > 0 else 0.0


def points(tr: Translator, value: float, digits: int = 1) -> str:
    """A level in percent, as percent."""
    return tr.percent(value / 100, digits)


def points_below(tr: Translator, value: float) -> str:
    """A bound in percent, rounded down so that it never claims more than is proven."""
    return points(tr, math.floor(value * 100 + 1e-9) / 100, 2)


def advice(tr: Translator, frontier: Frontier) -> str:
    """The knee in a sentence, or why there is none."""
    if len(frontier.answers) == 1:
        return tr.gettext("The plan of least disruption is also the fairest: there is nothing to trade.")
    if frontier.knee is None:
        return tr.gettext("The curve has no bend: every step towards fairness costs about the same.")
    first, knee = frontier.answers[0], frontier.answers[frontier.knee]
    further = knee.moved_capacity - first.moved_capacity
    removed = tr.percent(removed_share(frontier, frontier.knee))
    before, after = points(tr, first.imbalance), points(tr, knee.imbalance)
    if further <= 0:
        text = "{removed} of the removable imbalance, from {before} to {after}, costs no more capacity moved."
        return tr.gettext(text, removed=removed, before=before, after=after)
    return tr.gettext(
        "The first {moved} of moved capacity remove {removed} of the removable imbalance: "
        "from {before} to {after}.",
        moved=tr.percent(further, 1),
        removed=removed,
        before=before,
        after=after,
    )


def price_sentence(tr: Translator, frontier: Frontier) -> str:
    """What the next point of fairness costs before and after the knee; "" where there is no knee."""
    if frontier.knee is None:
        return ""
    first, knee, last = (frontier.answers[n] for n in (0, frontier.knee, -1))
    return tr.gettext(
        "Up to there one point of imbalance costs {before} a year, beyond it {after}.",
        before=short_number(tr, Piece(first, knee).price),
        after=short_number(tr, Piece(knee, last).price),
    )


def forced_sentence(tr: Translator, frontier: Frontier) -> str:
    """What has to move in any plan that is as painless as possible; "" where nothing does."""
    first = frontier.answers[0]
    if not first.moved_clients:
        return ""
    return tr.ngettext(
        "Even the plan of least disruption has to move {n} client, {share} of the owned capacity.",
        "Even the plan of least disruption has to move {n} clients, {share} of the owned capacity.",
        first.moved_clients,
        share=tr.percent(first.moved_capacity, 1),
    )


def proof_sentence(tr: Translator, frontier: Frontier) -> str:
    """How far the curve may be from the true one."""
    widest = max(one.imbalance - least_at(frontier, one) for one in frontier.answers)
    if widest < 0.05:
        return tr.gettext(
            "The curve is exact: every answer on it is proven to be the best at its disruption."
        )
    return tr.gettext(
        "Proven from below everywhere: no answer on the curve can be improved by more than {points} points.",
        points=tr.number(widest, 1),
    )


def least_at(frontier: Frontier, answer: Answer) -> float:
    """The proven least imbalance at the disruption of an answer, never above its own."""
    return min(bound_at(frontier.stairs, answer.disruption - ROUNDING), answer.imbalance)


def remarks(tr: Translator, frontier: Frontier) -> list[str]:
    """What a reader has to know beside the curve."""
    found = [forced_sentence(tr, frontier), proof_sentence(tr, frontier)]
    if frontier.worst_off_left_out:
        found.append(tr.gettext("The policy's worst-off first is left out of the curve."))
    found += [tr.gettext("No answer: {reason}", reason=reason) for reason in frontier.failed]
    return [one for one in found if one]
