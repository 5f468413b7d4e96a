"""Findings, disputes and possible duplicates, page by page, with what was decided about them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.context import Context
from api.db.models import DatasetDecision, DatasetEntry
from api.security.actor import Actor
from api.security.operations import operation
from api.services.datasets.barring import barred, clients_named, lists_of
from api.services.datasets.dossiers import touch_documents
from api.services.datasets.standing import Document, managers_told, ready
from api.services.datasets.topics import entry_topic
from api.services.paging import Page, read_cursor, write_cursor
from api.services.people import names_of
from assigner.i18n import Translator
from assigner.quality import check_word, detail_word
from assigner.quality.model import Check

Decided = dict[str, Document]


@operation("list_dataset_findings")
def list_dataset_findings(
    ctx: Context,
    actor: Actor,
    dataset_id: str,
    *,
    check: str | None = None,
    manager: str | None = None,
    cursor: str | None = None,
    limit: int = 50,
) -> Page:
    """Odd cells row by row, by kind; of one kind or one manager where asked."""
    return _page(ctx, actor, dataset_id, ("finding", check, manager), cursor, limit, _finding)


@operation("list_dataset_disputes")
def list_dataset_disputes(
    ctx: Context,
    actor: Actor,
    dataset_id: str,
    *,
    manager: str | None = None,
    cursor: str | None = None,
    limit: int = 50,
) -> Page:
    """Disputed clients with both files side by side, the largest potential first.

    A side that may not have the client has the reason in `barred`, and is not recommended.
    """
    found = _page(ctx, actor, dataset_id, ("dispute", None, manager), cursor, limit, _dispute)
    lists = lists_of(ctx, dataset_id)
    with ctx.db.read() as session:
        clients = clients_named(session, dataset_id, (one["client_id"] for one in found["items"]))
    for one in found["items"]:
        for side in ("owner", "rival"):
            client, manager_id = clients.get(one["client_id"]), one[side]["manager_id"]
            one[side]["barred"] = client and barred(lists, client, manager_id, actor.tr)
            if one["recommendation"] == side and one[side]["barred"]:
                one["recommendation"] = "head"
                one["verdict"] = actor.tr.gettext(
                    "the evidence speaks for somebody who may not have it: the head decides"
                )
    return found


@operation("list_dataset_duplicates")
def list_dataset_duplicates(
    ctx: Context, actor: Actor, dataset_id: str, *, cursor: str | None = None, limit: int = 50
) -> Page:
    """Pairs of cards that may be one client, the surest first."""
    return _page(ctx, actor, dataset_id, ("duplicate", None, None), cursor, limit, _duplicate)


def _page(
    ctx: Context,
    actor: Actor,
    dataset_id: str,
    which: tuple[str, str | None, str | None],
    cursor: str | None,
    limit: int,
    told: Callable[[Translator, DatasetEntry, Decided], Document],
) -> Page:
    kind, name, manager = which
    query = select(DatasetEntry).where(DatasetEntry.dataset_id == dataset_id, DatasetEntry.kind == kind)
    if name is not None:
        query = query.where(DatasetEntry.name == name)
    if manager is not None:
        query = query.where(DatasetEntry.manager_id == manager)
    if cursor is not None:
        query = query.where(DatasetEntry.number > read_cursor(cursor, int)[0])
    with ctx.db.read() as session:
        ready(session, actor, dataset_id)
        rows = list(session.scalars(query.order_by(DatasetEntry.number).limit(limit + 1)))
        decided = _decided(session, actor, dataset_id, rows[:limit])
    if kind == "dispute":
        _name_owners(ctx, dataset_id, decided)
    items = [{"number": row.number} | told(actor.tr, row, decided) for row in rows[:limit]]
    return {"items": items, "next": write_cursor(rows[limit - 1].number) if len(rows) > limit else None}


def _decided(session: Session, actor: Actor, dataset_id: str, rows: list[DatasetEntry]) -> Decided:
    """What was decided about the entries of a page, by topic; by whom is for those who may know it."""
    topics = [_topic(row) for row in rows if row.kind != "finding"]
    wanted = select(DatasetDecision).where(
        DatasetDecision.dataset_id == dataset_id, DatasetDecision.topic.in_(topics)
    )
    found = list(session.scalars(wanted)) if topics else []
    people = names_of(session, actor, [one.created_by for one in found])
    return {one.topic: _said(one, people) for one in found}


def _said(one: DatasetDecision, people: Mapping[str, str]) -> Document:
    return {
        "id": one.id,
        "kind": one.kind,
        "b": one.b,
        "reason": one.reason,
        "created_at": one.created_at.isoformat(),
        "created_by": one.created_by,
        "created_by_name": people.get(one.created_by),
    }


def _name_owners(ctx: Context, dataset_id: str, decided: Decided) -> None:
    """Put the name of the manager beside the id in decisions about owners."""
    if not decided:
        return
    names = {one["manager_id"]: one["name"] for one in managers_told(ctx, dataset_id)}
    for one in decided.values():
        one["manager_name"] = names.get(one["b"], one["b"])


def _topic(row: DatasetEntry) -> str:
    return entry_topic(row.kind, row.a, row.b)


def _finding(tr: Translator, row: DatasetEntry, decided: Decided) -> Document:
    check = Check(row.name)
    detail: dict[str, Any] = dict(row.detail)
    return {
        "check": row.name,
        "word": check_word(tr, check),
        "client_id": row.a or None,
        "manager_id": row.manager_id or None,
        **detail,
        "detail": detail_word(tr, check, detail["detail"]),
    }


def _dispute(tr: Translator, row: DatasetEntry, decided: Decided) -> Document:
    detail = dict(row.detail)
    texts = detail.pop("texts")
    texts = texts.get(tr.language, texts["en"])
    sides = {
        side: detail[side]
        | {"line": texts[side], "touches": list(touch_documents(tr, detail[side]["touches"]))}
        for side in ("owner", "rival")
    }
    sentences = {"verdict": texts["verdict"], "others_line": texts["others"], "tips": texts["tips"]}
    return detail | sides | sentences | {"decision": decided.get(_topic(row))}


def _duplicate(tr: Translator, row: DatasetEntry, decided: Decided) -> Document:
    detail = dict(row.detail)
    texts = detail.pop("texts")
    reasons = texts.get(tr.language, texts["en"])["reasons"]
    return {"a": row.a, "b": row.b, "reasons": reasons, **detail, "decision": decided.get(_topic(row))}
