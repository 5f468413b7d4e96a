"""Managers who write little and may well be honest, in words."""

from __future__ import annotations

from assigner.i18n import Translator
from assigner.report.inspection.view import InspectionView
from assigner.report.words import discard_words


def terse_sentences(tr: Translator, view: InspectionView) -> list[str]:
    """A few words on each manager whose contacts fail for what is missing, and what they would mean."""
    words = discard_words(tr)
    return [
        tr.gettext(
            "{manager}: {thin} of {contacts} logged contacts do not count because something is missing"
            " (mostly: {reason}); none of it looks padded.",
            manager=view.manager_names[writer.manager_idx],
            thin=tr.number(writer.num_thin),
            contacts=tr.number(writer.num_contacts),
            reason=words[writer.reason],
        )
        + " "
        + tr.ngettext(
            "If they are true, {n} more client is really worked: ask, or ring it up and give the answer"
            " with --audit.",
            "If they are true, {n} more clients are really worked: ask, or ring some of them up and give"
            " the answers with --audit.",
            writer.num_clients,
        )
        for writer in view.found.terse
    ]
