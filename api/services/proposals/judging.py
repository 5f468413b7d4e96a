"""Whether decisions can be made at all, judged by the rows of a proposal, all problems at once.

What needs the whole base (segments, bans of the tables, holdings) is judged when it is solved again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.db.models import Assignment, ProposalManager
from api.errors import Unprocessable
from api.security.actor import Actor

BY_NAME = ("pin", "ban")
"""Verdicts that name a manager."""

CHUNK = 500
Place = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Wanted:
    """A decision that somebody wants to make; `n` is its place in the request."""

    n: int
    client_id: str
    verdict: str
    manager_id: str = ""
    reason: str = ""

    @classmethod
    def of(cls, n: int, one: Mapping[str, Any]) -> Wanted:
        """From a request."""
        return cls(n, one["client_id"], one["verdict"], one.get("manager_id") or "", one.get("reason") or "")


class Judge:
    """Knows clients and managers of one proposal."""

    def __init__(self, session: Session, actor: Actor, proposal_id: str) -> None:
        self._session, self._tr, self._id = session, actor.tr, proposal_id
        query = select(ProposalManager.manager_id, ProposalManager.weight)
        rows = session.execute(query.where(ProposalManager.proposal_id == proposal_id))
        self._weight = dict(rows.all())

    def places(self, wanted: Sequence[Wanted]) -> list[Place]:
        """Everything that is wrong, in the order of the decisions."""
        clients = self._clients(wanted)
        found = [place for one in wanted for place in self._wrong(one, clients.get(one.client_id))]
        return sorted([*found, *self._clashes(wanted)], key=lambda place: int(place["where"].split(".")[1]))

    def fitting(self, wanted: Sequence[Wanted]) -> list[Wanted]:
        """Those that can be made."""
        clients = self._clients(wanted)
        return [one for one in wanted if not any(self._wrong(one, clients.get(one.client_id)))]

    def refuse_manager(self, wanted: Sequence[Wanted]) -> None:
        """Raise Unprocessable where the manager of the first decision can't be the right one."""
        places = [place for one in wanted for place in self._manager(one)]
        if places:
            places = [place | {"where": "manager_id"} for place in places]
            raise Unprocessable(places[0]["message"], errors=places)

    def _clients(self, wanted: Sequence[Wanted]) -> dict[str, tuple[str, str, bool]]:
        """Previous manager, manager, and whether it changes, by client."""
        ids = list({one.client_id for one in wanted})
        query = select(
            Assignment.client_id, Assignment.previous_manager_id, Assignment.manager_id, Assignment.changed
        ).where(Assignment.proposal_id == self._id)
        found: dict[str, tuple[str, str, bool]] = {}
        for at in range(0, len(ids), CHUNK):
            part = query.where(Assignment.client_id.in_(ids[at : at + CHUNK]))
            found |= {row[0]: (row[1], row[2], row[3]) for row in self._session.execute(part)}
        return found

    def _wrong(self, one: Wanted, client: tuple[str, str, bool] | None) -> Iterator[Place]:
        if client is None:
            yield self._place(one, "client_id", self._tr.gettext("There is no such client in this proposal."))
            return
        yield from self._manager(one)
        previous, manager, changed = client
        if not manager:
            yield self._place(one, "client_id", self._tr.gettext("the client is excluded: nobody gets it"))
        elif one.verdict == "accept" and not changed:
            message = self._tr.gettext("the client does not move: there is nothing to accept")
            yield self._place(one, "verdict", message)
        elif one.verdict == "reject":
            yield from self._staying(one, previous)

    def _staying(self, one: Wanted, previous: str) -> Iterator[Place]:
        """Whether the client can stay where it is."""
        message = ""
        if not previous:
            message = self._tr.gettext("nobody has the client today: say `pin` or `ban` instead")
        elif self._weight.get(previous, 0.0) <= 0:
            message = self._tr.gettext(
                "the client can't stay: today's manager leaves or may receive nothing; pin it to another"
            )
        if message:
            yield self._place(one, "verdict", message)

    def _manager(self, one: Wanted) -> Iterator[Place]:
        if one.verdict not in BY_NAME:
            if one.manager_id:
                message = self._tr.gettext("only pin and ban name a manager")
                yield self._place(one, "manager_id", message)
        elif one.manager_id not in self._weight:
            message = self._tr.gettext("There is no such manager in this proposal.")
            yield self._place(one, "manager_id", message)
        elif one.verdict == "pin" and self._weight[one.manager_id] <= 0:
            message = self._tr.gettext("this manager does not stay and can receive nothing")
            yield self._place(one, "manager_id", message)

    def _clashes(self, wanted: Sequence[Wanted]) -> Iterator[Place]:
        """Decisions on one client that can't stand beside each other."""
        by_client: dict[str, list[Wanted]] = defaultdict(list)
        for one in wanted:
            others = by_client[one.client_id]
            if any(_clash(one, other) for other in others):
                message = self._tr.gettext("this contradicts another decision on the same client")
                yield self._place(one, "verdict", message)
            others.append(one)

    def _place(self, one: Wanted, field: str, message: str) -> Place:
        return {"where": f"decisions.{one.n}.{field}", "value": getattr(one, field), "message": message}


def _clash(one: Wanted, other: Wanted) -> bool:
    """Two that say where the client goes, the same ban twice, or a pin and a ban of one manager."""
    bans = (one.verdict == "ban") + (other.verdict == "ban")
    return bans == 0 or one.manager_id == other.manager_id != ""
