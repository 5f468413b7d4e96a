"""New managers."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Literal

import numpy as np
from pydantic import Field

from assigner.i18n import Translator
from assigner.policy.parts import NonNegative, Positive, Share
from assigner.portfolio import NOBODY
from scenarios.base import Base
from scenarios.edits.base import EditBase
from scenarios.edits.changing import add_managers, set_list
from scenarios.edits.finding import Finder
from scenarios.edits.refs import Ref
from scenarios.edits.standing import weights
from scenarios.edits.words import Words, joined


class Hire(EditBase):
    """New managers join the team, with nobody in their books."""

    kind: Literal["hire"] = "hire"
    manager: Ref = Field(description="id of the new manager; of several: what their ids begin with")
    name: str = Field("", description="name; blank: the id")
    count: int = Field(
        1, ge=1, le=100, description="so many are hired; more than one get the ids id-1, id-2, ..."
    )
    share: Positive = Field(1.0, description="full-time equivalent: 1 is a full share, 0.5 half of one")
    start_date: date | None = Field(
        None, description="first day, from which the ramp runs; blank: a full share at once"
    )
    like: Ref | None = Field(
        None, description="a manager whose segments, commission rate and place the new ones get"
    )
    eligible: Mapping[Ref, tuple[Ref, ...]] = Field(
        default_factory=dict, description="dimension: the values they may serve; blank: as `like`, else all"
    )
    commission_rate: Share | None = Field(
        None, description="share of revenue; blank: as `like`, else the policy's"
    )
    max_clients: NonNegative | None = Field(
        None, description="most clients each can have; blank: no own limit"
    )
    max_workload: NonNegative | None = Field(
        None, description="most hours a month each can work; blank: no own limit"
    )

    def apply(self, base: Base, tr: Translator) -> Base:
        """The managers at the end of the table. Refuses ids in use and unknown segments."""
        find = Finder(base, tr)
        like = find.manager("like", self.like) if self.like is not None else NOBODY
        lists = {name: self._values(find, name, values) for name, values in self.eligible.items()}
        self._refuse_known(find)
        find.done()
        new = [len(base.portfolio.managers) + n for n in range(self.count)]
        after = add_managers(base, self.count, **self._columns(base, like))
        if like != NOBODY:
            for name, known in base.portfolio.managers.eligible.items():
                after = set_list(after, name, new, known[like])
        for name, allowed in lists.items():
            after = set_list(after, name, new, allowed)
        return after

    def sentence(self, before: Base, after: Base, tr: Translator) -> str:
        """Who joins, and what that does to the weight of the team."""
        words, first = Words(after, tr), len(before.portfolio.managers)
        old, new = weights(before).sum(), weights(after)
        joins = tr.gettext(
            "{names}: hired; the weight of the team goes from {before} to {after}.",
            names=words.managers(range(first, first + self.count)),
            before=words.amount(float(old)),
            after=words.amount(float(new.sum())),
        )
        return joined(joins, "" if new[first] > 0 else self._later(before, tr))

    def _later(self, base: Base, tr: Translator) -> str:
        return tr.gettext(
            "They start after {day}, the day of the base, and get nothing yet.", day=tr.date(base.as_of)
        )

    def _values(self, find: Finder, name: str, values: tuple[str, ...]) -> frozenset[str]:
        dimension = find.dimension("eligible", name)
        if not values:
            message = find.tr.gettext("an empty list would let nobody be served")
            find.refuse(f"eligible.{name}", "", message, find.tr.gettext("leave the dimension out"))
        return frozenset(find.labels(f"eligible.{name}", dimension, values))

    def _refuse_known(self, find: Finder) -> None:
        known = set(map(str, find.base.portfolio.managers.manager_id))
        for key in self._ids():
            if key in known:
                message = find.tr.gettext("a manager with this id is in the tables already")
                find.refuse("manager", key, message, find.tr.gettext("choose another id"))

    def _ids(self) -> list[str]:
        return [self.manager] if self.count == 1 else [f"{self.manager}-{n + 1}" for n in range(self.count)]

    def _names(self) -> list[str]:
        name = self.name.strip()
        if not name:
            return self._ids()
        return [name] if self.count == 1 else [f"{name} {n + 1}" for n in range(self.count)]

    def _columns(self, base: Base, like: int) -> dict[str, Any]:
        team = base.portfolio.managers

        def column(given: float | None, name: str) -> Any:
            copied = getattr(team, name)[like] if like != NOBODY and name in _COPIED else np.nan
            return np.full(self.count, copied if given is None else given)

        limits = {name: column(getattr(self, name), name) for name in ("max_clients", "max_workload")}
        return limits | {
            "manager_id": np.array(self._ids(), dtype=object),
            "name": np.array(self._names(), dtype=object),
            "fte": np.full(self.count, self.share),
            "start_date": np.full(self.count, np.datetime64(self.start_date, "D")),
            "leaving": np.zeros(self.count, dtype=bool),
            "commission_rate": column(self.commission_rate, "commission_rate"),
            "lat": column(None, "lat"),
            "lon": column(None, "lon"),
            "listed": np.ones(self.count, dtype=bool),
        }


_COPIED = frozenset({"commission_rate", "lat", "lon"})
"""What a new manager has from the one that he is like; his limits are his own."""
