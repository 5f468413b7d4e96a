"""What must be seen of a base at once, and how its columns were understood, as plain documents."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from api.work.entries import LANGUAGES
from assigner.i18n import Translator
from assigner.report.inspection.tiles import headline, tiles
from assigner.report.inspection.view import InspectionView
from assigner.report.inspection.words import is_uncertain

Row = dict[str, Any]


def told(view: InspectionView) -> Row:
    """The headline and the figures below it, in every language."""
    return {
        language: {"headline": headline(tr, view), "tiles": [asdict(tile) for tile in tiles(tr, view)]}
        for language, tr in ((language, Translator(language)) for language in LANGUAGES)
    }


def columns_document(view: InspectionView) -> Row:
    """What every column of every table was understood as."""
    columns = [
        asdict(column) | {"how": str(column.how), "uncertain": is_uncertain(column)}
        for column in view.portfolio.columns
    ]
    return {"columns": columns, "filled": [asdict(column) for column in view.found.quality.columns]}
