"""The ways out of a conflict of rules, from plain data back into changes of policy and tables."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from assigner.errors import InputError, Issue, Severity
from assigner.i18n import Translator
from assigner.portfolio import NOBODY, Portfolio, StrArray
from assigner.problem.changes import KINDS, LIMITS, OWN_LIMITS, Change, apply_changes
from scenarios.base import Base

NAMED: Mapping[str, tuple[str, ...]] = {
    "keep": ("client", "manager"),
    "eligible": ("manager", "dimension", "value"),
    "banned": ("client", "manager"),
    "together": ("client",),
    "apart": ("client", "other"),
}
"""What a change of each rule about clients and managers must name."""

Document = Mapping[str, Any]


def relax(base: Base, changes: Sequence[Document], tr: Translator) -> Base:
    """The base with changes made that are written as a `Remedy` tells them.

    Raises InputError with every change that does not fit the base.
    """
    reader = _Reader(base.portfolio, tr)
    found = [reader.read(n, one) for n, one in enumerate(changes)]
    if reader.issues:
        raise InputError(reader.issues)
    portfolio, policy = apply_changes(base.portfolio, base.policy, (one for one in found if one is not None))
    return replace(base, portfolio=portfolio, policy=policy)


class _Reader:
    """Reads single changes and collects what is wrong with them."""

    def __init__(self, portfolio: Portfolio, tr: Translator) -> None:
        self._portfolio, self._tr = portfolio, tr
        self.issues: list[Issue] = []

    def read(self, n: int, data: Document) -> Change | None:
        """One change, None where it has problems."""
        rule, before = str(data.get("rule", "")), len(self.issues)
        if rule not in KINDS:
            known = ", ".join(KINDS)
            self._note(n, "rule", rule, self._tr.gettext("there is no such rule"), known)
            return None
        found = Change(
            rule,
            measure=str(data.get("measure", "")),
            manager=self._place(n, data, "manager", self._portfolio.managers.manager_id),
            client=self._place(n, data, "client", self._portfolio.clients.client_id),
            other=self._place(n, data, "other", self._portfolio.clients.client_id),
            dimension=str(data.get("dimension", "")),
            value=str(data.get("value", "")),
            asked=_number(data, "asked"),
            to=_number(data, "to", math.nan if rule in LIMITS else 0.0),  # a blank limit is not none at all
        )
        self._judge(n, data, found)
        return found if len(self.issues) == before else None

    def _judge(self, n: int, data: Document, change: Change) -> None:
        """Note what a change lacks."""
        missing = [name for name in NAMED.get(change.rule, ()) if name not in data]
        if change.rule in LIMITS and not (math.isfinite(change.to) and change.to >= 0):
            missing.append("to")
        own = change.rule in LIMITS and change.manager != NOBODY
        if own and change.measure not in OWN_LIMITS:
            missing.append("measure")
        for name in missing:
            self._note(n, name, "", self._tr.gettext("must not be blank"), "")
        dimensions = self._portfolio.managers.eligible
        if change.rule == "eligible" and change.dimension not in dimensions:
            message = self._tr.gettext("the clients have no such dimension")
            self._note(n, "dimension", change.dimension, message, ", ".join(dimensions))

    def _place(self, n: int, data: Document, field: str, ids: StrArray) -> int:
        """Position of what is named, NOBODY where nothing is."""
        if field not in data:
            return NOBODY
        found = (ids == str(data[field])).nonzero()[0]
        if len(found):
            return int(found[0])
        manager = field == "manager"
        message = (
            self._tr.gettext("there is no such manager")
            if manager
            else self._tr.gettext("there is no such client")
        )
        self._note(n, field, str(data[field]), message, "")
        return NOBODY

    def _note(self, n: int, field: str, value: str, message: str, remedy: str) -> None:
        place = f"changes.{n}.{field}"
        self.issues.append(Issue(Severity.ERROR, "relax", message, remedy, column=place, value=value))


def _number(data: Document, field: str, blank: float = 0.0) -> float:
    value = data.get(field, blank)
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else math.nan
