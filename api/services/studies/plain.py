"""A study as a plain document."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from api.db.models import StudyRecord
from api.errors import Conflict, NotFound
from api.services.versions import etag
from assigner.i18n import Translator

Document = dict[str, Any]

NOT_ASKED = ("decisions", "store_mb")
"""Parts of the job's argument that nobody asked for."""


def study_document(row: StudyRecord) -> Document:
    """What is told of a study; `asked` is what it was asked, `figures` the headline once there is one."""
    return {
        "id": row.id,
        "kind": row.kind,
        "name": row.name,
        "dataset_id": row.dataset_id,
        "state": row.state,
        "asked": {key: value for key, value in row.argument.items() if key not in NOT_ASKED},
        "figures": row.figures,
        "problem": row.problem,
        "job_id": row.job_id,
        "created_at": row.created_at.isoformat(),
        "created_by": row.created_by,
        "etag": etag(row),
    }


def found_study(session: Session, study_id: str, tr: Translator, *, lock: bool = False) -> StudyRecord:
    """The row. Raises NotFound."""
    row = session.get(StudyRecord, study_id, with_for_update=lock or None)
    if row is None:
        raise NotFound(tr.gettext("There is no study with this id."))
    return row


def done_study(session: Session, study_id: str, tr: Translator) -> StudyRecord:
    """The row of a study that has results. Raises NotFound, and Conflict for any other."""
    row = found_study(session, study_id, tr)
    if row.state == "running":
        raise Conflict(tr.gettext("The study is not done yet."))
    if row.state != "done":
        raise Conflict(tr.gettext("The study has no results: it failed or was cancelled."))
    return row
