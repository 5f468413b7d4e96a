"""Asking for a study: a row, and a job that makes it."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from api.audit import record
from api.context import Context
from api.db.models import StudyRecord
from api.errors import Forbidden
from api.ids import new_id
from api.jobs.queue import enqueue
from api.security.actor import Actor, Role
from api.security.operations import operation
from api.services.datasets.standing import ready
from api.services.scenarios.checking import DRY_CLIENTS
from api.services.studies.asking import StudyWish, asked
from api.services.studies.plain import Document, study_document
from api.work.cases import case_of
from api.work.studying.asking import StudyAsk
from api.work.studying.curves import named_knobs
from api.work.studying.onboarding import wanted, with_ramp
from api.work.studying.scenarios import prepared_scenarios
from assigner.i18n import Translator
from assigner.policy import Policy
from scenarios.base import base_of
from scenarios.onboarding.asking import newcomers_joined
from scenarios.onboarding.will import read_will

JOB = "study"
"""The kind of job that makes a study."""

OF_HR = frozenset({"scenarios", "onboarding"})
"""Kinds of study that HR may ask for; the others are about how the head divides."""


@operation("create_study")
def create_study(ctx: Context, actor: Actor, wish: StudyWish) -> Document:
    """A study that a job will make. Raises InputError, where the base is small, for all that can't apply."""
    if actor.role is Role.HR and wish.kind not in OF_HR:
        raise Forbidden(actor.tr.gettext("Your role does not allow this."))
    with ctx.db.read() as session:
        size = ready(session, actor, wish.dataset_id).num_clients
        ask = asked(ctx, session, actor, wish)
    if size is not None and size <= DRY_CLIENTS:
        _try(ctx, ask, actor.tr)
    with ctx.db.write() as session:
        ready(session, actor, wish.dataset_id)
        row = _add(ctx, session, actor, wish.name, ask)
        record(ctx, session, actor, "study.asked", row.id, kind=row.kind, dataset_id=row.dataset_id)
        return study_document(row)


def _add(ctx: Context, session: Session, actor: Actor, name: str, ask: StudyAsk) -> StudyRecord:
    argument: dict[str, Any] = ask.model_dump(mode="json")
    row = StudyRecord(
        id=new_id("stu"),
        kind=ask.kind,
        name=name,
        dataset_id=ask.dataset_id,
        argument=argument,
        state="running",
        created_at=ctx.now(),
        created_by=actor.id,
        version=1,
    )
    session.add(row)
    session.flush()
    row.job_id = enqueue(ctx, session, actor, JOB, row.id, argument).id
    return row


def _try(ctx: Context, ask: StudyAsk, tr: Translator) -> None:
    """Everything that would stop the job before its first solve."""
    policy = Policy.model_validate(ask.policy)
    base = base_of(case_of(ctx.files, ask.dataset_id, policy, ask.decisions, tr=tr))
    match ask.kind:
        case "scenarios":
            prepared_scenarios(base, ask.scenarios, ask.effort, tr)
        case "sensitivity":
            named_knobs(base, ask.knobs, tr)
        case "onboarding" if ask.leaver is not None:
            read_will(base, ask.leaver, tr)
        case "onboarding":
            newcomers_joined(with_ramp(base, ask.ramp), tuple(map(wanted, ask.newcomers)), tr)
