"""A comparison on the screen: one line for each scenario."""

from __future__ import annotations

from rich.text import Text

from assigner.cli.screen import Screen, plain
from assigner.i18n import Translator
from scenarios.compare.cells import CellText, cell_text
from scenarios.compare.figures import HEADLINE, short_words
from scenarios.compare.model import Column, Comparison, Noise

MAX_SENTENCES = 4
NARROW = 100
"""Below so many columns the terminal has room for the first figures only."""


def tell_comparison(screen: Screen, comparison: Comparison) -> None:
    """The headline figures of all columns, what was changed, and what all of them agree on."""
    tr = screen.tr
    screen.section(tr.gettext("Side by side"))
    keys = HEADLINE if screen.console.width >= NARROW else HEADLINE[:3]
    words = short_words(tr)
    heads = [tr.gettext("scenario"), *(words[key] for key in keys)]
    rows = [_row(comparison, n, keys, tr) for n in range(len(comparison.columns))]
    screen.table(heads, rows)
    _tell_noise(screen, comparison)
    _tell_changes(screen, comparison)
    _tell_moves(screen, comparison)


def _row(comparison: Comparison, n: int, keys: tuple[str, ...], tr: Translator) -> list[str | Text]:
    column = comparison.columns[n]
    name = Text(plain(column.title), "bold" if n == 0 else "")
    cells = [cell_text(tr, key, comparison.figure(key).entries[n]) for key in keys]
    return [name, *(_cell(one) for one in cells)]


def _cell(one: CellText) -> Text:
    """The value with its difference; what may be noise is dim."""
    text = f"{one.value} ({one.difference})" if one.difference else one.value
    return Text(plain(text), "dim" if one.noise == Noise.NOISE else "")


def _tell_noise(screen: Screen, comparison: Comparison) -> None:
    tr, seeds = screen.tr, max(len(column.runs) for column in comparison.columns)
    if seeds > 1:
        screen.line(
            tr.gettext(
                "Medians of {n} seeds; ≈ marks a difference inside their range, which may be noise.",
                n=seeds,
            )
        )
    elif len(comparison.columns) > 1:
        screen.line(tr.gettext("One seed each: --seeds 5 shows how much of a difference is noise."))


def _tell_changes(screen: Screen, comparison: Comparison) -> None:
    changed = [column for column in comparison.columns if column.sentences]
    if not changed:
        return
    screen.section(screen.tr.gettext("What was changed"))
    for column in changed:
        screen.line(column.title, "bold")
        _tell_sentences(screen, column)


def _tell_sentences(screen: Screen, column: Column) -> None:
    for sentence in column.sentences[:MAX_SENTENCES]:
        screen.line(sentence, indent=4)
    more = len(column.sentences) - MAX_SENTENCES
    if more > 0:
        screen.line(screen.tr.ngettext("... and {n} more", "... and {n} more", more), indent=4)


def _tell_moves(screen: Screen, comparison: Comparison) -> None:
    tr, moves = screen.tr, comparison.moves
    if len(comparison.columns) < 2:
        return
    screen.section(tr.gettext("Who moves"))
    said = tr.ngettext(
        "{n} client changes hands in some scenario, {everywhere} of them in all.",
        "{n} clients change hands in some scenario, {everywhere} of them in all.",
        len(moves.movers),
        everywhere=tr.number(moves.everywhere),
    )
    screen.line(said)
