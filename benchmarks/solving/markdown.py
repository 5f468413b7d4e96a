"""Figures and tables as Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

NONE = "-"


def number(value: float | None, digits: int = 3) -> str:
    """A figure, with fewer digits where it is large; a dash for None."""
    if value is None:
        return NONE
    return f"{value:,.{digits if abs(value) < 1000 else 0}f}"


def seconds(value: float | None) -> str:
    """Seconds, a dash for never."""
    return NONE if value is None else f"{value:.2f}" if value < 10 else f"{value:.0f}"


def percent(share: float | None) -> str:
    """A share of 1 as per cent, never rounded down to nothing."""
    if share is None:
        return NONE
    return f"{100 * share:.2f} %" if share < 10 else f"{100 * share:,.0f} %"


def table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table."""
    lines = [header, ["---"] * len(header), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)
