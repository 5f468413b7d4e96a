"""Counted things in words, for the templates: 1 client, 2 clients."""

from __future__ import annotations

from collections.abc import Callable

from assigner.i18n import Translator

Counted = Callable[[int], str]


def plurals(tr: Translator) -> dict[str, Counted]:
    """Filters of the templates: each turns a number into a phrase."""
    return {
        "clients": lambda n: tr.ngettext("{n} client", "{n} clients", n),
        "managers": lambda n: tr.ngettext("{n} manager", "{n} managers", n),
        "rows": lambda n: tr.ngettext("{n} row", "{n} rows", n),
        "keeps": lambda n: tr.ngettext("Keeps {n} client", "Keeps {n} clients", n),
        "proven": lambda n: tr.ngettext("{n} of them proven", "{n} of them proven", n),
        "touches": lambda n: tr.ngettext("{n} more touch", "{n} more touches", n),
        "and_more": lambda n: tr.ngettext("and {n} more", "and {n} more", n),
        "more_elsewhere": lambda n: tr.ngettext(
            "{n} more is in the workbook.", "{n} more are in the workbook.", n
        ),
        "segments_elsewhere": lambda n: tr.ngettext(
            "{n} smaller segment is in the workbook.", "{n} smaller segments are in the workbook.", n
        ),
    }
