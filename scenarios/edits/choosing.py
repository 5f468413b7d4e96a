"""Which clients an edit is about: named one by one, or by a condition."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
from pydantic import BaseModel, ConfigDict, Field

from assigner.policy.parts import NonNegative
from assigner.portfolio import NOBODY, BoolArray, IntArray
from scenarios.edits.base import EditBase
from scenarios.edits.finding import Finder
from scenarios.edits.refs import Ref


class Where(BaseModel):
    """Conditions on clients; all that are given must hold."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    segments: Mapping[Ref, tuple[Ref, ...]] = Field(
        default_factory=dict, description="dimension: the values of it that are meant"
    )
    owners: tuple[Ref, ...] = Field((), description="today's owners that are meant")
    free: bool | None = Field(None, description="true: only clients that nobody owns; false: only owned ones")
    potential_from: NonNegative | None = Field(None, description="potential of at least so much")
    potential_below: NonNegative | None = Field(None, description="potential of less than so much")
    revenue_from: NonNegative | None = Field(None, description="revenue of 12 months of at least so much")
    revenue_below: NonNegative | None = Field(None, description="revenue of 12 months of less than so much")

    def mask(self, find: Finder, field: str) -> BoolArray:
        """Which clients fit, (num_clients,), excluded ones too; unknown names are noted in `find`."""
        clients = find.base.portfolio.clients
        fits = np.ones(len(clients), dtype=bool)
        for condition in (*self._segments(find, field), *self._owners(find, field), *self._bands(find)):
            fits &= condition
        return fits

    def _segments(self, find: Finder, field: str) -> Iterator[BoolArray]:
        for name, values in self.segments.items():
            dimension = find.dimension(f"{field}.segments", name)
            meant = find.labels(f"{field}.segments.{name}", dimension, values)
            if dimension is not None:
                codes = [code for code, label in enumerate(dimension.labels) if label in meant]
                yield np.isin(dimension.codes, codes)

    def _owners(self, find: Finder, field: str) -> Iterator[BoolArray]:
        owner = find.base.portfolio.clients.owner_idx
        if self.owners:
            yield np.isin(owner, find.managers(f"{field}.owners", self.owners))
        if self.free is not None:
            yield (owner == NOBODY) == self.free

    def _bands(self, find: Finder) -> Iterator[BoolArray]:
        clients = find.base.portfolio.clients
        for column, low, high in (
            (clients.potential, self.potential_from, self.potential_below),
            (clients.revenue_12m, self.revenue_from, self.revenue_below),
        ):
            if low is not None:
                yield column >= low
            if high is not None:
                yield column < high


class ClientsEdit(EditBase):
    """An edit about some of the clients."""

    clients: tuple[Ref, ...] = Field((), description="the clients: ids, or names that only one client has")
    where: Where | None = Field(
        None,
        description="instead: all clients for which every condition holds; with `clients`: those of them",
    )

    def chosen(self, find: Finder, *, in_play: bool) -> IntArray:
        """Positions of the clients meant, ascending.

        `in_play`: excluded clients are refused where they are named and skipped where a condition finds
        them. That no client is meant is noted in `find`, as is everything unknown.
        """
        excluded = find.base.portfolio.clients.excluded
        fits = np.ones(len(excluded), dtype=bool) if self.where is None else self.where.mask(find, "where")
        found: IntArray
        if self.clients:
            named = find.clients("clients", self.clients)
            found = named[fits[named]]
            if in_play:
                self._refuse_excluded(find, found[excluded[found]])
        else:
            found = np.flatnonzero(fits & ~excluded if in_play else fits).astype(np.int32)
        self._refuse_nobody(find, len(found))
        return found

    def _refuse_excluded(self, find: Finder, excluded: IntArray) -> None:
        for client_id in find.base.portfolio.clients.client_id[excluded]:
            message = find.tr.gettext("the client is excluded: no rule is about it")
            find.refuse("clients", str(client_id), message, find.tr.gettext("leave it out"))

    def _refuse_nobody(self, find: Finder, count: int) -> None:
        if not self.clients and self.where is None:
            message = find.tr.gettext("it is not said which clients are meant")
            find.refuse("clients", "", message, find.tr.gettext("give `clients` or `where`"))
        elif not count and not find.failed:
            message = find.tr.gettext("no client fits the conditions")
            find.refuse("where", "", message, find.tr.gettext("widen them, or leave the edit out"))
