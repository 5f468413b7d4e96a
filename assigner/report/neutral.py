"""Free text that a spreadsheet must not take for a formula.

A cell that starts with = + - @ (or their full-width twins), a tab or a line break is run as a formula by
spreadsheet programs when a file is opened. Such *free text* (names, reasons, summaries) gets a leading
apostrophe, which those programs read as "this is text". Ids and numbers are never touched: a client called
"-5" must be found again under "-5".
"""

from __future__ import annotations

from collections.abc import Iterable

RISKY_STARTS = frozenset("=+-@＝＋－＠")
RISKY_BLANKS = frozenset("\t\r\n")


def neutralise(text: str) -> str:
    """The text, with an apostrophe in front where a spreadsheet would take it for a formula."""
    risky = text[:1] in RISKY_BLANKS or text.lstrip()[:1] in RISKY_STARTS
    return f"'{text}" if text and risky else text


def neutralise_all(texts: Iterable[str]) -> list[str]:
    """Every text of a column, neutralised."""
    return [neutralise(text) for text in texts]
