"""Managers that an account may belong to: those of the newest base and of the live plan."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.context import Context
from api.db.models import Dataset, ProposalRecord
from api.security.actor import Actor
from api.security.operations import operation
from api.services.datasets.standing import READY, managers_told
from api.services.proposals.rows import LIVE, manager_names

Document = dict[str, Any]


@operation("list_managers")
def list_managers(ctx: Context, actor: Actor) -> Document:
    """Ids and names of the managers of the newest base that was read and of the live plan, by name.

    `dataset_id` and `proposal_id` say which these are, None where there is none yet. An id that is missing
    here is not wrong: accounts may be made before the base comes.
    """
    with ctx.db.read() as session:
        base, plan = _newest_base(session), _live_plan(session)
        in_plan = manager_names(session, plan) if plan else {}
    in_base = _names_in_base(ctx, base) if base else {}
    names = in_plan | in_base
    items = [
        {"manager_id": key, "name": names[key], "in_base": key in in_base, "in_plan": key in in_plan}
        for key in sorted(names, key=lambda key: (names[key].casefold(), key))
    ]
    return {"dataset_id": base, "proposal_id": plan, "items": items}


def _newest_base(session: Session) -> str | None:
    query = select(Dataset.id).where(Dataset.state == READY).order_by(Dataset.id.desc())
    return session.scalars(query.limit(1)).first()


def _live_plan(session: Session) -> str | None:
    return session.scalars(select(ProposalRecord.id).where(ProposalRecord.state == LIVE)).first()


def _names_in_base(ctx: Context, dataset_id: str) -> dict[str, str]:
    """Names by ids, as reading wrote them; empty where the base was removed a moment ago."""
    try:
        return {one["manager_id"]: one["name"] for one in managers_told(ctx, dataset_id)}
    except FileNotFoundError:
        return {}
