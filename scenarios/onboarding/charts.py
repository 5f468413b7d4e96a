"""Charts: each newcomer's target and book by month, and what each donor gives beside what he has too much."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil, floor, log10

from markupsafe import Markup

from assigner.i18n import Translator
from assigner.report.page.svg import (
    BLUE,
    INK,
    MUTED,
    ORANGE,
    RULE,
    SKY,
    VERMILION,
    box,
    chart,
    clip,
    label,
    line,
    tag,
    tip,
)
from assigner.report.words import short_number
from scenarios.onboarding.estate import Estate
from scenarios.onboarding.model import Onboarding, Standing
from scenarios.onboarding.words import month_word

WIDTH, LEFT, RIGHT, TOP = 1080.0, 76.0, 24.0, 34.0
PLOT, BOTTOM, TICKS, WIDEST = 200.0, 34.0, 4, 90.0


def ramp_chart(tr: Translator, found: Onboarding, manager_id: str, name: str) -> Markup:
    """Bars: what the newcomer has at the end of each month; steps of a line: his target."""
    months = found.of(manager_id)
    top = _end(max([1.0, *(max(one.target, one.reached) for one in months)]))
    wide = (WIDTH - LEFT - RIGHT) / len(months)
    title = tr.gettext("{name}: potential reached by month against the target", name=name)
    columns = [_column(tr, one, LEFT + n * wide, wide, top) for n, one in enumerate(months)]
    height = TOP + PLOT + BOTTOM
    return chart(WIDTH, height, title, *_scale(tr, top), *columns, *_ramp_legend(tr))


def _end(most: float) -> float:
    """The first round number at or above."""
    step = 10.0 ** floor(log10(most / TICKS))
    size = next(step * n for n in (1, 2, 5, 10) if step * n * TICKS >= most * (1 - 1e-9))
    return ceil(most / size - 1e-9) * size


def _y(share: float) -> float:
    return TOP + PLOT * (1 - share)


def _scale(tr: Translator, top: float) -> list[Markup]:
    parts = []
    for n in range(TICKS + 1):
        y = _y(n / TICKS)
        parts.append(line(LEFT, y, WIDTH - RIGHT, y, RULE if n else INK))
        parts.append(label(LEFT - 8, y, short_number(tr, top * n / TICKS), "t s n m", "end"))
    return parts


def _column(tr: Translator, one: Standing, x: float, wide: float, top: float) -> Markup:
    reached, target = _y(one.reached / top), _y(one.target / top)
    words = tip(
        tr.gettext(
            "{month}: target {target}, reached {reached}",
            month=month_word(one.month),
            target=tr.number(one.target),
            reached=tr.number(one.reached),
        )
    )
    inset = max(min(10.0, wide / 6), (wide - WIDEST) / 2)
    bar = box(x + inset, reached, wide - 2 * inset, TOP + PLOT - reached, SKY)
    mark = line(x, target, x + wide, target, VERMILION, stroke_width=3) if one.target > 0 else Markup("")
    month = label(x + wide / 2, TOP + PLOT + 15, month_word(one.month), "t s n m", "middle")
    came = (
        label(x + wide / 2, reached - 9, f"+{one.received}", "t s n b", "middle")
        if one.received
        else Markup("")
    )
    return tag("g", words, bar, mark, month, came)


def _ramp_legend(tr: Translator) -> list[Markup]:
    return [
        box(LEFT, 5, 14, 14, SKY),
        label(
            LEFT + 20, 12, tr.gettext("potential of the book; above it: clients received in the month"), "t s"
        ),
        line(LEFT + 480, 12, LEFT + 506, 12, VERMILION, stroke_width=3),
        label(LEFT + 512, 12, tr.gettext("target: fair share x ramp"), "t s"),
    ]


NAME, ROW, BAR = 206.0, 46.0, 13.0


def donor_chart(tr: Translator, found: Onboarding) -> Markup:
    """Per donor: his part of what is above a fair share, and of what is given; the commission he loses."""
    rows = [
        (
            one.name,
            [
                (one.surplus_share, tr.percent(one.surplus_share)),
                (one.given_share, _given(tr, one.given_share, one.potential)),
            ],
            tr.gettext(
                "loses {commission} of his commission, {book} of his book",
                commission=tr.percent(one.commission_share, 1),
                book=tr.percent(one.book_share, 1),
            ),
        )
        for one in found.donors
    ]
    kinds = [
        (MUTED, tr.gettext("part of what all donors have above a fair share")),
        (ORANGE, tr.gettext("part of what all donors give")),
    ]
    return _paired(tr.gettext("What donors give, beside what they have above a fair share"), kinds, rows)


def _given(tr: Translator, share: float, potential: float) -> str:
    return f"{tr.percent(share)} ({short_number(tr, potential)})"


def heir_chart(tr: Translator, found: Estate) -> Markup:
    """Per manager: his book before and after, as shares of a fair one."""
    rows = [
        (
            one.name,
            [(share, tr.percent(share)) for share in _shares(one.before, one.after, one.fair)],
            tr.ngettext("{n} client inherited", "{n} clients inherited", one.clients),
        )
        for one in found.heirs
    ]
    kinds = [
        (MUTED, tr.gettext("book today, of a fair share")),
        (BLUE, tr.gettext("book with what is inherited")),
    ]
    return _paired(tr.gettext("Books of the heirs before and after, of a fair share"), kinds, rows)


def _shares(before: float, after: float, fair: float) -> tuple[float, ...]:
    return tuple(amount / fair if fair > 0 else 0.0 for amount in (before, after))


def _paired(
    title: str, kinds: Sequence[tuple[str, str]], rows: Sequence[tuple[str, list[tuple[float, str]], str]]
) -> Markup:
    """Two bars for each row, a remark at the right."""
    longest = max([1e-9, *(size for _, bars, _ in rows for size, _ in bars)])
    scale, parts = (WIDTH - NAME - 420) / longest, []
    for n, (fill, word) in enumerate(kinds):
        parts += [box(NAME + 380 * n, 5, 14, 14, fill), label(NAME + 380 * n + 20, 12, word, "t s")]
    for n, (name, bars, remark) in enumerate(rows):
        y = TOP + ROW * n
        parts += [label(NAME - 12, y + ROW / 2 - 4, clip(name, 24), "t", "end")]
        parts += [label(WIDTH - RIGHT, y + ROW / 2 - 4, remark, "t s m", "end")]
        for k, ((fill, _), (size, shown)) in enumerate(zip(kinds, bars, strict=True)):
            top = y + 4 + k * (BAR + 3)
            parts.append(box(NAME, top, max(1.0, size * scale), BAR, fill))
            parts.append(label(NAME + size * scale + 6, top + BAR / 2, shown, "t s n"))
    return chart(WIDTH, TOP + ROW * max(1, len(rows)), title, *parts)
