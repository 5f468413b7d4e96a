"""The certificate as a picture: today, the plan, and the region where no plan can be."""

from __future__ import annotations

from markupsafe import Markup

from assigner.i18n import Translator
from assigner.proposal import Proposal
from assigner.report.page.svg import BLUE, INK, MUTED, RULE, box, chart, hatch, label, line, tag

WIDTH, LEFT, RIGHT, Y = 1080.0, 4.0, 30.0, 40.0


def proof_chart(tr: Translator, proposal: Proposal) -> Markup:
    """Scores on one line (less is better): hatched up to the proven bound, then the plan, then today."""
    score, bound, today = proposal.score, max(proposal.bound, 0.0), proposal.verdict.before.score
    largest = max(score, bound, today, 1e-9) * 1.04
    scale = (WIDTH - LEFT - RIGHT) / largest

    def x(value: float) -> float:
        return LEFT + value * scale

    parts = [
        tag("defs", hatch("nowhere", "#d3d8dc", "#f3f5f6")),
        box(LEFT, Y - 11, x(bound) - LEFT, 22, "url(#nowhere)"),
        line(x(bound), Y - 15, x(bound), Y + 15, INK, stroke_width=1.5),
        line(x(score), Y, x(today), Y, RULE, stroke_width=3),
        tag("circle", cx=x(today), cy=Y, r=5.5, fill="#fff", stroke=MUTED, stroke_width=2),
        tag("circle", cx=x(score), cy=Y, r=7.0, fill=BLUE),
        *_words(tr, x(bound), x(score), x(today), proposal),
    ]
    title = tr.gettext("Score of the plan between the proven bound and today; less is better")
    return chart(WIDTH, 78, title, *parts)


def _words(tr: Translator, bound: float, score: float, today: float, proposal: Proposal) -> list[Markup]:
    now = tr.gettext("today {score}", score=tr.number(proposal.verdict.before.score, 1))
    plan = tr.gettext("this plan {score}", score=tr.number(proposal.score, 2))
    limit = tr.gettext("no plan can be to the left of {bound}", bound=tr.number(proposal.bound, 2))
    near_left = bound < WIDTH / 2
    return [
        label(score, 12, plan, "t b", "start" if score < WIDTH * 0.8 else "end"),
        label(today, 12, now, "t m", "end" if today > WIDTH * 0.2 else "start"),
        label(bound + (6 if near_left else -6), 68, limit, "t m", "start" if near_left else "end"),
    ]
