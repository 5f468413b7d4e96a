"""Who leaves, who comes back, how much of a share a manager has, and his own limits."""

from __future__ import annotations

from datetime import date
from typing import Literal

import numpy as np
from pydantic import Field

from assigner.i18n import Translator
from assigner.policy.parts import NonNegative, Positive
from assigner.portfolio import NOBODY
from scenarios.base import Base
from scenarios.edits.base import EditBase
from scenarios.edits.changing import set_managers, with_pins
from scenarios.edits.finding import Finder
from scenarios.edits.refs import Ref
from scenarios.edits.standing import book, pins, weights
from scenarios.edits.words import Words, joined

LIMITS = Literal["max_clients", "max_workload"]


class Leave(EditBase):
    """Managers leave: their clients need another owner, pins to them are lifted."""

    kind: Literal["leave"] = "leave"
    managers: tuple[Ref, ...] = Field(min_length=1, description="who leaves")

    def apply(self, base: Base, tr: Translator) -> Base:
        """The managers as leavers. Refuses unknown ones."""
        find = Finder(base, tr)
        gone = find.managers("managers", self.managers)
        find.done()
        return _without_void_pins(base, set_managers(base, gone, leaving=True))

    def sentence(self, before: Base, after: Base, tr: Translator) -> str:
        """Who leaves and what he leaves behind."""
        words, gone = Words(before, tr), Finder(before, tr).managers("managers", self.managers)
        leaves = tr.gettext(
            "{names}: leaving; {clients} left behind.",
            names=words.managers(gone),
            clients=words.book(book(before, gone)),
        )
        return joined(leaves, _pins_lifted(before, after, tr))


class ReturnFromLeave(EditBase):
    """A manager who was away comes back and takes part in the division again."""

    kind: Literal["return_from_leave"] = "return_from_leave"
    manager: Ref = Field(description="who comes back")
    share: Positive = Field(1.0, description="full-time equivalent after the return")
    start_date: date | None = Field(
        None, description="day of the return, from which the ramp runs; blank: a full share at once"
    )

    def apply(self, base: Base, tr: Translator) -> Base:
        """The manager with weight. Refuses one who is at work already, with another share."""
        find = Finder(base, tr)
        at = find.manager("manager", self.manager)
        find.done()
        start = np.datetime64(self.start_date, "D")
        after = set_managers(base, [at], leaving=False, listed=True, fte=self.share, start_date=start)
        if weights(base)[at] > 0 and weights(base)[at] != weights(after)[at]:
            message = tr.gettext("the manager is not on leave")
            find.refuse("manager", self.manager, message, tr.gettext("use the edit `share`"))
            find.done()
        return after

    def sentence(self, before: Base, after: Base, tr: Translator) -> str:
        """Who returns with what weight, and what is still in the book."""
        at = Finder(before, tr).manager("manager", self.manager)
        words = Words(after, tr)
        return tr.gettext(
            "{name}: back with the weight {weight}, still the owner of {clients}.",
            name=words.manager(at),
            weight=words.amount(float(weights(after)[at])),
            clients=words.book(book(after, [at])),
        )


class ChangeShare(EditBase):
    """Another share or start date for managers: part-time, full-time, on leave (share 0)."""

    kind: Literal["share"] = "share"
    managers: tuple[Ref, ...] = Field(min_length=1, description="whose share changes")
    share: NonNegative | None = Field(None, description="full-time equivalent; 0: on leave; blank: as it is")
    start_date: date | None = Field(None, description="first day, from which the ramp runs; blank: as it is")
    no_ramp: bool = Field(False, description="true: without a start date, so the full share counts at once")

    def apply(self, base: Base, tr: Translator) -> Base:
        """The managers with another weight. Refuses an edit that says nothing or both of two things."""
        find = Finder(base, tr)
        at = find.managers("managers", self.managers)
        self._refuse_senseless(find)
        find.done()
        after = base
        if self.share is not None:
            after = set_managers(after, at, fte=self.share)
        if self.start_date is not None or self.no_ramp:
            after = set_managers(after, at, start_date=np.datetime64(self.start_date, "D"))
        return _without_void_pins(base, after)

    def sentence(self, before: Base, after: Base, tr: Translator) -> str:
        """Weights before and after."""
        words, at = Words(after, tr), Finder(before, tr).managers("managers", self.managers)
        changes = [
            tr.gettext(
                "{name} from {before} to {after}",
                name=words.manager(one),
                before=words.amount(float(weights(before)[one])),
                after=words.amount(float(weights(after)[one])),
            )
            for one in at
        ]
        said = tr.gettext("Weight changed: {changes}.", changes=words.changes(changes))
        return joined(said, _pins_lifted(before, after, tr))

    def _refuse_senseless(self, find: Finder) -> None:
        if self.start_date is not None and self.no_ramp:
            message = find.tr.gettext("a start date and no ramp contradict each other")
            find.refuse("no_ramp", "true", message, find.tr.gettext("give one of them"))
        if self.share is None and self.start_date is None and not self.no_ramp:
            message = find.tr.gettext("nothing is changed")
            find.refuse("share", "", message, find.tr.gettext("give `share`, `start_date` or `no_ramp`"))


