"""Which evidence is missing, in words; the English texts are the message ids of the catalogue."""

from __future__ import annotations

from assigner.i18n import Translator
from assigner.report.words import discard_words

MISSING = {
    "no_log": "there is no log of touches",
    "no_touch": "the owner has logged no touch",
    "only_old_touches": "the touches that count are too old or too few",
    "no_transaction": "no transaction or revenue proves the relationship",
}


def missing_words(tr: Translator, codes: str) -> list[dict[str, str]]:
    """Codes of missing evidence, separated by ";", each with its words."""
    words = discard_words(tr) | {code: tr.gettext(text) for code, text in MISSING.items()}
    return [{"code": code, "text": words[code]} for code in codes.split(";") if code]
