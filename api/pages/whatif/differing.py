"""What differs between the columns of a comparison, in words: pure functions of its document."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from api.pages.whatif.measures import told, told_difference
from assigner.i18n import Translator
from scenarios.compare.figures import HEADLINE, figure_words

Row = dict[str, Any]
Entry = Mapping[str, Any]
NOISE, SAME = "noise", "same"
STAKE, KEPT, BOOK = "commission_at_stake", "kept_proven", "after.ratio"
TOLD = (*HEADLINE, KEPT)
"""What each column tells of itself: what a plan keeps beside what it moves."""


def cell(tr: Translator, key: str, entry: Entry | None) -> str:
    """A figure with its difference from the first column: `19.4 (≈ +0.3)`."""
    if entry is None:
        return "–"
    value = told(tr, key, entry["median"])
    change = told_difference(tr, key, entry["difference"] or 0.0)
    if not change:
        return value
    return f"{value} (≈ {change})" if entry["noise"] == NOISE else f"{value} ({change})"


def differences(tr: Translator, comparison: Row, column: int, edits: Sequence[Row] = ()) -> list[str]:
    """One sentence for each headline figure that differs, then who moves; of the first column its figures.

    `edits` are those of the column. What a leaver was paid is at stake for nobody: with another team the
    commission at stake is told without saying which is better.
    """
    words = figure_words(tr)
    rows = {row["figure"]: row for row in comparison["figures"]}
    headline = [rows[key] for key in TOLD if key in rows]
    if another_team(comparison, column, edits):
        headline = [row | {"better": None} if row["figure"] == STAKE else row for row in headline]
    if column == 0:
        return [f"{words[row['figure']]}: {cell(tr, row['figure'], row['entries'][0])}" for row in headline]
    found = [*_changes(tr, words, headline, column), *_moves(tr, comparison["moves"], column)]
    return found or [tr.gettext("Nothing differs from today's policy.")]


def another_team(comparison: Row, column: int, edits: Sequence[Row]) -> bool:
    """Whether somebody leaves in a column, or its number of managers differs from that of the first."""
    if any(edit["kind"] == "leave" for edit in edits):
        return True
    rows = [one["figures"][BOOK]["entries"] for one in comparison.get("managers", ())]
    first, here = (sum(row[n] is not None for row in rows) for n in (0, column))
    return first != here


def _changes(tr: Translator, words: Mapping[str, str], rows: list[Row], column: int) -> Iterator[str]:
    for row in rows:
        first, entry = row["entries"][0], row["entries"][column]
        if first is None or entry is None or not entry["difference"] or entry["noise"] == SAME:
            continue
        key = row["figure"]
        if not told_difference(tr, key, entry["difference"]):
            continue
        yield _change(tr, words[key], row["better"], _both(tr, key, first, entry), entry)


def _both(tr: Translator, key: str, first: Entry, entry: Entry) -> tuple[str, str]:
    return told(tr, key, first["median"]), told(tr, key, entry["median"])


def _change(tr: Translator, figure: str, better: str | None, both: tuple[str, str], entry: Entry) -> str:
    text = "{figure}: {before} → {after}"
    values = {"figure": figure, "before": both[0], "after": both[1]}
    if entry["noise"] == NOISE:
        return tr.gettext("{figure}: {before} → {after}, which may be noise", **values)
    if better is None:
        return text.format(**values)
    if (entry["difference"] > 0) == (better == "more"):
        return tr.gettext("{figure}: {before} → {after}, better", **values)
    return tr.gettext("{figure}: {before} → {after}, worse", **values)


def _moves(tr: Translator, moves: Row, column: int) -> Iterator[str]:
    elsewhere = moves["differing"][0][column]
    if elsewhere:
        yield tr.ngettext(
            "{n} client has another manager than under today's policy",
            "{n} clients have another manager than under today's policy",
            elsewhere,
        )
