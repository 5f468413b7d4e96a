"""Other facts about clients: who counts as one, what they could bring, which segment they are in."""

from __future__ import annotations

from typing import Any, Literal

import numpy as np
from pydantic import Field

from assigner.i18n import Translator
from assigner.policy.parts import Positive
from assigner.portfolio import UNKNOWN, Dimension, IntArray, StrArray
from scenarios.base import Base
from scenarios.edits.changing import with_clients
from scenarios.edits.choosing import ClientsEdit
from scenarios.edits.finding import Finder, fold
from scenarios.edits.refs import Ref
from scenarios.edits.words import Words

MOST = 1e15
"""No amount may become larger."""


class Exclude(ClientsEdit):
    """Clients are left out of the division and of every figure."""

    kind: Literal["exclude"] = "exclude"
    reason: str = Field("", description="why; shown beside the client")

    def apply(self, base: Base, tr: Translator) -> Base:
        """The clients flagged; they stay in the table."""
        find = Finder(base, tr)
        found = self.chosen(find, in_play=False)
        find.done()
        clients = base.portfolio.clients
        new = found[~clients.excluded[found]]
        excluded, reason = clients.excluded.copy(), clients.excluded_reason.copy()
        excluded[new], reason[new] = True, self.reason
        return with_clients(base, excluded=excluded, excluded_reason=reason)

    def sentence(self, before: Base, after: Base, tr: Translator) -> str:
        """How much leaves the division."""
        gone = after.portfolio.clients.excluded & ~before.portfolio.clients.excluded
        return tr.gettext("Excluded: {clients}.", clients=Words(before, tr).book(gone))


class Grow(ClientsEdit):
    """Clients bring more or less: potential, revenue or workload times a factor."""

    kind: Literal["grow"] = "grow"
    factor: Positive = Field(le=1000, description="1.2: a fifth more; 0.5: half")
    measures: tuple[Literal["potential", "revenue", "workload"], ...] = Field(
        ("potential",), min_length=1, description="what grows: potential, revenue, workload"
    )

    def apply(self, base: Base, tr: Translator) -> Base:
        """The clients with other amounts. A potential that was read from revenue grows with it."""
        find = Finder(base, tr)
        found = self.chosen(find, in_play=False)
        columns = {name: self._grown(find, name, found) for name in self._columns(find)}
        find.done()
        return with_clients(base, **columns)

    def sentence(self, before: Base, after: Base, tr: Translator) -> str:
        """The sum of each measure that grew, over all clients in play, before and after."""
        words, find = Words(before, tr), Finder(before, tr)
        names = {
            "potential": tr.gettext("potential"),
            "revenue_12m": tr.gettext("revenue"),
            "workload": tr.gettext("workload"),
        }
        changes = [
            tr.gettext(
                "{name} from {before} to {after}",
                name=names[column],
                before=words.amount(_sum(before, column)),
                after=words.amount(_sum(after, column)),
            )
            for column in self._columns(find)
        ]
        return tr.gettext(
            "{clients} times {factor}; of the whole base {changes}.",
            clients=words.num_clients(len(self.chosen(find, in_play=False))),
            factor=tr.number(self.factor, 2),
            changes=words.changes(changes),
        )

    def _columns(self, find: Finder) -> list[str]:
        clients = find.base.portfolio.clients
        names = {_COLUMNS[name] for name in self.measures}
        if "workload" in names and clients.workload is None:
            message = find.tr.gettext("the clients table has no workload")
            find.refuse("measures", "workload", message, find.tr.gettext("leave the measure out"))
            names.remove("workload")
        if "revenue_12m" in names and clients.potential_source == "revenue":
            names.add("potential")
        return sorted(names)

    def _grown(self, find: Finder, name: str, found: IntArray) -> Any:
        column = getattr(find.base.portfolio.clients, name).copy()
        column[found] *= self.factor
        if len(found) and column[found].max() > MOST:
            message = find.tr.gettext("an amount would become larger than {limit}", limit=f"{MOST:g}")
            find.refuse("factor", f"{self.factor:g}", message, find.tr.gettext("give a smaller factor"))
        return column


_COLUMNS = {"potential": "potential", "revenue": "revenue_12m", "workload": "workload"}


class Resegment(ClientsEdit):
    """Clients get another value of a dimension, also of one that is new."""

    kind: Literal["resegment"] = "resegment"
    dimension: Ref = Field(description="the dimension whose value is set")
    value: Ref = Field(description="the value that the clients get; it may be new")
    new: bool = Field(
        False, description="true: the dimension is made where the clients don't have it; others are unknown"
    )

    def apply(self, base: Base, tr: Translator) -> Base:
        """The clients with the value. Refuses an unknown dimension that is not said to be new."""
        find = Finder(base, tr)
        known = base.portfolio.clients.dimensions.get(self.dimension)
        if known is None and not self.new:
            known = find.dimension("dimension", self.dimension)
        if self.dimension == "total":
            message = tr.gettext("the name stands for the whole base in goals")
            find.refuse("dimension", self.dimension, message, tr.gettext("choose another name"))
        found = self.chosen(find, in_play=False)
        find.done()
        values = (
            np.full(len(base.portfolio.clients), UNKNOWN, dtype=object) if known is None else _values(known)
        )
        values[found] = self._spelled(known)
        dimension = _dimension(self.dimension, values)
        dimensions = dict(base.portfolio.clients.dimensions) | {self.dimension: dimension}
        return with_clients(base, dimensions=dimensions)

    def sentence(self, before: Base, after: Base, tr: Translator) -> str:
        """How many clients changed their value, and how large the segment is now."""
        old = before.portfolio.clients.dimensions.get(self.dimension)
        new = after.portfolio.clients.dimensions[self.dimension]
        value = self._spelled(new)
        inside = (new.codes == new.labels.index(value)) & ~after.portfolio.clients.excluded
        moved = inside if old is None else inside & (_values(old) != value)
        words = Words(after, tr)
        return tr.gettext(
            "{dimension}: {moved} moved to {value}, which now has {clients}.",
            dimension=self.dimension,
            moved=words.num_clients(int(moved.sum())),
            value=value,
            clients=words.book(inside),
        )

    def _spelled(self, known: Dimension | None) -> str:
        """The value as other clients have it, who may write it in another case."""
        labels = known.labels if known is not None else ()
        alike = (label for label in labels if fold(label) == fold(self.value))
        return next(alike, " ".join(self.value.split()))


def _dimension(name: str, values: StrArray) -> Dimension:
    """A dimension from one value per client."""
    labels = sorted(set(values.tolist()))
    place = {label: at for at, label in enumerate(labels)}
    codes = np.array([place[value] for value in values.tolist()], dtype=np.int32)
    return Dimension(name, tuple(labels), codes)


def _values(dimension: Dimension) -> StrArray:
    """The label of every client."""
    values: StrArray = np.array(dimension.labels, dtype=object)[dimension.codes]
    return values


def _sum(base: Base, column: str) -> float:
    clients = base.portfolio.clients
    return float(getattr(clients, column)[~clients.excluded].sum())
