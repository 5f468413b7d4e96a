"""Bases as a list and one by one, and the documents that reading made of them."""

from __future__ import annotations

import json
from functools import partial
from typing import Any

from sqlalchemy import select

from api.audit import record
from api.context import Context
from api.db.engine import after_commit
from api.db.models import Dataset
from api.errors import Conflict
from api.security.actor import Actor, Role
from api.security.operations import operation
from api.services.datasets.removing import remove_dataset, remove_files
from api.services.datasets.standing import (
    READY,
    Document,
    dataset_document,
    found,
    num_decisions,
    ready,
    refuse_while_busy,
)
from api.services.paging import Page, page_by_id
from api.services.versions import check_version
from api.work.cases import CASES
from assigner.evidence import State
from assigner.i18n import Translator
from assigner.quality import check_remedy, check_word
from assigner.quality.model import Check
from assigner.report.inspection.words import meaning_word
from assigner.report.words import discard_words, state_words


def sees_all(actor: Actor) -> bool:
    """Whether the actor sees the whole base, not only the own book."""
    return actor.role is not Role.MANAGER


@operation("list_datasets")
def list_datasets(ctx: Context, actor: Actor, *, cursor: str | None = None, limit: int = 50) -> Page:
    """All bases, the newest first; managers see those that can be looked into."""
    wanted = select(Dataset) if sees_all(actor) else select(Dataset).where(Dataset.state == READY)
    with ctx.db.read() as session:
        rows, after = page_by_id(session, wanted, Dataset.id, cursor=cursor, limit=limit)
        return {"items": [dataset_document(row, actor, whole=sees_all(actor)) for row in rows], "next": after}


@operation("get_dataset")
def get_dataset(ctx: Context, actor: Actor, dataset_id: str) -> Document:
    """One base; `num_decisions` were taken about it and are in none of the figures that reading made."""
    with ctx.db.read() as session:
        row = found(session, actor, dataset_id)
        document = dataset_document(row, actor, whole=sees_all(actor))
        return document | ({"num_decisions": num_decisions(session, row.id)} if sees_all(actor) else {})


@operation("delete_dataset")
def delete_dataset(ctx: Context, actor: Actor, dataset_id: str, *, if_match: str | None) -> None:
    """Forget a base with its files, rows, decisions, scenarios and old proposals.

    Raises Conflict where a proposal that is not superseded stands on it, or something is under way.
    """
    with ctx.db.write() as session:
        row = found(session, actor, dataset_id, lock=True)
        check_version(row, if_match)
        refuse_while_busy(session, actor, row)
        gone = remove_dataset(session, row)
        if gone is None:
            raise Conflict(
                actor.tr.gettext("Jobs are at work on this dataset; wait for them, or cancel them.")
            )
        record(ctx, session, actor, "dataset.deleted", dataset_id, proposals=len(gone.proposals))
        after_commit(session, partial(remove_files, ctx.files, gone))


@operation("get_dataset_columns")
def get_dataset_columns(ctx: Context, actor: Actor, dataset_id: str) -> Document:
    """What every column was understood as, how surely, with examples, and how well it is filled."""
    answer = _document(ctx, actor, dataset_id, "columns")
    for column in (*answer["columns"], *answer["filled"]):
        column["meaning_word"] = meaning_word(actor.tr, column["meaning"])
    return answer


@operation("get_dataset_quality")
def get_dataset_quality(ctx: Context, actor: Actor, dataset_id: str) -> Document:
    """What reading told, kinds of odd cells with what to do, and how each manager fills in cards."""
    answer = _document(ctx, actor, dataset_id, "quality")
    for kind in answer["findings"]:
        check = Check(kind["check"])
        kind |= {"word": check_word(actor.tr, check), "remedy": check_remedy(actor.tr, check)}
    names = ("manager_id", "name", "cards", "completeness", "findings", "issues", "problems")
    managers = _document(ctx, actor, dataset_id, "managers")["managers"]
    return answer | {"managers": [{name: one[name] for name in names} for one in managers]}


@operation("get_dataset_evidence")
def get_dataset_evidence(ctx: Context, actor: Actor, dataset_id: str) -> Document:
    """How much of each book is proven, active, dormant or claimed, in clients and in potential."""
    document = _document(ctx, actor, dataset_id, "managers")
    managers = [_shares(one) for one in document["managers"]]
    totals = {
        "clients": _sum(one["clients"] for one in managers),
        "potential": _sum(one["potential"] for one in managers),
    }
    words = {"states": _states(actor.tr), "discards": discard_words(actor.tr)}
    return {"managers": managers, "owned": totals, "unowned": document["unowned"], "words": words}


@operation("get_dataset_balance")
def get_dataset_balance(ctx: Context, actor: Actor, dataset_id: str) -> Document:
    """Today's books against fair shares: managers, cells, Lorenz curve, figures. No client is named."""
    return _document(ctx, actor, dataset_id, "balance")


@operation("get_dataset_capacity")
def get_dataset_capacity(ctx: Context, actor: Actor, dataset_id: str) -> Document:
    """What the base could bring, who holds it, and what is really worked."""
    return _document(ctx, actor, dataset_id, "capacity")


def _shares(one: Document) -> Document:
    """The part of a manager's entry about evidence, with shares of the potential."""
    names = ("cards", "completeness", "findings", "issues", "problems")
    total = sum(one["potential"].values())
    shares = {state: value / total if total > 0 else 0.0 for state, value in one["potential"].items()}
    return {name: value for name, value in one.items() if name not in names} | {"potential_share": shares}


def _sum(parts: Any) -> dict[str, float]:
    sums: dict[str, float] = {}
    for part in parts:
        for state, value in part.items():
            sums[state] = sums.get(state, 0) + value
    return sums


def _states(tr: Translator) -> dict[str, str]:
    words = state_words(tr)
    return {state.label: words[state] for state in State}


def _document(ctx: Context, actor: Actor, dataset_id: str, name: str) -> Document:
    """One of the documents that reading made."""
    with ctx.db.read() as session:
        ready(session, actor, dataset_id)
    path = ctx.files.folder(CASES, dataset_id) / f"{name}.json"
    document: Document = json.loads(path.read_text("utf-8"))
    return document
