"""What is odd about the cards: by kind, by manager, by column, ready to be listed."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from assigner.i18n import Translator
from assigner.portfolio import IntArray
from assigner.quality import check_word, finding_sentence
from assigner.quality.model import Check, Finding
from assigner.report.inspection.view import InspectionView

MAX_EXAMPLES = 5


@dataclass(frozen=True, slots=True)
class FoundLine:
    """One finding in a sentence, with some of its values and the managers who have most of it."""

    word: str
    count: int
    sentence: str
    examples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class JunkRow:
    """What is wrong with the cards of one manager; `counts` go with the columns of the table."""

    manager_idx: int
    manager: str
    cards: int
    completeness: float  # NaN without a card
    total: int
    counts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class JunkTable:
    """Problems by manager (rows, the most per card first) and kind (columns, the most frequent first).

    The last column, None, are problems that were told when the table was read; it is left out where there
    are none.
    """

    kinds: tuple[Check | None, ...]
    rows: tuple[JunkRow, ...]


def by_size(view: InspectionView) -> list[Finding]:
    """The findings, those with the most rows first."""
    return sorted(view.found.quality.findings, key=lambda found: -len(found))


def found_lines(tr: Translator, view: InspectionView) -> list[FoundLine]:
    """One line per finding, the most rows first."""
    return [
        FoundLine(check_word(tr, found.check), len(found), finding_sentence(tr, found), examples(found))
        for found in by_size(view)
        if len(found)
    ]


def examples(found: Finding) -> tuple[str, ...]:
    """The first few different values of a finding, blanks left out."""
    values = (str(value) for value in found.values)
    return tuple(dict.fromkeys(value for value in values if value))[:MAX_EXAMPLES]


def kinds_found(view: InspectionView) -> list[tuple[Check, int]]:
    """Kinds of findings with their number of rows, the most frequent first."""
    quality = view.found.quality
    counts = [(check, quality.count(check)) for check in Check]
    return sorted((entry for entry in counts if entry[1]), key=lambda entry: -entry[1])


def junk_table(view: InspectionView) -> JunkTable:
    """Who fills in junk: managers with any problem."""
    table = view.found.quality.managers
    columns: list[tuple[Check | None, IntArray]] = [
        (check, table.findings[check]) for check, _ in kinds_found(view) if table.findings[check].any()
    ]
    if table.issues.any():
        columns.append((None, table.issues))
    per_card = table.total / np.maximum(table.cards, 1)
    worst = sorted(np.flatnonzero(table.total > 0).tolist(), key=lambda j: (-per_card[j], j))
    rows = [
        JunkRow(
            manager_idx=j,
            manager=str(view.manager_names[j]),
            cards=int(table.cards[j]),
            completeness=float(table.completeness[j]),
            total=int(table.total[j]),
            counts=tuple(int(counts[j]) for _, counts in columns),
        )
        for j in worst
    ]
    return JunkTable(tuple(check for check, _ in columns), tuple(rows))


def kind_word(tr: Translator, check: Check | None) -> str:
    """The head of a column of the table by manager."""
    return tr.gettext("Could not be read") if check is None else check_word(tr, check)