class ManagerLimits(EditBase):
    """Limits of single managers; they go before those of the policy."""

    kind: Literal["manager_limits"] = "manager_limits"
    managers: tuple[Ref, ...] = Field(min_length=1, description="whose limits change")
    max_clients: NonNegative | None = Field(None, description="most clients; blank: as it is")
    max_workload: NonNegative | None = Field(None, description="most hours a month; blank: as it is")
    lift: tuple[LIMITS, ...] = Field((), description="limits that are taken away")

    def apply(self, base: Base, tr: Translator) -> Base:
        """The managers with other limits. Refuses an edit that says nothing or both of two things."""
        find = Finder(base, tr)
        at = find.managers("managers", self.managers)
        given = {name: value for name, value in self._limits().items() if value is not None}
        for name in sorted(set(given) & set(self.lift)):
            message = tr.gettext("the limit is both given and taken away")
            find.refuse(name, str(given[name]), message, tr.gettext("leave one of them out"))
        if not given and not self.lift:
            message = tr.gettext("nothing is changed")
            find.refuse(
                "max_clients", "", message, tr.gettext("give `max_clients`, `max_workload` or `lift`")
            )
        find.done()
        return set_managers(base, at, **(given | dict.fromkeys(self.lift, np.nan)))

    def sentence(self, before: Base, after: Base, tr: Translator) -> str:
        """The limits now, and what the managers have today."""
        words, at = Words(after, tr), Finder(before, tr).managers("managers", self.managers)
        limits = [self._limit(after, at[0], name, tr) for name in ("max_clients", "max_workload")]
        return tr.gettext(
            "{names}: {limits}; today {clients}.",
            names=words.managers(at),
            limits=", ".join(limits),
            clients=words.book(book(after, at)),
        )

    def _limits(self) -> dict[str, float | None]:
        return {"max_clients": self.max_clients, "max_workload": self.max_workload}

    def _limit(self, base: Base, at: int, name: str, tr: Translator) -> str:
        value = float(getattr(base.portfolio.managers, name)[at])
        texts = {
            "max_clients": "at most {limit} clients",
            "max_workload": "at most {limit} hours a month",
        }
        none = {
            "max_clients": "no own limit on clients",
            "max_workload": "no own limit on workload",
        }
        if np.isnan(value):
            return tr.gettext(none[name])
        return tr.gettext(texts[name], limit=Words(base, tr).amount(value))


def _without_void_pins(before: Base, after: Base) -> Base:
    """Without the pins to managers who had weight and have none now: they could take nobody."""
    gone = np.flatnonzero((weights(before) > 0) & (weights(after) == 0))
    void = np.flatnonzero(np.isin(pins(after), gone)).astype(np.int32)
    return with_pins(after, void, np.full(len(void), NOBODY)) if len(void) else after


def _pins_lifted(before: Base, after: Base, tr: Translator) -> str:
    lifted = int((pins(before) != NOBODY).sum() - (pins(after) != NOBODY).sum())
    if not lifted:
        return ""
    return tr.ngettext("{n} pin to them is lifted.", "{n} pins to them are lifted.", lifted)
