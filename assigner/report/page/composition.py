"""What the books are made of: proven, active, dormant and claimed clients, today and in the plan."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from assigner.evidence.model import State
from assigner.i18n import Translator
from assigner.report.books import OWNED_STATES, gained, states_kept, states_today
from assigner.report.page.svg import BLUE, SKY, VERMILION, box, chart, clip, hatch, label, tag, tip
from assigner.report.view import PlanView
from assigner.report.words import state_words

WIDTH, LEFT, RIGHT, TOP, ROW = 1080.0, 190.0, 60.0, 34.0, 44.0
BAR = 15.0
CLAIMED_FILL = "url(#claimed)"


@dataclass(frozen=True, slots=True)
class Part:
    """One kind of client in a bar: fill, class of the number in it, word."""

    fill: str
    ink: str
    word: str


def parts_of(tr: Translator) -> list[Part]:
    """The kinds of clients, from the firmest to the newcomers."""
    words = state_words(tr)
    return [
        Part(BLUE, "w", words[State.PROVEN]),
        Part(SKY, "", words[State.ACTIVE]),
        Part("#c9ced3", "", words[State.DORMANT]),
        Part(CLAIMED_FILL, "", tr.gettext("claimed (“dead soul”)")),
        Part("#fff", "", tr.gettext("newly received")),
    ]


def composition_chart(tr: Translator, view: PlanView, managers: list[tuple[int, str]]) -> Markup:
    """Two bars per manager, today above and the plan below; lengths are numbers of clients."""
    today, kept, comes = states_today(view), states_kept(view), gained(view).clients
    kinds = parts_of(tr)
    before = {j: [*today[j].tolist(), 0] for j, _ in managers}
    after = {j: [*kept[j].tolist(), int(comes[j])] for j, _ in managers}
    longest = max([1, *(sum(bar) for bars in (before, after) for bar in bars.values())])
    scale = (WIDTH - LEFT - RIGHT) / longest
    body = [_legend(kinds)]
    for n, (j, name) in enumerate(managers):
        y = TOP + ROW * n
        body.append(label(LEFT - 12, y + ROW / 2 - 4, clip(name, 26), "t", "end"))
        body.append(_bar(tr, before[j], kinds, y + 2, scale, today=True))
        body.append(_bar(tr, after[j], kinds, y + 4 + BAR, scale, today=False))
    title = tr.gettext("Clients of every manager by state: upper bar today, lower bar in the plan")
    patterns = tag("defs", hatch("claimed", VERMILION, "#fbe3d3"))
    return chart(WIDTH, TOP + ROW * len(managers), title, patterns, *body)


def _bar(
    tr: Translator, counts: list[int], kinds: list[Part], y: float, scale: float, *, today: bool
) -> Markup:
    x, parts = LEFT, []
    assert len(counts) == len(OWNED_STATES) + 1  # noqa: S101 - the newcomers come last
    for count, kind in zip(counts, kinds, strict=True):
        if count:
            parts.append(_piece(tr, count, kind, x, y, count * scale))
            x += count * scale
    total = tr.number(sum(counts))
    parts.append(label(x + 6, y + BAR / 2, total, "t s n m" if today else "t s n b"))
    return tag("g", *parts)


def _piece(tr: Translator, count: int, kind: Part, x: float, y: float, width: float) -> Markup:
    shown = tr.number(count)
    outline = "#6b757e" if kind.fill == "#fff" else "#fff"
    parts = [
        tip(f"{kind.word}: {shown}"),
        box(x + 0.5, y + 0.5, width - 1, BAR - 1, kind.fill, stroke=outline, stroke_width=1),
    ]
    if width > 9 + 7 * len(shown):
        if kind.fill == CLAIMED_FILL:
            parts.append(
                box(x + width / 2 - 4 - 3.5 * len(shown), y + 2, 8 + 7 * len(shown), BAR - 4, "#fff", rx=2)
            )
        parts.append(label(x + width / 2, y + BAR / 2, shown, f"t s n {kind.ink}", "middle"))
    return tag("g", *parts)


def _legend(kinds: list[Part]) -> Markup:
    x, parts = LEFT, []
    for kind in kinds:
        parts.append(box(x, 3, 22, 14, kind.fill, stroke="#6b757e" if kind.fill == "#fff" else "none"))
        parts.append(label(x + 29, 10, kind.word, "t s m"))
        x += 29 + 7.2 * len(kind.word) + 24
    return tag("g", *parts)
