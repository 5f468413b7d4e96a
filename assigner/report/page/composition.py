"""What the books are made of: proven, active, dormant and claimed clients, today and in the plan."""

from __future__ import annotations

from markupsafe import Markup

from assigner.i18n import Translator
from assigner.report.books import gained, states_kept, states_today
from assigner.report.page.stacks import BAR, Part, legend, patterns, stack, state_parts
from assigner.report.page.svg import chart, clip, label, tag
from assigner.report.view import PlanView

WIDTH, LEFT, RIGHT, TOP, ROW = 1080.0, 190.0, 60.0, 34.0, 44.0


def composition_chart(tr: Translator, view: PlanView, managers: list[tuple[int, str]]) -> Markup:
    """Two bars per manager, today above and the plan below; lengths are numbers of clients."""
    today, kept, comes = states_today(view), states_kept(view), gained(view).clients
    kinds = [*state_parts(tr), Part("#fff", "", tr.gettext("newly received"))]
    before = {j: [*today[j].tolist(), 0] for j, _ in managers}
    after = {j: [*kept[j].tolist(), int(comes[j])] for j, _ in managers}
    longest = max([1, *(sum(bar) for bars in (before, after) for bar in bars.values())])
    scale = (WIDTH - LEFT - RIGHT) / longest
    body = [legend(kinds, LEFT)]
    for n, (j, name) in enumerate(managers):
        y = TOP + ROW * n
        body.append(label(LEFT - 12, y + ROW / 2 - 4, clip(name, 26), "t", "end"))
        body.append(_bar(tr, before[j], kinds, y + 2, scale, today=True))
        body.append(_bar(tr, after[j], kinds, y + 4 + BAR, scale, today=False))
    title = tr.gettext("Clients of every manager by state: upper bar today, lower bar in the plan")
    return chart(WIDTH, TOP + ROW * len(managers), title, patterns(), *body)


def _bar(
    tr: Translator, counts: list[int], kinds: list[Part], y: float, scale: float, *, today: bool
) -> Markup:
    parts, end = stack(counts, kinds, (LEFT, y), scale, tr.number)
    total = tr.number(sum(counts))
    return tag("g", *parts, label(end + 6, y + BAR / 2, total, "t s n m" if today else "t s n b"))
