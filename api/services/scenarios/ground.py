"""The policy that scenarios and studies begin with."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from api.db.models import PolicyRecord
from api.errors import NotFound, Unprocessable
from api.services.policies import checked_policy
from assigner.i18n import Translator

Document = dict[str, Any]


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
