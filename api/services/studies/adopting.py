"""One plan of a study becomes a proposal of its own: reviewed and approved like any other."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy.orm import Session

from api.audit import record
from api.context import Context
from api.db.models import ProposalRecord, StudyRecord
from api.errors import Conflict, Forbidden, NotFound, Unprocessable
from api.ids import new_id
from api.jobs.queue import enqueue
from api.security.actor import Actor, Role
from api.security.operations import operation
from api.services.studies.plain import Document, done_study
from api.services.studies.reading import study_folder
from api.work.studying.model import HANDOVER, document_name
from assigner.i18n import Translator
from scenarios.scenario import BASE_NAME

JOB = "adopt"
"""The kind of job that keeps a plan as a proposal."""

HANDED_OVER = {"time_limit": None, "work_limit": 2.0, "seed": 0}
"""Effort for edits that leave nothing to choose."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What the proposal is made of; `key` names the answer, None where the edits say all of it."""

    edits: list[Document]
    origin: str
    key: str | None = None
    policy: Document | None = None
    config: Document | None = None
    is_point: bool = False


@operation("adopt_study")
def adopt_study(
    ctx: Context,
    actor: Actor,
    study_id: str,
    *,
    scenario: str | None = None,
    point: int | None = None,
    steps: Literal["first", "all"] | None = None,
    name: str | None = None,
) -> Document:
    """Make a proposal of a scenario's plan, a point of the curve, or the steps of an onboarding.

    HR may hand an onboarding over; it is the head who approves it. Raises Unprocessable where there is no
    such plan.
    """
    tr = actor.tr
    with ctx.db.read() as session:
        row = done_study(session, study_id, tr)
    if actor.role is Role.HR and row.kind != "onboarding":
        raise Forbidden(tr.gettext("Your role does not allow this."))
    plan = _plan(ctx, row, scenario, point, steps, tr)
    with ctx.db.write() as session:
        done_study(session, study_id, tr)
        made = _add(ctx, session, actor, row, plan, name or row.name)
        record(ctx, session, actor, "study.adopted", study_id, proposal_id=made["proposal_id"])
        return made


def _plan(
    ctx: Context,
    row: StudyRecord,
    scenario: str | None,
    point: int | None,
    steps: str | None,
    tr: Translator,
) -> Plan:
    """The plan that is meant. Raises Unprocessable where the study has no such one."""
    match row.kind:
        case "scenarios":
            return _of_scenario(ctx, row, scenario, tr)
        case "frontier":
            return _of_point(ctx, row, point, tr)
        case "onboarding":
            return _of_steps(ctx, row, steps or "all", tr)
    raise Conflict(tr.gettext("A study of this kind has no plan to adopt."))


def _of_scenario(ctx: Context, row: StudyRecord, name: str | None, tr: Translator) -> Plan:
    known = {one["name"]: one for one in _read(ctx, row, document_name("en"), tr)["scenarios"]}
    found = known.get(name or "")
    if found is None or found["best_seed"] is None:
        answered = ", ".join(one for one in known if known[one]["best_seed"] is not None)
        raise _no_such(tr, "scenario", name, answered)
    run = next(one for one in found["runs"] if one["seed"] == found["best_seed"])
    sides = {one["name"]: one for one in row.argument["scenarios"]}
    side = {} if name == BASE_NAME else sides[found["name"]]
    return Plan(
        edits=list(side.get("edits", ())),
        origin="scenario",
        key=run["key"],
        policy=side.get("policy"),
        config=_config(row, run["seed"]),
    )


def _of_point(ctx: Context, row: StudyRecord, point: int | None, tr: Translator) -> Plan:
    document = _read(ctx, row, document_name("en"), tr)
    answers = document["answers"]
    if point is None or point >= len(answers):
        raise _no_such(tr, "point", point, f"0-{len(answers) - 1}")
    run = next(one for one in document["runs"] if one["name"] == answers[point]["run"])
    return Plan([_order(run["epsilon"])], "scenario", run["key"], None, _config(row, document["seed"]), True)


def _order(epsilon: float | None) -> Document:
    """The order of the levels under which a point was found; None: imbalance first."""
    first = ("imbalance", "disruption") if epsilon is None else ("disruption", "imbalance")
    slack = {"disruption": epsilon or 0.0, "imbalance": 0.0}
    return {
        "kind": "mode",
        "mode": "lexicographic",
        "order": [*first, "fit"],
        "worst_off_first": False,
        "slack": slack,
    }


def _of_steps(ctx: Context, row: StudyRecord, steps: str, tr: Translator) -> Plan:
    found = _read(ctx, row, HANDOVER, tr)
    if steps not in found:
        raise _no_such(tr, "steps", steps, ", ".join(found))
    return Plan(found[steps], "onboarding", config=dict(HANDED_OVER))


def _read(ctx: Context, row: StudyRecord, name: str, tr: Translator) -> Document:
    try:
        found: Document = json.loads((study_folder(ctx, row.id) / name).read_text("utf-8"))
    except FileNotFoundError:
        raise NotFound(tr.gettext("The results of this study are gone.")) from None
    return found


def _config(row: StudyRecord, seed: int) -> Document:
    effort = row.argument["effort"]
    return {"time_limit": effort["time_limit"], "work_limit": effort["work_limit"], "seed": seed}


def _no_such(tr: Translator, where: str, value: object, known: str) -> Unprocessable:
    message = tr.gettext("the study has no such plan; it has: {names}", names=known or "-")
    detail = tr.gettext("There is no such plan in this study.")
    return Unprocessable(detail, errors=[{"where": where, "value": value, "message": message}])


def _add(ctx: Context, session: Session, actor: Actor, row: StudyRecord, plan: Plan, name: str) -> Document:
    """The proposal, a draft until the job has kept it, and the job."""
    policy = plan.policy or row.argument["policy"]
    config: dict[str, Any] = plan.config or dict(HANDED_OVER)
    proposal = ProposalRecord(
        id=new_id("prop"),
        name=name,
        dataset_id=row.dataset_id,
        origin=plan.origin,
        state="draft",
        policy=policy,
        config=config,
        edits=plan.edits,
        created_at=ctx.now(),
        created_by=actor.id,
        version=1,
    )
    session.add(proposal)
    session.flush()
    argument = {
        "dataset_id": row.dataset_id,
        "decisions": row.argument["decisions"],
        "policy": policy,
        "edits": plan.edits,
        "config": config,
        "study_id": row.id,
        "key": plan.key,
        "is_point": plan.is_point,
    }
    proposal.job_id = enqueue(ctx, session, actor, JOB, proposal.id, argument).id
    return {"proposal_id": proposal.id, "job_id": proposal.job_id, "state": proposal.state}
