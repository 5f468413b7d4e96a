"""Bars stacked of kinds of clients: proven, active, dormant, claimed, newly received."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from assigner.evidence.model import State
from assigner.i18n import Translator
from assigner.report.page.patterns import CLAIMED, RECEIVED
from assigner.report.page.svg import BLUE, SKY, box, label, tag, tip
from assigner.report.words import state_words

BAR = 15.0


@dataclass(frozen=True, slots=True)
class Part:
    """One kind of client in a bar: fill, class of the number in it, word."""

    fill: str
    ink: str
    word: str


def state_parts(tr: Translator) -> list[Part]:
    """The states a client of an owner can be in, from the firmest to the weakest."""
    words = state_words(tr)
    return [
        Part(BLUE, "w", words[State.PROVEN]),
        Part(SKY, "", words[State.ACTIVE]),
        Part("#c9ced3", "", words[State.DORMANT]),
        Part(CLAIMED, "", tr.gettext("claimed (“dead soul”)")),
    ]


def received_part(tr: Translator) -> Part:
    """What comes to a new manager."""
    return Part(RECEIVED, "", tr.gettext("newly received"))


def capacity_parts(tr: Translator) -> list[Part]:
    """What becomes of potential today: worked, held only, free."""
    return [
        Part(BLUE, "w", tr.gettext("really worked")),
        Part(CLAIMED, "", tr.gettext("held, not worked")),
        Part("#fff", "", tr.gettext("free")),
    ]


def stack(
    sizes: Sequence[float],
    kinds: Sequence[Part],
    place: tuple[float, float],
    scale: float,
    shown: Callable[[float], str],
) -> tuple[list[Markup], float]:
    """The pieces of one bar that begins at `place`, and where it ends; `scale` is the width of one."""
    (x, y), parts = place, []
    for size, kind in zip(sizes, kinds, strict=True):
        if size > 0:
            parts.append(_piece(shown(size), kind, x, y, size * scale))
            x += size * scale
    return parts, x


def _piece(shown: str, kind: Part, x: float, y: float, width: float) -> Markup:
    outline = "#6b757e" if kind.fill == "#fff" else "#fff"
    parts = [
        tip(f"{kind.word}: {shown}"),
        box(x + 0.5, y + 0.5, width - 1, BAR - 1, kind.fill, stroke=outline, stroke_width=1),
    ]
    if width > 9 + 7 * len(shown):
        if kind.fill in (CLAIMED, RECEIVED):
            parts.append(
                box(x + width / 2 - 4 - 3.5 * len(shown), y + 2, 8 + 7 * len(shown), BAR - 4, "#fff", rx=2)
            )
        parts.append(label(x + width / 2, y + BAR / 2, shown, f"t s n {kind.ink}", "middle"))
    return tag("g", *parts)


def legend(kinds: Sequence[Part], x: float) -> Markup:
    """What the fills mean, in one line from `x` on."""
    parts = []
    for kind in kinds:
        parts.append(box(x, 3, 22, 14, kind.fill, stroke="#6b757e" if kind.fill == "#fff" else "none"))
        parts.append(label(x + 29, 10, kind.word, "t s m"))
        x += 29 + 7.2 * len(kind.word) + 24
    return tag("g", *parts)
