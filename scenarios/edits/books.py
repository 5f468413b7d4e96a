"""Books as a whole: dividing one, and releasing what nobody works in it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Literal

import numpy as np
from pydantic import Field

from assigner.duplicates.claimants import claimants_of
from assigner.engine import Case
from assigner.evidence.model import State
from assigner.i18n import Translator
from assigner.portfolio import NOBODY, BoolArray, IntArray
from scenarios.base import Base, base_of
from scenarios.edits.base import EditBase
from scenarios.edits.changing import with_owners
from scenarios.edits.finding import Finder
from scenarios.edits.refs import Ref
from scenarios.edits.ruling import refuse_receiver
from scenarios.edits.splitting import split_evenly
from scenarios.edits.standing import all_locks, book, may_have, settled, weights
from scenarios.edits.words import Words


class SplitBook(EditBase):
    """The clients of a manager's book that are not locked get other owners."""

    kind: Literal["split_book"] = "split_book"
    manager: Ref = Field(description="whose book is divided")
    to: tuple[Ref, ...] = Field(
        min_length=1, description="who gets the parts, in proportion to their weights; the manager may be one"
    )
    dimension: Ref | None = Field(
        None,
        description="each value of this dimension goes to one of them as a whole; blank: client by client",
    )
    values: Mapping[Ref, tuple[Ref, ...]] = Field(
        default_factory=dict,
        description="manager: the values of the dimension that he gets; values of nobody stay where they are",
    )

    def apply(self, base: Base, tr: Translator) -> Base:
        """The base with new owners. Refuses receivers without weight, and a book with nothing to divide."""
        find = Finder(base, tr)
        giver, to = find.manager("manager", self.manager), find.managers("to", self.to)
        for n, at in enumerate(to):
            refuse_receiver(find, f"to.{n}", at)
        wanted = self._wanted(find, to)
        find.done()
        case = base.case()
        held, now = all_locks(case, tr), base_of(case)
        clients = np.flatnonzero(book(now, [giver]) & ~held.locked).astype(np.int32)
        if not len(clients):
            message = tr.gettext("there is nothing to divide: no client, or every one is locked")
            find.refuse("manager", self.manager, message, tr.gettext("leave the edit out"))
        find.done()
        place = self._divided(now, clients, held.group, to, wanted)
        given = place != NOBODY
        return with_owners(now, clients[given], np.array(to, dtype=np.int32)[place[given]])

    def sentence(self, before: Base, after: Base, tr: Translator) -> str:
        """What each receiver gets, and what stays."""
        find = Finder(before, tr)
        giver, to = find.manager("manager", self.manager), find.managers("to", self.to)
        words = Words(before, tr)
        was, owner = book(settled(before), [giver]), after.portfolio.clients.owner_idx
        parts = [f"{words.manager(at)} {words.book(was & (owner == at))}" for at in to if at != giver]
        return tr.gettext(
            "The book of {name}: {parts}; staying: {rest}.",
            name=words.manager(giver),
            parts=words.changes(parts),
            rest=words.book(was & (owner == giver)),
        )

    def _wanted(self, find: Finder, to: list[int]) -> dict[int, tuple[str, ...]]:
        """Values by place among the receivers, as the edit gives them."""
        dimension = find.dimension("dimension", self.dimension) if self.dimension is not None else None
        wanted: dict[int, tuple[str, ...]] = {}
        for ref, values in self.values.items():
            at = find.manager("values", ref)
            if at != NOBODY and at not in to:
                message = find.tr.gettext("the manager is not among those who get a part")
                find.refuse("values", ref, message, find.tr.gettext("name him in `to`"))
            elif at != NOBODY:
                wanted[to.index(at)] = find.labels(f"values.{ref}", dimension, values)
        self._refuse_senseless(find, wanted)
        return wanted

    def _refuse_senseless(self, find: Finder, wanted: Mapping[int, tuple[str, ...]]) -> None:
        if self.values and self.dimension is None:
            message = find.tr.gettext("it is not said which dimension the values are of")
            find.refuse("values", "", message, find.tr.gettext("give `dimension`"))
        listed = [value for values in wanted.values() for value in values]
        for value in sorted({value for value in listed if listed.count(value) > 1}):
            message = find.tr.gettext("two managers can't get the same value")
            find.refuse("values", value, message, find.tr.gettext("name it once"))

    def _divided(
        self,
        base: Base,
        clients: IntArray,
        group: IntArray,
        to: list[int],
        wanted: dict[int, tuple[str, ...]],
    ) -> IntArray:
        """Place among the receivers of every client, NOBODY for those who stay."""
        facts = base.portfolio.clients
        allowed = np.stack([may_have(base, at)[clients] for at in to], axis=1)
        piece = np.where(group[clients] == NOBODY, clients, group[clients])
        if self.dimension is not None:
            dimension = facts.dimensions[self.dimension]
            piece = dimension.codes[clients]
            if self.values:
                allowed &= _listed(dimension.labels, wanted, len(to))[piece]
                piece = clients
        return split_evenly(piece, facts.potential[clients], allowed, weights(base)[to])


class ReleaseDeadSouls(EditBase):
    """Clients that their owners hold on paper only become free."""

    kind: Literal["release_dead_souls"] = "release_dead_souls"
    managers: tuple[Ref, ...] = Field((), description="whose books are looked at; blank: all")
    idle_days: int = Field(
        180, ge=0, description="nobody who claims the client had a touch that counts within so many days"
    )

    def apply(self, base: Base, tr: Translator) -> Base:
        """The claimed clients without such a touch, not locked by a pin or a deal, without an owner."""
        find = Finder(base, tr)
        at = find.managers("managers", self.managers) if self.managers else None
        find.done()
        case = base.case()
        dead = (case.evidence.state == State.CLAIMED) & ~_touched(case, self.idle_days)
        if at is not None:
            dead &= np.isin(case.portfolio.clients.owner_idx, at)
        if dead.any():
            dead &= ~all_locks(case, tr).locked
        found = np.flatnonzero(dead).astype(np.int32)
        return with_owners(base_of(case), found, np.full(len(found), NOBODY, dtype=np.int32))

    def sentence(self, before: Base, after: Base, tr: Translator) -> str:
        """How much becomes free, and from how many managers."""
        owner = settled(before).portfolio.clients.owner_idx
        released = (owner != NOBODY) & (after.portfolio.clients.owner_idx == NOBODY)
        return tr.gettext(
            "Released: {clients}; managers who lose some: {n}.",
            clients=Words(before, tr).book(released),
            n=tr.number(len(np.unique(owner[released]))),
        )


def _listed(labels: tuple[str, ...], wanted: Mapping[int, tuple[str, ...]], count: int) -> BoolArray:
    """Which receiver asked for which value, (labels, receivers)."""
    table = np.zeros((len(labels), count), dtype=bool)
    for place, values in wanted.items():
        table[[labels.index(value) for value in values], place] = True
    return table


def _touched(case: Case, days: int) -> BoolArray:
    """Clients with a touch that counts, of their owner or another claimant, within so many days."""
    evidence = case.evidence
    first = np.datetime64(evidence.as_of - timedelta(days=days), "D")
    owner = case.portfolio.clients.owner_idx
    recent = evidence.pair_last_touch >= first
    touched = np.zeros(len(owner), dtype=bool)
    touched[evidence.pair_client[recent & (evidence.pair_manager == owner[evidence.pair_client])]] = True
    for client, claimants in claimants_of(case.portfolio).items():
        spots = [evidence.pair(client, one.manager_idx) for one in claimants]
        touched[client] |= any(recent[spot] for spot in spots if spot != NOBODY)
    return touched
