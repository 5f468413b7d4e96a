"""Findings in words: what it is, and what to do."""

from __future__ import annotations

from assigner.i18n import Translator
from assigner.quality.model import Check, Finding
from assigner.quality.texts import ALIVE, DETAILS, IN_COLUMN, MEANINGS, NO_COLUMN, REMEDIES, WORDS

_WITH_NUMBER = (Check.IMPLAUSIBLE_POTENTIAL, Check.JUNK_VALUE)


def check_word(tr: Translator, check: Check) -> str:
    """The name of a kind of finding, for headings and columns."""
    return tr.gettext(WORDS[check])


def check_remedy(tr: Translator, check: Check) -> str:
    """What to do about a kind of finding, a whole sentence."""
    return tr.gettext(REMEDIES[check])


def finding_sentence(tr: Translator, found: Finding) -> str:
    """A finding as a whole: the column, how many cells, what it means and what to do."""
    one, many = MEANINGS[found.check]
    meaning = tr.ngettext(one, many, len(found))
    frame = IN_COLUMN if found.column else NO_COLUMN
    return tr.gettext(frame, column=found.column, meaning=meaning, remedy=check_remedy(tr, found.check))


def detail_word(tr: Translator, check: Check, detail: str) -> str:
    """What `Finding.details` has to say of one cell, in words; "" where it says nothing."""
    if not detail:
        return ""
    if check is Check.EXCLUDED_BUT_ALIVE:
        return tr.gettext(ALIVE[detail])
    if check in _WITH_NUMBER:
        word, _, number = detail.partition(" ")
        return tr.gettext(DETAILS[word], number=tr.number(float(number)))
    return detail
