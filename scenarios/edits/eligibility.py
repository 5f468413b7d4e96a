"""Who may serve which segments."""

from __future__ import annotations

from typing import Literal

import numpy as np
from pydantic import Field

from assigner.i18n import Translator
from assigner.portfolio import Dimension
from scenarios.base import Base
from scenarios.edits.base import EditBase
from scenarios.edits.changing import set_list
from scenarios.edits.finding import Finder
from scenarios.edits.refs import Ref
from scenarios.edits.standing import may_have
from scenarios.edits.words import Words


class ChangeEligibility(EditBase):
    """Other segments for managers: exactly some values, some more, some fewer, or all."""

    kind: Literal["eligibility"] = "eligibility"
    managers: tuple[Ref, ...] = Field(min_length=1, description="whose segments change")
    dimension: Ref = Field(description="the dimension that the values are of")
    values: tuple[Ref, ...] = Field((), description="they may serve exactly these values")
    add: tuple[Ref, ...] = Field((), description="they may serve these values too")
    remove: tuple[Ref, ...] = Field((), description="they may no longer serve these values")
    everything: bool = Field(False, description="true: they may serve every value")

    def apply(self, base: Base, tr: Translator) -> Base:
        """The managers with other lists. Refuses unknown values, and a list that would be empty."""
        find = Finder(base, tr)
        at = find.managers("managers", self.managers)
        dimension = find.dimension("dimension", self.dimension)
        self._refuse_senseless(find)
        lists = {one: self._list(find, dimension, one) for one in at}
        find.done()
        for one, allowed in lists.items():
            base = set_list(base, self.dimension, [one], allowed)
        return base

    def sentence(self, before: Base, after: Base, tr: Translator) -> str:
        """How many clients the managers may have, before and after."""
        at = Finder(before, tr).managers("managers", self.managers)
        return _reach(before, after, at, tr)

    def _list(self, find: Finder, dimension: Dimension | None, at: int) -> frozenset[str] | None:
        """The new list of one manager, None for no limit."""
        exact = find.labels("values", dimension, self.values)
        more, fewer = find.labels("add", dimension, self.add), find.labels("remove", dimension, self.remove)
        if self.everything or dimension is None:
            return None
        known = find.base.portfolio.managers.eligible.get(self.dimension)
        today = known[at] if known is not None else None
        if exact:
            return frozenset(exact)
        if today is None and not fewer:
            return None
        left = ((set(dimension.labels) if today is None else set(today)) | set(more)) - set(fewer)
        if not left:
            message = find.tr.gettext("{name} could serve nobody", name=Words(find.base, find.tr).manager(at))
            find.refuse("remove", "", message, find.tr.gettext("use the edit `leave`, or leave a value"))
        return frozenset(left)

    def _refuse_senseless(self, find: Finder) -> None:
        ways = [bool(self.values), bool(self.add or self.remove), self.everything]
        if sum(ways) != 1:
            message = find.tr.gettext("it is not clear which values are meant")
            remedy = find.tr.gettext("give `values`, or `add` and `remove`, or `everything`")
            find.refuse("values", ", ".join(self.values), message, remedy)
        for value in sorted(set(self.add) & set(self.remove)):
            message = find.tr.gettext("the value is both added and removed")
            find.refuse("add", value, message, find.tr.gettext("leave one of them out"))


class MergeTeams(EditBase):
    """Managers become one team: each may serve every value that any of them may serve."""

    kind: Literal["merge_teams"] = "merge_teams"
    managers: tuple[Ref, ...] = Field(min_length=2, description="who become one team")
    dimensions: tuple[Ref, ...] = Field(
        (), description="only the lists of these dimensions are joined; blank: all lists"
    )

    def apply(self, base: Base, tr: Translator) -> Base:
        """The managers with joined lists, dimension by dimension. Refuses unknown names."""
        find = Finder(base, tr)
        at = find.managers("managers", self.managers)
        for name in self.dimensions:
            find.dimension("dimensions", name)
        find.done()
        for name, lists in base.portfolio.managers.eligible.items():
            if not self.dimensions or name in self.dimensions:
                base = set_list(base, name, at, _union([lists[one] for one in at]))
        return base

    def sentence(self, before: Base, after: Base, tr: Translator) -> str:
        """How many clients the managers may have, before and after."""
        at = Finder(before, tr).managers("managers", self.managers)
        return _reach(before, after, at, tr)


def _union(lists: list[frozenset[str] | None]) -> frozenset[str] | None:
    """Every value of any list; no limit where one of them has none."""
    values = [allowed for allowed in lists if allowed is not None]
    return frozenset().union(*values) if len(values) == len(lists) else None


def _reach(before: Base, after: Base, managers: list[int], tr: Translator) -> str:
    words = Words(after, tr)
    changes = [
        tr.gettext(
            "{name} {before} before, {after} now",
            name=words.manager(one),
            before=tr.number(int(np.count_nonzero(may_have(before, one)))),
            after=tr.number(int(np.count_nonzero(may_have(after, one)))),
        )
        for one in managers
    ]
    return tr.gettext("Clients they may have: {changes}.", changes=words.changes(changes))
