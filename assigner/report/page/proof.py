"""The certificate as a picture: today, the plan, and the region where no plan can be."""

from __future__ import annotations

from markupsafe import Markup

from assigner.i18n import Translator
from assigner.proposal import Proposal
from assigner.report.page.patterns import NOWHERE
from assigner.report.page.svg import BLUE, INK, MUTED, RULE, Value, box, chart, label, line, tag, tip
from assigner.report.words import bound_number

WIDTH, LEFT, RIGHT, Y = 1080.0, 4.0, 30.0, 40.0
MOST = 3.0
"""So many times the plan's score the line is long; beyond that, today is an arrow."""

NEAR = 330.0
"""Distance of two marks below which their words would run into each other."""

ARROW: dict[str, Value] = {"fill": "none", "stroke": MUTED, "stroke_width": 2}


def proof_chart(tr: Translator, proposal: Proposal) -> Markup:
    """Scores on one line (less is better): hatched up to the proven bound, then the plan, then today.

    Today is left out where it lies below the bound: it breaks rules that a plan must keep.
    """
    score, bound, today = proposal.score, max(proposal.bound, 0.0), proposal.verdict.before.score
    largest = max(score, bound, 1e-9)
    right = min(max(largest, today), largest * MOST) * 1.04
    scale = (WIDTH - LEFT - RIGHT) / right
    x_bound, x_score, x_today = (LEFT + min(value, right) * scale for value in (bound, score, today))
    parts = [
        box(LEFT, Y - 11, x_bound - LEFT, 22, NOWHERE),
        line(x_bound, Y - 15, x_bound, Y + 15, INK, stroke_width=1.5),
        *(_today(tr, today, x_today, x_score, beyond=today > right) if today >= bound else ()),
        tag("circle", cx=x_score, cy=Y, r=7.0, fill=BLUE),
        *_words(tr, x_bound, x_score, proposal),
    ]
    title = tr.gettext("Score of the plan between the proven bound and today; less is better")
    return chart(WIDTH, 78, title, *parts)


def _today(tr: Translator, today: float, x: float, x_score: float, *, beyond: bool) -> list[Markup]:
    """Today's ring, an arrow where today is beyond the right edge; words where they don't run into others."""
    words = tr.gettext("today {score}", score=tr.number(today, 1))
    arrow = tag("path", tip(words), d=f"M{x - 9:.1f} {Y - 7} L{x:.1f} {Y} L{x - 9:.1f} {Y + 7}", **ARROW)
    ring = tag("circle", tip(words), cx=x, cy=Y, r=5.5, fill="#fff", stroke=MUTED, stroke_width=2)
    parts = [line(x_score, Y, x, Y, RULE, stroke_width=3), arrow if beyond else ring]
    if abs(x - x_score) > NEAR:
        parts.append(label(x, 12, words + (" →" if beyond else ""), "t m", "end"))
    return parts


def _words(tr: Translator, bound: float, score: float, proposal: Proposal) -> list[Markup]:
    plan = tr.gettext("this plan {score}", score=tr.number(proposal.score, 2))
    limit = tr.gettext("no plan can be to the left of {bound}", bound=bound_number(tr, proposal.bound))
    left = bound < WIDTH / 2
    return [
        label(score, 12, plan, "t b", "start" if score < WIDTH * 0.7 else "end"),
        label(bound + (6 if left else -6), 68, limit, "t m", "start" if left else "end"),
    ]
