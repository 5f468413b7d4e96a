"""How the columns were understood, and how well those of the clients are filled, ready to be listed."""

from __future__ import annotations

from dataclasses import dataclass

from assigner.i18n import Translator
from assigner.portfolio import ColumnMeaning
from assigner.quality.model import ColumnQuality
from assigner.report.inspection.view import InspectionView
from assigner.report.inspection.words import how_word, is_uncertain, meaning_word, table_word


@dataclass(frozen=True, slots=True)
class ColumnRow:
    """One column of one table: what it was taken for, how, and how surely (0..1)."""

    table: str
    file: str
    header: str
    meaning: str
    canonical: str
    how: str
    confidence: float
    uncertain: bool
    hidden: bool
    examples: str


@dataclass(frozen=True, slots=True)
class FilledRow:
    """One column of the clients: shares of filled and of bad cells."""

    header: str
    meaning: str
    num_rows: int
    num_filled: int
    num_distinct: int
    num_bad: int

    @property
    def filled(self) -> float:
        """Share of rows with a value."""
        return self.num_filled / self.num_rows if self.num_rows else 0.0


def column_rows(tr: Translator, view: InspectionView) -> list[ColumnRow]:
    """All columns, in the order of tables and files."""
    return [_column(tr, column) for column in view.portfolio.columns]


def _column(tr: Translator, column: ColumnMeaning) -> ColumnRow:
    return ColumnRow(
        table=table_word(tr, column.table),
        file=column.file,
        header=column.header,
        meaning=meaning_word(tr, column.meaning),
        canonical=column.meaning,
        how=how_word(tr, column),
        confidence=column.confidence,
        uncertain=is_uncertain(column),
        hidden=column.hidden,
        examples="; ".join(column.examples),
    )


def quality_rows(tr: Translator, view: InspectionView) -> list[FilledRow]:
    """The columns of the clients, as they stand in the table."""
    return [_filled(tr, column) for column in view.found.quality.columns]


def _filled(tr: Translator, column: ColumnQuality) -> FilledRow:
    return FilledRow(
        header=column.header,
        meaning=meaning_word(tr, column.meaning),
        num_rows=column.num_rows,
        num_filled=column.num_filled,
        num_distinct=column.num_distinct,
        num_bad=column.num_bad,
    )
