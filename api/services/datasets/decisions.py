"""What the head decides about a base: merges, two clients, owners of disputed clients, exclusions."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from api.audit import record
from api.context import Context
from api.db.models import Dataset, DatasetDecision
from api.errors import Conflict, NotFound, Unprocessable
from api.ids import new_id
from api.security.actor import Actor
from api.security.operations import operation
from api.services.datasets.barring import barred, chunks, clients_named, lists_of
from api.services.datasets.judging import Known, judge
from api.services.datasets.standing import Document, decisions_of, found, managers_told, ready
from api.services.datasets.topics import topic_of
from api.services.paging import Page, page_by_id
from api.work.cases import CASES


@operation("list_dataset_decisions")
def list_dataset_decisions(
    ctx: Context, actor: Actor, dataset_id: str, *, cursor: str | None = None, limit: int = 50
) -> Page:
    """Everything that was decided about a base, the newest first."""
    wanted = select(DatasetDecision).where(DatasetDecision.dataset_id == dataset_id)
    with ctx.db.read() as session:
        found(session, actor, dataset_id)
        rows, after = page_by_id(session, wanted, DatasetDecision.id, cursor=cursor, limit=limit)
        return {"items": [_document(row) for row in rows], "next": after}


@operation("decide_dataset")
def decide_dataset(ctx: Context, actor: Actor, dataset_id: str, *, decisions: Sequence[Document]) -> Document:
    """Decide several things at once, all or none; a later decision about the same thing takes its place.

    Each has kind (merge, distinct, owner, exclude, audit), a, b, reason; audit also answer and until. Raises
    Unprocessable with every one that is wrong.
    """
    with ctx.db.write() as session:
        found(session, actor, dataset_id, lock=True)  # one after the other: about a topic one decision stands
        row = ready(session, actor, dataset_id)
        refuse_own_tables(ctx, actor, dataset_id)
        keep = add_decisions(ctx, session, actor, row, decisions)
        kinds = sorted({one.kind for one in keep})
        record(ctx, session, actor, "dataset.decided", dataset_id, count=len(keep), kinds=kinds)
        return {"items": [_document(one) for one in keep]}


@operation("delete_dataset_decision")
def delete_dataset_decision(ctx: Context, actor: Actor, dataset_id: str, decision_id: str) -> None:
    """Take a decision back."""
    with ctx.db.write() as session:
        found(session, actor, dataset_id)
        row = session.get(DatasetDecision, decision_id, with_for_update=True)
        if row is None or row.dataset_id != dataset_id:
            raise NotFound(actor.tr.gettext("There is no decision with this id."))
        session.delete(row)
        record(ctx, session, actor, "dataset.undecided", dataset_id, kind=row.kind, decision=decision_id)


def add_decisions(
    ctx: Context, session: Session, actor: Actor, row: Dataset, decisions: Sequence[Document]
) -> list[DatasetDecision]:
    """Judge decisions and keep them, in the transaction of the caller."""
    clients = clients_named(session, row.id, (one[side] for one in decisions for side in ("a", "b")))
    lists = lists_of(ctx, row.id)
    givings = [(one["a"], one["b"]) for one in decisions if one["kind"] == "owner" and one["a"] in clients]
    known = Known(
        clients=clients,
        managers=staying(ctx, row.id),
        standing=decisions_of(session, row.id),
        barred={(a, b): why for a, b in givings if (why := barred(lists, clients[a], b, actor.tr))},
    )
    places = judge(decisions, known, actor.tr)
    if places:
        raise Unprocessable(actor.tr.gettext("Some decisions can't be taken; none was."), errors=places)
    keep = {topic_of(one["kind"], one["a"], one["b"]): one for one in decisions}
    for part in chunks(list(keep)):
        session.execute(
            delete(DatasetDecision).where(
                DatasetDecision.dataset_id == row.id, DatasetDecision.topic.in_(part)
            )
        )
    rows = [_row(ctx, actor, row.id, topic, one) for topic, one in keep.items()]
    session.add_all(rows)
    return rows


def _row(ctx: Context, actor: Actor, dataset_id: str, topic: str, one: Document) -> DatasetDecision:
    return DatasetDecision(
        id=new_id("dec"),
        dataset_id=dataset_id,
        kind=one["kind"],
        a=one["a"],
        b=one["b"],
        reason=one.get("reason") or "",
        answer=one.get("answer") or "",
        until=date.fromisoformat(one["until"]) if one.get("until") else None,
        topic=topic,
        created_at=ctx.now(),
        created_by=actor.id,
    )


def staying(ctx: Context, dataset_id: str) -> dict[str, bool]:
    """Ids of the managers of a base, and whether they stay."""
    return {one["manager_id"]: one["weight"] > 0 for one in managers_told(ctx, dataset_id)}


def refuse_own_tables(ctx: Context, actor: Actor, dataset_id: str) -> None:
    """Raise Conflict where the base's workbook has a sheet of decisions or answers: ours would hide it."""
    path = ctx.files.folder(CASES, dataset_id) / "columns.json"
    tables = {column["table"] for column in json.loads(path.read_text("utf-8"))["columns"]}
    if tables & {"decisions", "audit"}:
        message = actor.tr.gettext(
            "The workbook of this dataset has sheets of decisions or answers of its own: decide there, or"
            " upload it without them."
        )
        raise Conflict(message)


def _document(row: DatasetDecision) -> dict[str, Any]:
    return {
        "id": row.id,
        "kind": row.kind,
        "a": row.a,
        "b": row.b,
        "reason": row.reason,
        "answer": row.answer or None,
        "until": None if row.until is None else row.until.isoformat(),
        "created_at": row.created_at.isoformat(),
        "created_by": row.created_by,
    }
