"""What scenarios and studies stand on: a dataset that was read, its decisions, a policy."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.db.models import Dataset, DatasetDecision, PolicyRecord
from api.errors import Conflict, NotFound, Unprocessable
from api.services.policies import checked_policy
from assigner.i18n import Translator

Document = dict[str, Any]


def ready_dataset(session: Session, dataset_id: str, tr: Translator) -> Dataset:
    """The dataset. Raises NotFound, and Conflict where it is not read (yet)."""
    row = session.get(Dataset, dataset_id)
    if row is None:
        raise NotFound(tr.gettext("There is no dataset with this id."))
    if row.state == "reading":
        raise Conflict(tr.gettext("The dataset is still being read; wait for its job."))
    if row.state != "ready":
        raise Conflict(tr.gettext("The dataset was refused; its `problem` says why."))
    return row


def decisions_of(session: Session, dataset_id: str) -> list[Document]:
    """What was decided about a dataset, as `api.work.cases.case_of` takes it, in the order it was decided."""
    wanted = select(DatasetDecision).where(DatasetDecision.dataset_id == dataset_id)
    return [_decision(row) for row in session.scalars(wanted.order_by(DatasetDecision.id))]


def _decision(row: DatasetDecision) -> Document:
    until = getattr(row, "until", None)
    return {
        "kind": row.kind,
        "a": row.a,
        "b": row.b,
        "reason": row.reason,
        "answer": getattr(row, "answer", ""),
        "until": None if until is None else str(until),
    }


def chosen_policy(
    session: Session, document: Document | None, policy_id: str | None, tr: Translator
) -> Document | None:
    """The whole policy that is meant: as it is written, by its id, None for neither.

    Raises Unprocessable with every wrong place, and where both are given.
    """
    if document is not None and policy_id is not None:
        message = tr.gettext("give the policy or its id, not both")
        place = {"where": "policy_id", "value": policy_id, "message": message}
        raise Unprocessable(message, errors=[place])
    if document is not None:
        return checked_policy(document).model_dump(mode="json")
    if policy_id is None:
        return None
    row = session.get(PolicyRecord, policy_id)
    if row is None:
        raise NotFound(tr.gettext("There is no policy with this id."))
    return checked_policy(row.document).model_dump(mode="json")
