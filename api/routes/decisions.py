"""/v1/proposals/{id}/decisions."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Response
from pydantic import Field

from api.routes.access import CHANGED, Ctx, IfMatch, Who, tagged
from api.routes.proposal_shapes import NO_CONTROLS, ClientState, Line, ProposalId, TableId, Verdict
from api.routes.schemas import Answer, Body, Cursor, Limit
from api.services import proposals
from api.services.proposals import Filter

router = APIRouter(prefix="/proposals", tags=["decisions"])


class DecisionBody(Body):
    """A decision on one client. Pin and ban name a manager."""

    client_id: TableId
    verdict: Verdict
    manager_id: TableId | None = None
    reason: Line = ""


class Decisions(Body):
    """Decisions on clients; they replace what was decided on the same clients before."""

    decisions: list[DecisionBody] = Field(
        min_length=1, max_length=20_000, examples=[[{"client_id": "C001", "verdict": "reject"}]]
    )


class Conditions(Body):
    """Which clients are meant; all that is given must hold. A blank manager stands for nobody."""

    from_id: Annotated[str, Field(max_length=200, pattern=NO_CONTROLS)] | None = None
    to_id: Annotated[str, Field(max_length=200, pattern=NO_CONTROLS)] | None = None
    state: ClientState | None = None
    moved: bool | None = True
    disputed: bool | None = None
    decision: Literal["accept", "reject", "pin", "ban", "none"] | None = None
    q: Annotated[str, Field(max_length=200, pattern=NO_CONTROLS)] | None = None


class Sweep(Body):
    """One decision on all clients that are meant."""

    where: Conditions
    verdict: Verdict
    manager_id: TableId | None = None
    reason: Line = ""


class DecisionAnswer(Answer):
    """A decision that stands. The name of who made it is there for those who may know it."""

    id: str
    client_id: str
    client_name: str
    verdict: Verdict
    manager_id: str | None
    reason: str
    created_at: str
    created_by: str
    created_by_name: str | None


class DecisionPage(Answer):
    """One page of decisions, with the version of the proposal that a change is made on."""

    items: list[DecisionAnswer]
    next: str | None
    etag: str


class Decided(Answer):
    """How many decisions were made; `left_out` are clients on which this one can't be made."""

    decided: int
    left_out: int
    etag: str


class Withdrawn(Answer):
    """How many decisions were withdrawn."""

    withdrawn: int
    etag: str


@router.get("/{proposal_id}/decisions", operation_id="list_decisions", response_model=DecisionPage)
def list_decisions(
    ctx: Ctx, who: Who, proposal_id: ProposalId, response: Response, cursor: Cursor = None, limit: Limit = 50
) -> Any:
    """Decisions on the moves of a proposal, the newest first."""
    found = proposals.list_decisions(ctx, who, proposal_id, cursor=cursor, limit=limit)
    return tagged(response, found)


@router.put(
    "/{proposal_id}/decisions", operation_id="put_decisions", response_model=Decided, responses=CHANGED
)
def put_decisions(
    ctx: Ctx, who: Who, proposal_id: ProposalId, body: Decisions, response: Response, if_match: IfMatch = None
) -> Any:
    """Decide on many clients at once, on the version of the proposal that was seen: all, or none."""
    given = [one.model_dump() for one in body.decisions]
    return tagged(response, proposals.put_decisions(ctx, who, proposal_id, given, if_match=if_match))


@router.post(
    "/{proposal_id}/decisions/sweep", operation_id="decide_where", response_model=Decided, responses=CHANGED
)
def decide_where(
    ctx: Ctx, who: Who, proposal_id: ProposalId, body: Sweep, response: Response, if_match: IfMatch = None
) -> Any:
    """The same decision on all clients that a filter finds."""
    made = proposals.decide_where(
        ctx,
        who,
        proposal_id,
        Filter(**body.where.model_dump()),
        verdict=body.verdict,
        manager_id=body.manager_id,
        reason=body.reason,
        if_match=if_match,
    )
    return tagged(response, made)


@router.delete(
    "/{proposal_id}/decisions",
    operation_id="delete_decisions",
    response_model=Withdrawn,
    responses=CHANGED,
)
def delete_decisions(
    ctx: Ctx,
    who: Who,
    proposal_id: ProposalId,
    response: Response,
    client_id: Annotated[
        list[Annotated[str, Field(max_length=200, pattern=NO_CONTROLS)]] | None,
        Query(max_length=500, description="whose decisions; all where none is named"),
    ] = None,
    if_match: IfMatch = None,
) -> Any:
    """Withdraw decisions."""
    return tagged(response, proposals.delete_decisions(ctx, who, proposal_id, client_id, if_match=if_match))
