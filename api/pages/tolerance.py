"""Tolerances of the balance in words: they are wider where clients are large (docs/model.md, section 4)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from assigner.i18n import Translator

Cell = Mapping[str, Any]
SAME = 1e-9


def usual(cells: Iterable[Cell]) -> float:
    """The tolerance of cells of one goal where no client is too large for it; 0 where nobody knows."""
    return min((one["tolerance"] for one in cells if one.get("tolerance") is not None), default=0.0)


def is_wide(cell: Cell, deviation: float, general: float) -> bool:
    """Whether a deviation (a fraction) beyond the general tolerance is within that of its cell."""
    side = cell.get("tolerance_high" if deviation > 0 else "tolerance_low")
    return side is not None and general + SAME < abs(deviation) <= side + SAME


def band_words(tr: Translator, cell: Cell, general: float) -> str:
    """What the cell may differ, and why that is more than in general; "" where it is not known."""
    low, high = cell.get("tolerance_low"), cell.get("tolerance_high")
    if low is None or high is None:
        return ""
    words = tr.gettext("May be −{low} to +{high} here", low=tr.percent(low), high=tr.percent(high))
    if max(low, high) <= general + SAME:
        return words
    why = tr.gettext(
        "wider than the usual {general}: half of the largest client that can move",
        general=tr.percent(general),
    )
    return f"{words},\n{why}"


def legend_words(tr: Translator) -> str:
    """What numbers, colours and the star of a heat map say."""
    colours = tr.gettext(
        "Numbers: per cent over (+) or under (−) the fair share. Orange: under, blue: over, grey: within the "
        "tolerance."
    )
    star = tr.gettext(
        "A number with * is further off than usual, yet within the tolerance: where clients are few or "
        "large, shares can't come out even, and half of the largest client that can move is let pass."
    )
    return f"{colours} {star}"


def usual_words(tr: Translator, general: float) -> str:
    """The tolerance of a goal; "" where it is not known."""
    return tr.gettext("Usual tolerance: {general}.", general=tr.percent(general)) if general else ""
