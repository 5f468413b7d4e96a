"""frontier.html: the curve, the knee and the price of every piece, on one page without a network."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from assigner.i18n import Translator
from assigner.report.headline import Tile
from assigner.report.page.environment import environment, style
from assigner.report.words import short_number
from scenarios.frontier import words
from scenarios.frontier.chart import frontier_chart
from scenarios.frontier.model import Answer, Frontier

TEMPLATES = Path(__file__).parent / "templates"


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """One answer in words, and what the step to it from the one before took."""

    disruption: str
    imbalance: str
    bound: str
    capacity: str
    clients: str
    at_risk: str
    commission: str
    fixed: str
    money: str
    removed: str
    price: str
    is_knee: bool


def render_page(frontier: Frontier, tr: Translator) -> str:
    """The whole page as HTML."""
    template = environment(tr, TEMPLATES).get_template("frontier.html.j2")
    return template.render(
        language=tr.language,
        style=style(),
        headline=words.advice(tr, frontier),
        price=words.price_sentence(tr, frontier),
        tiles=tiles(tr, frontier),
        chart=frontier_chart(tr, frontier),
        rows=answer_rows(tr, frontier),
        remarks=words.remarks(tr, frontier),
    )


def tiles(tr: Translator, frontier: Frontier) -> list[Tile]:
    """The knee's figures; those of the fairest plan where there is no knee."""
    at = frontier.knee if frontier.knee is not None else len(frontier.answers) - 1
    chosen = frontier.answers[at]
    where = tr.gettext("at the knee") if frontier.knee is not None else tr.gettext("in the fairest plan")
    today = words.points(tr, frontier.today.imbalance)
    removed = tr.percent(words.removed_share(frontier, at))
    return [
        Tile(tr.gettext("Imbalance"), words.points(tr, chosen.imbalance), today, where),
        Tile(tr.gettext("Removable imbalance that is gone"), removed, "", where),
        Tile(tr.gettext("Owned capacity that moves"), tr.percent(chosen.moved_capacity, 1), "", where),
        Tile(tr.gettext("Clients that change hands"), tr.number(chosen.moved_clients), "", where),
        Tile(tr.gettext("Cost of the moves, a year"), short_number(tr, chosen.money), "", where),
        Tile(tr.gettext("Disruption"), words.points(tr, chosen.disruption, 2), "", where),
    ]


def answer_rows(tr: Translator, frontier: Frontier) -> list[AnswerRow]:
    """The curve as a table, from the least disruption on."""
    prices = ["", *(short_number(tr, piece.price) for piece in words.pieces(frontier))]
    return [
        _row(tr, frontier, answer, at, price)
        for at, (answer, price) in enumerate(zip(frontier.answers, prices, strict=True))
    ]


def _row(tr: Translator, frontier: Frontier, answer: Answer, at: int, price: str) -> AnswerRow:
    return AnswerRow(
        disruption=words.points(tr, answer.disruption, 2),
        imbalance=words.points(tr, answer.imbalance, 2),
        bound=words.points_below(tr, words.least_at(frontier, answer)),
        capacity=tr.percent(answer.moved_capacity, 1),
        clients=tr.number(answer.moved_clients),
        at_risk=short_number(tr, answer.revenue_at_risk),
        commission=short_number(tr, answer.commission_at_stake),
        fixed=short_number(tr, answer.fixed_cost),
        money=short_number(tr, answer.money),
        removed=tr.percent(words.removed_share(frontier, at)),
        price=price,
        is_knee=at == frontier.knee,
    )
