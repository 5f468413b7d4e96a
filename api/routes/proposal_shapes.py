"""Shapes of bodies and answers about proposals."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import Path, Query
from pydantic import ConfigDict, Field

from api.ids import ID_PATTERN
from api.routes.schemas import Answer, Body, Name

NO_CONTROLS = r"^[^\x00-\x1f\x7f]*$"
NO_CONTROLS_BUT_LINES = r"^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f]*$"

ProposalId = Annotated[str, Path(pattern=ID_PATTERN, max_length=40, description="id of a proposal")]
InTables = Annotated[
    str, Path(min_length=1, max_length=200, pattern=NO_CONTROLS, description="id of the tables")
]
Word = Annotated[str | None, Query(max_length=200, pattern=NO_CONTROLS)]
TableId = Annotated[str, Field(min_length=1, max_length=200, pattern=NO_CONTROLS)]
Line = Annotated[str, Field(max_length=1000, pattern=NO_CONTROLS)]
Text = Annotated[str, Field(min_length=1, max_length=4000, pattern=NO_CONTROLS_BUT_LINES)]
Language = Annotated[Literal["en", "ru"] | None, Query(description="language of the words in it")]

State = Literal["draft", "proposed", "approved", "live", "superseded", "failed"]
ClientState = Literal["proven", "active", "dormant", "claimed", "free"]
Verdict = Literal["accept", "reject", "pin", "ban"]

ASK: dict[str, Any] = {
    "dataset_id": "ds_01h0000000000000000000000",
    "name": "Spring",
    "policy": {"rules": {"loss_cap": {"enabled": True}}},
    "config": {"time_limit": 60},
    "edits": [],
}


class ConfigBody(Body):
    """How hard a solve tries. With a work limit the same question gives the same answer."""

    time_limit: float | None = Field(None, gt=0, allow_inf_nan=False, description="seconds")
    work_limit: float | None = Field(
        None, gt=0, allow_inf_nan=False, description="work units, about a second of one core each"
    )
    seed: int = Field(0, ge=0, lt=2**31)


class Question(Body):
    """What is asked: a base, a policy (written out, by id, or the default one), edits made before."""

    dataset_id: Annotated[str, Field(max_length=40, pattern=NO_CONTROLS)]
    policy: dict[str, Any] | None = None
    policy_id: Annotated[str, Field(max_length=40, pattern=NO_CONTROLS)] | None = None
    config: ConfigBody = Field(default_factory=ConfigBody)
    edits: list[dict[str, Any]] = Field(default_factory=list, max_length=500)


class NewProposal(Question):
    """A new proposal."""

    model_config = ConfigDict(strict=True, extra="forbid", json_schema_extra={"examples": [ASK]})

    name: Name


class Summary(Answer):
    """A proposal in a list. Managers see no figures in it."""

    id: str
    name: str
    dataset_id: str
    parent_id: str | None
    origin: str
    state: State
    shared: bool
    job_id: str | None
    figures: dict[str, Any] | None
    problem: dict[str, Any] | None
    created_at: str
    approved_at: str | None
    live_at: str | None
    etag: str


class ProposalPage(Answer):
    """One page of proposals."""

    items: list[Summary]
    next: str | None


class RoutingPlan(Answer):
    """The plan that new clients will be routed by. `going_live`: the proposal goes live when it is ready."""

    state: Literal["preparing", "ready", "failed"]
    going_live: bool
    job_id: str | None
    problem: dict[str, Any] | None


class Whole(Summary):
    """A proposal with what was asked. Counts are there where they were asked for.

    `decisions` are all that stand, by verdict. `decisions_open` says how many were made or withdrawn since
    this answer was found, `decisions_broken` how many it goes against: only solving again keeps those. Names
    are those of people you may know of.
    """

    created_by: str
    approved_by: str | None
    created_by_name: str | None = None
    approved_by_name: str | None = None
    policy: dict[str, Any]
    config: dict[str, Any]
    edits: list[dict[str, Any]]
    decisions: dict[str, int] | None = None
    decisions_open: int | None = None
    decisions_broken: int | None = None
    open_objections: int | None = None
    routing: RoutingPlan | None = None


class Finding(Answer):
    """Something known before solving."""

    severity: Literal["conflict", "warning"]
    code: str
    message: str


class PreflightAnswer(Answer):
    """What is known before solving; `edits` tells what each edit does."""

    can_be_solved: bool
    findings: list[Finding]
    edits: list[str]
    clients: int
    managers: int


class Stands(Answer):
    """A decision as moves show it."""

    verdict: Verdict
    manager_id: str | None
    reason: str


class Move(Answer):
    """One client of a proposal. `moved`: it gets another manager than today, or had none."""

    number: int
    client_id: str
    name: str
    from_id: str
    from_name: str
    to_id: str
    to_name: str
    moved: bool
    state: str
    disputed: bool
    strength: float
    potential: float
    revenue: float
    pain_money: float
    reason_code: str
    reason: str
    segments: dict[str, str]
    lat: float | None
    lon: float | None
    decisions: list[Stands]


class MovePage(Answer):
    """One page of clients; `total` where it was asked for."""

    items: list[Move]
    next: str | None
    total: int | None


class Items(Answer):
    """A whole list."""

    items: list[dict[str, Any]]


class Changes(Answer):
    """What changed against the parent, and what keeping the rest as it was is worth."""

    parent_id: str
    before: dict[str, Any] | None
    after: dict[str, Any] | None
    items: list[dict[str, Any]]
    counts: dict[str, int] | None
    price: float | None
    free: dict[str, Any] | None
    costs_at_most: float | None
    unchanged: bool | None
    notes: list[str] | None


class Explained(Answer):
    """One client: its move, and its whole story."""

    move: Move
    story: dict[str, Any]
