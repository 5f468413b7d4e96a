"""Deciding, writing and booking new clients as one step for all processes of a service.

The table `routes` is itself the journal that ledgers are replayed from: a transaction adds a batch of rows
with consecutive numbers, and one entry of the audit log that names the first and the last. Whoever holds the
row of the plan's head is the only one who routes; what others have routed meanwhile is booked first.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import inf
from typing import Any

from sqlalchemy import Connection, bindparam, exists, insert, select, true, update
from sqlalchemy.orm import Session

from api.audit import HEAD, add_entry
from api.context import Context
from api.db import Base
from api.db.models import ProposalRecord, RouteHead, RouteRecord, Webhook
from api.db.prepared import Prepared
from api.idempotency.records import other_request
from api.ids import new_id
from api.security.actor import SYSTEM, Actor
from api.services.routing.asking import Asked, Entry, Outcome, Routing, no_live_proposal
from api.services.routing.ledgers import Standing, standing_of
from api.services.routing.plans import PLANS
from api.webhooks.outbox import announce_all
from assigner.i18n import Translator
from assigner.routing import Routed, RoutingPlan, decide

FAR = 200
"""So many decisions of others are booked while everybody waits; more of them before."""

LIVE = "live"

_ROUTES, _HEADS, _PROPOSALS, _HOOKS = (
    Base.metadata.tables[one.__tablename__] for one in (RouteRecord, RouteHead, ProposalRecord, Webhook)
)
_LIVE = (
    select(
        _HEADS.c.proposal_id,
        _HEADS.c.seq,
        _HEADS.c.closed,
        exists().where(_HOOKS.c.active.is_(True)).label("heard"),
        HEAD.c.seq.label("audit_seq"),
        HEAD.c.sha256.label("audit_sha256"),
    )
    .join_from(_HEADS, _PROPOSALS, _PROPOSALS.c.id == _HEADS.c.proposal_id)
    .join(HEAD, true())
    .where(_PROPOSALS.c.state == LIVE, HEAD.c.id == 1)
)
_HELD = _LIVE.with_for_update(of=(_HEADS, _PROPOSALS, HEAD), key_share=True)
_KEPT = select(_ROUTES).where(_ROUTES.c.call_key.in_(bindparam("keys", expanding=True)))
_ADDED = Prepared(insert(_ROUTES))
_MOVED = Prepared(
    update(_HEADS).where(_HEADS.c.proposal_id == bindparam("mine")).values(seq=bindparam("last"))
)
"""Written as tables, once: objects, and statements made anew, would take longer than the decisions."""


@dataclass(frozen=True, slots=True)
class _Live:
    """The live proposal and the number of clients routed under it.

    `closed` are the managers who take nobody any more, `heard` says whether any webhook listens, `audit_seq`
    and `audit_sha256` are the end of the audit log.
    """

    proposal_id: str
    seq: int
    closed: Sequence[str]
    heard: bool
    audit_seq: int
    audit_sha256: str


class _TooFarError(Exception):
    """The ledger of this process must catch up before anybody else is made to wait."""


class Journal:
    """Routes batches, in one thread."""

    def __init__(self, ctx: Context) -> None:
        self._ctx = ctx
        self._standing: Standing | None = None

    def warm(self) -> None:
        """Load the live plan and book what was routed under it, so that the first client need not wait."""
        with self._ctx.db.read() as session:
            live = session.connection().execute(_LIVE).first()
        if live is not None:
            self._stand(live[0])

    def route(self, asked: Sequence[Asked]) -> list[Outcome]:
        """What became of every client, in order. Raises what the database raises: then nobody is routed."""
        try:
            return self._routed(asked, FAR)
        except _TooFarError:
            self.warm()
            return self._routed(asked, inf)

    def _routed(self, asked: Sequence[Asked], far: float) -> list[Outcome]:
        standing, begun = None, 0
        try:
            with self._ctx.db.write_promptly() as connection:
                live = _hold(connection)
                if live is None:
                    return [no_live_proposal(one.actor) for one in asked]
                standing = self._caught_up(connection, live, far)
                begun = standing.seq
                outcomes = _Batch(self._ctx, connection, standing, live).route(asked)
        except BaseException:
            if standing is not None and standing.seq != begun:
                self._standing = None  # what it booked may or may not be in the database
            raise
        return outcomes

    def _caught_up(self, connection: Connection, live: _Live, far: float) -> Standing:
        """The ledger of the live plan with everything that is committed. Raises `_TooFarError`."""
        mine = self._standing
        there = mine.seq if mine is not None and mine.proposal_id == live.proposal_id else 0
        if live.seq - there > far:
            raise _TooFarError
        if mine is None or mine.proposal_id != live.proposal_id:
            mine = self._standing = Standing(live.proposal_id, self._plan(live.proposal_id))
        if live.seq > mine.seq:
            mine.catch_up(connection)
        return mine

    def _stand(self, proposal_id: str) -> None:
        if self._standing is None or self._standing.proposal_id != proposal_id:
            self._standing = standing_of(self._ctx, proposal_id, self._plan(proposal_id))
            return
        with self._ctx.db.read() as session:
            self._standing.catch_up(session.connection())

    def _plan(self, proposal_id: str) -> RoutingPlan:
        return PLANS.get(self._ctx.files, proposal_id, Translator(self._ctx.settings.language))


class _Batch:
    """The clients of one transaction."""

    def __init__(self, ctx: Context, connection: Connection, standing: Standing, live: _Live) -> None:
        self._ctx, self._connection, self._standing, self._live = ctx, connection, standing, live
        self._new: list[dict[str, Any]] = []

    def route(self, asked: Sequence[Asked]) -> list[Outcome]:
        """Decide one after the other, then write all."""
        known = self._kept(one.call_key for one in asked)
        outcomes = []
        for one in asked:
            row = known.get(one.call_key or "")
            if row is not None:
                outcomes.append(self._again(one, row))
                continue
            entry = self._decided(one)
            if one.call_key:
                known[one.call_key] = entry
            outcomes.append(Routing(entry, self._standing.plan))
        if self._new:
            self._write([one.actor for one in asked])
        return outcomes

    def _kept(self, keys: Iterable[str | None]) -> dict[str, Entry]:
        """Rows of calls that were answered before, by their keys."""
        given = [key for key in keys if key]
        if not given:
            return {}
        rows: list[Any] = list(self._connection.execute(_KEPT, {"keys": given}))
        return {row.call_key: Entry(**row._mapping) for row in rows}

    def _again(self, asked: Asked, row: Entry) -> Outcome:
        if row.body_sha256 != asked.body_sha256:
            return other_request(asked.actor)
        if row.proposal_id == self._standing.proposal_id:
            return Routing(row, self._standing.plan, replayed=True)
        return Routing(row, PLANS.get(self._ctx.files, row.proposal_id, asked.actor.tr), replayed=True)

    def _decided(self, asked: Asked) -> Entry:
        standing = self._standing
        decision = decide(standing.plan, standing.ledger, asked.client, closed=self._live.closed)
        values: dict[str, Any] = {
            "proposal_id": standing.proposal_id,
            "seq": standing.book(Routed(client=asked.client, decision=decision)),
            "id": new_id("rt"),
            "client": asked.client.document(),
            "decision": decision.document(),
            "manager_id": decision.manager_id or "",
            "call_key": asked.call_key,
            "body_sha256": asked.body_sha256,
            "created_at": self._ctx.now(),
            "created_by": asked.actor.id,
        }
        self._new.append(values)
        return Entry(**values)

    def _write(self, actors: Sequence[Actor]) -> None:
        connection, live = self._connection, self._live
        span = {"first": self._new[0]["seq"], "last": self._new[-1]["seq"]}
        _ADDED.run(connection, *self._new)
        _MOVED.run(connection, {"mine": live.proposal_id, "last": span["last"]})
        if live.heard:
            self._announce()
        actor = actors[0] if len({one.id for one in actors}) == 1 else SYSTEM
        end = (live.audit_seq, live.audit_sha256)
        add_entry(self._ctx, connection, end, actor, "clients.routed", live.proposal_id, **span)

    def _announce(self) -> None:
        session = Session(self._connection)
        announce_all(self._ctx, session, "route.decided", map(_told, self._new))
        session.flush()


def _told(row: dict[str, Any]) -> dict[str, Any]:
    """What webhooks hear of a routed client: ids, and the kind of the decision."""
    named = {name: row[name] for name in ("proposal_id", "seq", "manager_id")}
    return {"route_id": row["id"], **named, "code": row["decision"]["code"]}


def _hold(connection: Connection) -> _Live | None:
    """The live proposal, held so that nobody else routes by it and nothing supersedes it until the commit.

    The end of the audit log is held with it, last: one wait for the database instead of two.

    PostgreSQL looks again at rows that it waited for: of a proposal superseded meanwhile nothing is left, and
    the second look finds the one that is live now.
    """
    row = connection.execute(_HELD).first() or connection.execute(_HELD).first()
    return None if row is None else _Live(*row)
