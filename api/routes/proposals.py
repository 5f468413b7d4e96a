"""/v1/proposals: asking for them, and their way to being live."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query, Response
from pydantic import Field

from api.routes.access import CHANGED, Ctx, IfMatch, Who, tagged
from api.routes.proposal_shapes import (
    ConfigBody,
    NewProposal,
    PreflightAnswer,
    ProposalId,
    ProposalPage,
    Question,
    State,
    Summary,
    Whole,
    Word,
)
from api.routes.schemas import Body, Cursor, Limit, Name
from api.services import proposals

router = APIRouter(prefix="/proposals", tags=["proposals"])


class Relaxation(Body):
    """Which way out of the conflict, counted from 0."""

    remedy: int = Field(ge=0, le=1000, examples=[0])


class Again(Body):
    """How to solve again; blank: as the parent was."""

    name: Name | None = None
    config: ConfigBody | None = None
    most_changes: int | None = Field(
        None, ge=0, le=10**7, description="clients that may change without having to, at most"
    )


class Sharing(Body):
    """Whether managers see their part before the approval."""

    shared: bool


class Approval(Body):
    """How an approval deals with objections."""

    settle_objections: bool = Field(False, description="refuse while an objection is not decided")


@router.get("", operation_id="list_proposals", response_model=ProposalPage)
def list_proposals(
    ctx: Ctx,
    who: Who,
    state: Annotated[State | None, Query()] = None,
    dataset_id: Word = None,
    parent_id: Word = None,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> Any:
    """Proposals, the newest first; managers see those that are theirs to see."""
    return proposals.list_proposals(
        ctx, who, state=state, dataset_id=dataset_id, parent_id=parent_id, cursor=cursor, limit=limit
    )


@router.post("", operation_id="create_proposal", response_model=Whole, status_code=202)
def create_proposal(ctx: Ctx, who: Who, body: NewProposal, response: Response) -> Any:
    """Ask for a proposal. The answer is a draft with the id of the job that solves it."""
    return _made(response, proposals.create_proposal(ctx, who, **_asked(body), name=body.name))


@router.post("/preflight", operation_id="preflight_proposal", response_model=PreflightAnswer)
def preflight_proposal(ctx: Ctx, who: Who, body: Question) -> Any:
    """What is known before solving: limits that can't hold, goals without data, what each edit does."""
    return proposals.preflight_proposal(ctx, who, **_asked(body))


@router.get("/live", operation_id="get_live_proposal", response_model=Summary)
def get_live_proposal(ctx: Ctx, who: Who, response: Response) -> Any:
    """The proposal that is live."""
    return tagged(response, proposals.get_live_proposal(ctx, who))


@router.get("/{proposal_id}", operation_id="get_proposal", response_model=Whole)
def get_proposal(ctx: Ctx, who: Who, proposal_id: ProposalId, response: Response) -> Any:
    """One proposal with what was asked, and what waits for a decision."""
    return tagged(response, proposals.get_proposal(ctx, who, proposal_id))


@router.delete("/{proposal_id}", operation_id="delete_proposal", status_code=204, responses=CHANGED)
def delete_proposal(ctx: Ctx, who: Who, proposal_id: ProposalId, if_match: IfMatch = None) -> None:
    """Forget a proposal that is not live; a solve that still runs is cancelled."""
    proposals.delete_proposal(ctx, who, proposal_id, if_match=if_match)


@router.post("/{proposal_id}/relax", operation_id="relax_proposal", response_model=Whole, status_code=202)
def relax_proposal(ctx: Ctx, who: Who, proposal_id: ProposalId, body: Relaxation, response: Response) -> Any:
    """Ask again with one of the ways out of a conflict of rules that the failed proposal tells."""
    return _made(response, proposals.relax_proposal(ctx, who, proposal_id, remedy=body.remedy))


@router.post("/{proposal_id}/resolve", operation_id="resolve_proposal", response_model=Whole, status_code=202)
def resolve_proposal(ctx: Ctx, who: Who, proposal_id: ProposalId, body: Again, response: Response) -> Any:
    """Solve again under all decisions, changing as little else as pays: a new proposal."""
    made = proposals.resolve_proposal(
        ctx,
        who,
        proposal_id,
        name=body.name,
        config=None if body.config is None else body.config.model_dump(),
        most_changes=body.most_changes,
    )
    return _made(response, made)


@router.post("/{proposal_id}/share", operation_id="share_proposal", response_model=Whole, responses=CHANGED)
def share_proposal(
    ctx: Ctx, who: Who, proposal_id: ProposalId, body: Sharing, response: Response, if_match: IfMatch = None
) -> Any:
    """Let managers see their part before the approval, so that they can object; or not any more."""
    return tagged(
        response, proposals.share_proposal(ctx, who, proposal_id, shared=body.shared, if_match=if_match)
    )


@router.post(
    "/{proposal_id}/approve", operation_id="approve_proposal", response_model=Whole, responses=CHANGED
)
def approve_proposal(
    ctx: Ctx, who: Who, proposal_id: ProposalId, body: Approval, response: Response, if_match: IfMatch = None
) -> Any:
    """Approve a proposal as it is."""
    made = proposals.approve_proposal(
        ctx, who, proposal_id, settle_objections=body.settle_objections, if_match=if_match
    )
    return tagged(response, made)


@router.post(
    "/{proposal_id}/activate",
    operation_id="activate_proposal",
    response_model=Whole,
    responses=CHANGED | {202: {"model": Whole, "description": "it goes live when its routing plan is ready"}},
)
def activate_proposal(
    ctx: Ctx, who: Who, proposal_id: ProposalId, response: Response, if_match: IfMatch = None
) -> Any:
    """Make an approved proposal the live one; the one before is superseded."""
    made = proposals.activate_proposal(ctx, who, proposal_id, if_match=if_match)
    if made["state"] != "live":
        response.status_code = 202
        response.headers["Location"] = f"/v1/jobs/{made['routing']['job_id']}"
    return tagged(response, made)


def _asked(body: Question) -> dict[str, Any]:
    return {
        "dataset_id": body.dataset_id,
        "policy": body.policy,
        "policy_id": body.policy_id,
        "config": body.config.model_dump(),
        "edits": body.edits,
    }


def _made(response: Response, made: dict[str, Any]) -> dict[str, Any]:
    response.headers["Location"] = f"/v1/proposals/{made['id']}"
    return tagged(response, made)
