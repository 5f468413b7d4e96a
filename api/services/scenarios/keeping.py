"""Scenarios that are kept: a dataset, a policy, edits in their order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.audit import record
from api.context import Context
from api.db.models import ScenarioRecord
from api.errors import NotFound
from api.ids import new_id
from api.security.actor import Actor
from api.security.operations import operation
from api.services.datasets.standing import decisions_of, ready
from api.services.paging import Page, page_by_id
from api.services.scenarios.checking import dry_apply, plain_edits
from api.services.scenarios.ground import chosen_policy
from api.services.versions import check_version, etag
from assigner.i18n import Translator
from assigner.policy import Policy

Document = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class ScenarioWish:
    """What somebody wants kept: `edits`, or a ready-made scenario of the `catalogue` with its `settings`.

    Without `policy` and `policy_id` it is the default policy.
    """

    name: str
    dataset_id: str
    policy: Document | None = None
    policy_id: str | None = None
    edits: Sequence[Document] | None = None
    catalogue: str | None = None
    settings: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class _Checked:
    policy: Document
    edits: list[Document]
    sentences: tuple[str, ...] | None


@operation("list_scenarios")
def list_scenarios(
    ctx: Context, actor: Actor, *, dataset_id: str | None = None, cursor: str | None = None, limit: int = 50
) -> Page:
    """Scenarios, the newest first; of one dataset where it is named."""
    query = select(ScenarioRecord)
    if dataset_id is not None:
        query = query.where(ScenarioRecord.dataset_id == dataset_id)
    with ctx.db.read() as session:
        rows, after = page_by_id(session, query, ScenarioRecord.id, cursor=cursor, limit=limit)
        return {"items": [_document(row) for row in rows], "next": after}


@operation("create_scenario")
def create_scenario(ctx: Context, actor: Actor, wish: ScenarioWish) -> Document:
    """Keep a scenario. Raises InputError with everything in its edits that is wrong or can't apply."""
    checked = _checked(ctx, actor, wish)
    with ctx.db.write() as session:
        ready(session, actor, wish.dataset_id)
        row = ScenarioRecord(
            id=new_id("scn"),
            name=wish.name,
            dataset_id=wish.dataset_id,
            policy=checked.policy,
            edits=checked.edits,
            created_at=ctx.now(),
            created_by=actor.id,
            changed_at=ctx.now(),
            version=1,
        )
        session.add(row)
        session.flush()  # its dataset must be there before the chain of the audit is locked
        record(ctx, session, actor, "scenario.created", row.id, edits=len(checked.edits))
        return _document(row, checked.sentences)


@operation("get_scenario")
def get_scenario(ctx: Context, actor: Actor, scenario_id: str) -> Document:
    """One scenario."""
    with ctx.db.read() as session:
        return _document(found_scenario(session, scenario_id, actor.tr))


@operation("replace_scenario")
def replace_scenario(
    ctx: Context, actor: Actor, scenario_id: str, wish: ScenarioWish, *, if_match: str | None
) -> Document:
    """Replace a scenario as a whole. Raises PreconditionFailed where somebody changed it in between."""
    with ctx.db.read() as session:
        check_version(found_scenario(session, scenario_id, actor.tr), if_match)
    checked = _checked(ctx, actor, wish)
    with ctx.db.write() as session:
        row = found_scenario(session, scenario_id, actor.tr, lock=True)
        check_version(row, if_match)
        ready(session, actor, wish.dataset_id)
        row.name, row.dataset_id = wish.name, wish.dataset_id
        row.policy, row.edits = checked.policy, checked.edits
        row.changed_at, row.version = ctx.now(), row.version + 1
        session.flush()
        record(ctx, session, actor, "scenario.replaced", row.id, version=row.version)
        return _document(row, checked.sentences)


@operation("delete_scenario")
def delete_scenario(ctx: Context, actor: Actor, scenario_id: str, *, if_match: str | None) -> None:
    """Forget a scenario; studies keep what they were asked."""
    with ctx.db.write() as session:
        row = found_scenario(session, scenario_id, actor.tr, lock=True)
        check_version(row, if_match)
        session.delete(row)
        record(ctx, session, actor, "scenario.deleted", scenario_id)


def found_scenario(
    session: Session, scenario_id: str, tr: Translator, *, lock: bool = False
) -> ScenarioRecord:
    """The row. Raises NotFound."""
    row = session.get(ScenarioRecord, scenario_id, with_for_update=lock or None)
    if row is None:
        raise NotFound(tr.gettext("There is no scenario with this id."))
    return row


def _checked(ctx: Context, actor: Actor, wish: ScenarioWish) -> _Checked:
    """Everything judged before a transaction begins: reading a base takes its time."""
    tr = actor.tr
    with ctx.db.read() as session:
        size = ready(session, actor, wish.dataset_id).num_clients
        policy = chosen_policy(session, wish.policy, wish.policy_id, tr) or Policy().model_dump(mode="json")
        decisions = decisions_of(session, wish.dataset_id)
    edits = plain_edits(wish.edits, wish.catalogue, wish.settings, tr)
    return _Checked(policy, edits, dry_apply(ctx, wish.dataset_id, size, decisions, policy, edits, tr))


def _document(row: ScenarioRecord, sentences: tuple[str, ...] | None = None) -> Document:
    """`sentences` say what each edit does, where the base was small enough to try; they are not kept."""
    return {
        "id": row.id,
        "name": row.name,
        "dataset_id": row.dataset_id,
        "policy": row.policy,
        "edits": row.edits,
        "sentences": None if sentences is None else list(sentences),
        "created_at": row.created_at.isoformat(),
        "created_by": row.created_by,
        "changed_at": row.changed_at.isoformat(),
        "etag": etag(row),
    }
