"""Counted things in words, for the templates of the inspection."""

from __future__ import annotations

from assigner.i18n import Translator
from assigner.report.page.plurals import Counted


def plurals(tr: Translator) -> dict[str, Counted]:
    """Filters of the templates: each turns a number into a phrase."""
    return {
        "points": lambda n: tr.ngettext("{n} more touch", "{n} more touches", n),
    }
