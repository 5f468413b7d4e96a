"""/v1/proposals/{id}/my-book, its objections, and /v1/objections."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Path, Query, Response
from pydantic import Field

from api.ids import ID_PATTERN
from api.routes.access import CHANGED, Ctx, IfMatch, Who, tagged
from api.routes.proposal_shapes import (
    NO_CONTROLS_BUT_LINES,
    ProposalId,
    Summary,
    TableId,
    Text,
    Word,
)
from api.routes.schemas import Answer, Body, Cursor, Limit
from api.services import proposals

router = APIRouter(tags=["objections"])

ObjectionId = Annotated[str, Path(pattern=ID_PATTERN, max_length=40)]


class BookClient(Answer):
    """One client of a manager's own part. Colleagues are not named."""

    client_id: str
    name: str
    part: proposals.Part
    from_: str = Field(alias="from", serialization_alias="from")
    to: str
    state: str
    disputed: bool
    potential: float
    revenue: float
    segments: dict[str, str]
    reason_code: str
    reason: str
    objection: str | None


class Share(Answer):
    """How full one book is against its fair share; nobody is named."""

    own: bool
    ratio_before: float | None
    ratio_after: float | None


class MyBook(Answer):
    """A manager's own part of a proposal."""

    proposal: Summary
    manager_id: str
    name: str
    counts: dict[str, int]
    books: dict[str, Any]
    team: list[Share]
    items: list[BookClient]
    next: str | None


class NewObjection(Body):
    """What is said against a move, with evidence. `manager_id`: in whose name, for those who see all."""

    client_id: TableId
    text: Text = Field(examples=["We met on 3 March and agreed on the order, see the minutes."])
    manager_id: TableId | None = None


class ObjectionAnswer(Answer):
    """An objection. `remedy` is the decision that an upheld one became."""

    id: str
    proposal_id: str
    client_id: str
    client_name: str
    manager_id: str
    text: str
    state: Literal["open", "upheld", "declined"]
    answer: str
    remedy: str
    created_at: str
    decided_at: str | None
    etag: str


class ObjectionPage(Answer):
    """One page of objections."""

    items: list[ObjectionAnswer]
    next: str | None


class Ruling(Body):
    """Whether an objection is right, and what its author is told."""

    verdict: Literal["uphold", "decline"]
    answer: Annotated[str, Field(max_length=4000, pattern=NO_CONTROLS_BUT_LINES)] = ""
    lasting: bool = Field(
        False, description="in all proposals of the dataset to come: who had it is its owner"
    )


@router.get("/proposals/{proposal_id}/my-book", operation_id="get_my_book", response_model=MyBook)
def get_my_book(
    ctx: Ctx,
    who: Who,
    proposal_id: ProposalId,
    manager_id: Word = None,
    part: Annotated[proposals.Part | None, Query()] = None,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> Any:
    """What stays, goes, comes and is left out, why, and how fair it is. Who sees all says whose book."""
    return proposals.get_my_book(
        ctx, who, proposal_id, manager_id=manager_id, part=part, cursor=cursor, limit=limit
    )


@router.post(
    "/proposals/{proposal_id}/objections",
    operation_id="create_objection",
    response_model=ObjectionAnswer,
    status_code=201,
)
def create_objection(
    ctx: Ctx, who: Who, proposal_id: ProposalId, body: NewObjection, response: Response
) -> Any:
    """Object to what a proposal does with a client of one's own book."""
    made = proposals.create_objection(ctx, who, proposal_id, **body.model_dump())
    response.headers["Location"] = f"/v1/objections/{made['id']}"
    return tagged(response, made)


@router.get("/objections", operation_id="list_objections", response_model=ObjectionPage)
def list_objections(
    ctx: Ctx,
    who: Who,
    proposal_id: Word = None,
    state: Annotated[Literal["open", "upheld", "declined"] | None, Query()] = None,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> Any:
    """Objections, the newest first; managers see their own."""
    return proposals.list_objections(
        ctx, who, proposal_id=proposal_id, state=state, cursor=cursor, limit=limit
    )


@router.get("/objections/{objection_id}", operation_id="get_objection", response_model=ObjectionAnswer)
def get_objection(ctx: Ctx, who: Who, objection_id: ObjectionId, response: Response) -> Any:
    """One objection."""
    return tagged(response, proposals.get_objection(ctx, who, objection_id))


@router.post(
    "/objections/{objection_id}/decide",
    operation_id="decide_objection",
    response_model=ObjectionAnswer,
    responses=CHANGED,
)
def decide_objection(
    ctx: Ctx, who: Who, objection_id: ObjectionId, body: Ruling, response: Response, if_match: IfMatch = None
) -> Any:
    """Uphold or decline; an upheld one becomes a decision for the next time the base is divided."""
    made = proposals.decide_objection(
        ctx,
        who,
        objection_id,
        verdict=body.verdict,
        answer=body.answer,
        lasting=body.lasting,
        if_match=if_match,
    )
    return tagged(response, made)
