"""Studies and their results; forgetting them."""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path

from sqlalchemy import select

from api.audit import record
from api.context import Context
from api.db.engine import after_commit
from api.db.models import StudyRecord
from api.errors import Conflict, NotFound
from api.security.actor import Actor
from api.security.operations import operation
from api.services.paging import Page, page_by_id
from api.services.studies.plain import Document, done_study, found_study, study_document
from api.services.versions import check_version
from api.work.studying.job import STUDIES
from api.work.studying.model import document_name, page_name
from assigner.i18n import Translator


@operation("list_studies")
def list_studies(
    ctx: Context,
    actor: Actor,
    *,
    kind: str | None = None,
    dataset_id: str | None = None,
    cursor: str | None = None,
    limit: int = 50,
) -> Page:
    """Studies, the newest first; of a kind and of a dataset where they are named."""
    query = select(StudyRecord)
    if kind is not None:
        query = query.where(StudyRecord.kind == kind)
    if dataset_id is not None:
        query = query.where(StudyRecord.dataset_id == dataset_id)
    with ctx.db.read() as session:
        rows, after = page_by_id(session, query, StudyRecord.id, cursor=cursor, limit=limit)
        return {"items": [study_document(row) for row in rows], "next": after}


@operation("get_study")
def get_study(ctx: Context, actor: Actor, study_id: str) -> Document:
    """One study: what was asked, where it stands, its headline figures."""
    with ctx.db.read() as session:
        return study_document(found_study(session, study_id, actor.tr))


@operation("get_study_document")
def get_study_document(ctx: Context, actor: Actor, study_id: str) -> Document:
    """Everything that was found, with sentences in the actor's language."""
    text = _text(ctx, actor.tr, study_id, document_name(actor.tr.language))
    found: Document = json.loads(text)
    return found


@operation("get_study_page")
def get_study_page(ctx: Context, actor: Actor, study_id: str, *, language: str | None = None) -> str:
    """The page of the results, HTML that needs nothing beside itself, in a language or the actor's own."""
    return _text(ctx, actor.tr, study_id, page_name(language or actor.tr.language))


@operation("delete_study")
def delete_study(ctx: Context, actor: Actor, study_id: str, *, if_match: str | None) -> None:
    """Forget a study and its results. Raises Conflict while it runs: its job has to be cancelled first."""
    with ctx.db.write() as session:
        row = found_study(session, study_id, actor.tr, lock=True)
        check_version(row, if_match)
        if row.state == "running":
            raise Conflict(actor.tr.gettext("The study is running: cancel its job first."), job_id=row.job_id)
        session.delete(row)
        after_commit(session, partial(ctx.files.remove, STUDIES, row.id))
        record(ctx, session, actor, "study.deleted", study_id)


def study_folder(ctx: Context, study_id: str) -> Path:
    """Where the results of a study lie."""
    return ctx.files.folder(STUDIES, study_id)


def _text(ctx: Context, tr: Translator, study_id: str, name: str) -> str:
    with ctx.db.read() as session:
        done_study(session, study_id, tr)
    try:
        return (study_folder(ctx, study_id) / name).read_text("utf-8")
    except FileNotFoundError:
        raise NotFound(tr.gettext("The results of this study are gone.")) from None
