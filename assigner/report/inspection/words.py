"""Words for what an inspection lists, in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable

from assigner.duplicates.model import Match
from assigner.i18n import Translator
from assigner.policy.model import TOTAL
from assigner.portfolio import ColumnMeaning, How
from assigner.report.inspection.texts import HOWS, MATCHES, MEANINGS, TABLES
from assigner.report.words import segment_word

CERTAIN = 0.995
"""Confidence from which a meaning is not worth a second look."""


def table_word(tr: Translator, table: str) -> str:
    """What a table is called."""
    return tr.gettext(TABLES[table]) if table in TABLES else table


def meaning_word(tr: Translator, meaning: str) -> str:
    """What a column means: a known thing, a segment dimension by its name, or nothing."""
    if not meaning:
        return tr.gettext("nothing known")
    if meaning in MEANINGS:
        return tr.gettext(MEANINGS[meaning])
    return tr.gettext("segment {name}", name=meaning)


def how_word(tr: Translator, column: ColumnMeaning) -> str:
    """How the meaning was found out."""
    word = tr.gettext(HOWS[column.how])
    return f"{word} ({column.profile})" if column.profile else word


def is_uncertain(column: ColumnMeaning) -> bool:
    """Whether the meaning of a column is a guess, or the column is not used: worth a look."""
    return column.confidence < CERTAIN or column.how in (How.FUZZY, How.SEGMENT, How.IGNORED)


def match_words(tr: Translator, reasons: Iterable[Match], similarity: float) -> str:
    """Why two cards may be the same client, in one line."""
    said = []
    for reason in reasons:
        word = tr.gettext(MATCHES[reason])
        said.append(f"{word} ({tr.percent(similarity)})" if reason is Match.SIMILAR_NAME else word)
    return ", ".join(said)


def group_word(tr: Translator, dimension: str, label: str) -> str:
    """A group of the ABC classes: a segment value, or the whole base."""
    return tr.gettext("the whole base") if dimension == TOTAL else segment_word(tr, label)
