"""sensitivity.html: which number of the policy the plan hangs on, on one page without a network."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from assigner.i18n import Translator
from assigner.report.headline import Tile
from assigner.report.page.environment import environment, style
from scenarios.sensitivity import words
from scenarios.sensitivity.chart import tornado_charts
from scenarios.sensitivity.model import Plan, Sensitivity, Side, Swing

TEMPLATES = Path(__file__).parent / "templates"


@dataclass(frozen=True, slots=True)
class SideRow:
    """One knob turned to one side, in words; `figures` in the order of the columns."""

    knob: str
    value: str
    turned: str
    figures: tuple[str, ...]
    remark: str


def render_page(found: Sensitivity, tr: Translator) -> str:
    """The whole page as HTML."""
    template = environment(tr, TEMPLATES).get_template("sensitivity.html.j2")
    return template.render(
        language=tr.language,
        style=style(),
        headline=words.headline(tr, found),
        tiles=_tiles(tr, found),
        charts=tornado_charts(tr, found),
        heads=[words.figure_word(tr, figure) for figure in words.FIGURES],
        rows=side_rows(tr, found),
        remarks=words.remarks(tr, found),
    )


def side_rows(tr: Translator, found: Sensitivity) -> list[SideRow]:
    """Every side of every knob, the strongest knob first."""
    return [_row(tr, found, swing, side) for swing in found.swings for side in swing.sides]


def _tiles(tr: Translator, found: Sensitivity) -> list[Tile]:
    """The three strongest knobs."""
    clients = max(found.clients, 1)
    return [
        Tile(
            words.title(tr, swing.path),
            tr.number(swing.elsewhere),
            "",
            tr.gettext(
                "{share} of the clients end elsewhere", share=tr.percent(swing.elsewhere / clients, 1)
            ),
        )
        for swing in found.swings[:3]
    ]


def _row(tr: Translator, found: Sensitivity, swing: Swing, side: Side) -> SideRow:
    return SideRow(
        knob=words.title(tr, swing.path),
        value=words.setting(tr, swing.path, swing.value),
        turned=words.setting(tr, swing.path, side.value),
        figures=_figures(tr, side.plan),
        remark=_remark(tr, found, swing, side),
    )


def _figures(tr: Translator, plan: Plan | None) -> tuple[str, ...]:
    if plan is None:
        return tuple("–" for _ in words.FIGURES)
    return tuple(words.shown(tr, figure, words.figure_value(plan, figure)) for figure in words.FIGURES)


def _remark(tr: Translator, found: Sensitivity, swing: Swing, side: Side) -> str:
    """What to think of the row: no answer, today's rules broken, noise."""
    if side.plan is None:
        return tr.gettext("no answer")
    if side.plan.breaks:
        return tr.gettext("breaks a rule of the base's policy")
    return tr.gettext("noise") if words.within_noise(found, swing) else ""
