"""Edits one after the other, each judged by what it leaves behind."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import numpy as np

from assigner.i18n import Translator
from scenarios.base import Base
from scenarios.edits.base import EditBase, EditRefused, refused
from scenarios.edits.invariants import check_facts
from scenarios.edits.standing import astray, pins
from scenarios.edits.words import Words


def apply_edits(base: Base, edits: Iterable[EditBase], tr: Translator) -> tuple[Base, tuple[str, ...]]:
    """The base after all edits, in their order, and what each of them did, in one sentence.

    Raises EditRefused with every reason of the first edit that can't apply: what follows builds on it, so
    that it could not be judged. `column` of each issue is the place, `edits.2.manager`.
    """
    told = []
    for n, edit in enumerate(edits):
        try:
            after = apply_one(base, edit, tr)
        except EditRefused as refusal:
            raise _placed(refusal, n, edit, tr) from None
        told.append(edit.sentence(base, after, tr))
        base = after
    return base, tuple(told)


def apply_one(base: Base, edit: EditBase, tr: Translator) -> Base:
    """The base after one edit, with its facts checked again. Raises EditRefused."""
    after = edit.apply(base, tr)
    check_facts(base.portfolio, after.portfolio)
    _refuse_void_pins(base, after, tr)
    return after


def _refuse_void_pins(before: Base, after: Base, tr: Translator) -> None:
    """Refuse what leaves a client pinned to somebody who may not have it any more."""
    void, words, pinned = np.setdiff1d(astray(after), astray(before)), Words(after, tr), pins(after)
    message = tr.gettext("the client is pinned to a manager who could not have it any more")
    remedy = tr.gettext("lift the pin first, with the edit `lift`")
    reasons = [
        ("clients", f"{words.client(one)} - {words.manager(int(pinned[one]))}", message, remedy)
        for one in void.tolist()
    ]
    if reasons:
        raise refused(tr, *reasons)


def _placed(refusal: EditRefused, n: int, edit: EditBase, tr: Translator) -> EditRefused:
    """The refusal with the number and the kind of its edit."""
    kind = str(getattr(edit, "kind", ""))
    return EditRefused(
        replace(
            issue,
            message=tr.gettext("edit {n} ({kind}): {message}", n=n + 1, kind=kind, message=issue.message),
            column=f"edits.{n}.{issue.column}" if issue.column else f"edits.{n}",
        )
        for issue in refusal.issues
    )
