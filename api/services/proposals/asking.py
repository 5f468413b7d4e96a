"""What somebody asks of a new proposal, judged as a whole before anything is queued."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from sqlalchemy.orm import Session

from api.context import Context
from api.db.models import Dataset, PolicyRecord
from api.errors import Unprocessable, issue_place
from api.security.actor import Actor
from api.services.datasets.standing import decisions_of, ready
from api.services.policies import checked_policy
from assigner.errors import InputError
from assigner.policy import Policy
from scenarios.origin import parse_steps

DEFAULT_SECONDS = 60.0
MOST_EDITS = 500

Document = dict[str, Any]


class Config(BaseModel):
    """How hard a solve tries: seconds, or work units with one worker, where the answer repeats."""

    model_config = ConfigDict(strict=True, extra="forbid", allow_inf_nan=False)

    time_limit: float | None = Field(None, gt=0, description="seconds")
    work_limit: float | None = Field(None, gt=0, description="work units, about a second of one core each")
    seed: int = Field(0, ge=0, lt=2**31)


@dataclass(frozen=True, slots=True)
class Ask:
    """A question that was found sound: base with its decisions, policy, effort, edits."""

    dataset_id: str
    decisions: tuple[Document, ...]
    policy: Policy
    config: Document
    edits: tuple[Document, ...]

    def argument(self) -> Document:
        """What the job gets."""
        return {
            "dataset_id": self.dataset_id,
            "decisions": list(self.decisions),
            "policy": self.policy.model_dump(mode="json"),
            "config": self.config,
            "edits": list(self.edits),
        }


def checked_ask(
    ctx: Context,
    actor: Actor,
    session: Session,
    *,
    dataset_id: str,
    policy: Mapping[str, Any] | None,
    policy_id: str | None,
    config: Mapping[str, Any] | None,
    edits: Sequence[Any],
) -> Ask:
    """The question, if it is sound. Raises Unprocessable with everything wrong, NotFound, Conflict."""
    places: list[Document] = []
    chosen = _policy(session, actor, policy, policy_id, places)
    effort = _config(ctx, actor, config or {}, places)
    steps = _edits(actor, edits, places)
    if places:
        raise Unprocessable(places[0]["message"], errors=places)
    # Nobody removes it or decides about it before this transaction ends; others may ask as well.
    session.get(Dataset, dataset_id, with_for_update={"read": True, "key_share": True})
    ready(session, actor, dataset_id)
    return Ask(dataset_id, tuple(decisions_of(session, dataset_id)), chosen, effort, steps)


def checked_config(ctx: Context, actor: Actor, config: Mapping[str, Any]) -> Document:
    """The effort of a solve. Raises Unprocessable with everything wrong in it."""
    places: list[Document] = []
    effort = _config(ctx, actor, config, places)
    if places:
        raise Unprocessable(places[0]["message"], errors=places)
    return effort


def _policy(
    session: Session,
    actor: Actor,
    document: Mapping[str, Any] | None,
    policy_id: str | None,
    places: list[Document],
) -> Policy:
    """The policy that is given or named; the default one where neither is."""
    if document is not None and policy_id is not None:
        message = actor.tr.gettext("give either a policy or the id of one")
        places.append({"where": "policy_id", "value": policy_id, "message": message})
    elif policy_id is not None:
        row = session.get(PolicyRecord, policy_id)
        if row is not None:
            return Policy.model_validate(row.document)
        message = actor.tr.gettext("There is no policy with this id.")
        places.append({"where": "policy_id", "value": policy_id, "message": message})
    elif document is not None:
        try:
            return checked_policy(dict(document))
        except Unprocessable as error:
            places += map(dict, error.errors)
    return Policy()


def _config(ctx: Context, actor: Actor, config: Mapping[str, Any], places: list[Document]) -> Document:
    """The effort, with a time limit where no limit is given."""
    try:
        found = Config.model_validate(dict(config))
    except ValidationError as error:
        places += [
            {"where": ".".join(map(str, ("config", *one["loc"]))), "value": None, "message": one["msg"]}
            for one in error.errors(include_url=False, include_context=False)
        ]
        return {}
    most = ctx.settings.max_time_limit
    for name in ("time_limit", "work_limit"):
        value = getattr(found, name)
        if value is not None and value > most:
            message = actor.tr.gettext("at most {most} are allowed here", most=actor.tr.number(most))
            places.append({"where": f"config.{name}", "value": value, "message": message})
    blank = found.time_limit is None and found.work_limit is None
    effort = found.model_dump()
    return effort | ({"time_limit": min(DEFAULT_SECONDS, most)} if blank else {})


def _edits(actor: Actor, edits: Sequence[Any], places: list[Document]) -> tuple[Document, ...]:
    if len(edits) > MOST_EDITS:
        message = actor.tr.gettext("at most {most} are allowed here", most=actor.tr.number(MOST_EDITS))
        places.append({"where": "edits", "value": len(edits), "message": message})
        return ()
    try:
        parse_steps(edits, actor.tr)
    except InputError as error:
        places += [{**issue_place(issue), "where": issue.column or "edits"} for issue in error.issues]
        return ()
    return tuple(dict(one) for one in edits)
