"""/v1/studies."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Response
from fastapi.responses import HTMLResponse
from pydantic import Field

from api.routes.access import CHANGED, Ctx, IfMatch, Who, tagged
from api.routes.schemas import Answer, Body, Cursor, Limit, Name
from api.routes.study_bodies import StudyBody, wish_of
from api.services import studies
from api.services.studies import StudyKind

router = APIRouter(prefix="/studies", tags=["studies"])

ALONE = {"Content-Security-Policy": "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:"}
"""The page needs nothing but itself, and can do nothing to whoever looks at it."""


class StudyAnswer(Answer):
    """A study: running, done, failed or cancelled. `figures` is the headline, `problem` why there is none."""

    id: str
    kind: StudyKind
    name: str
    dataset_id: str
    state: Literal["running", "done", "failed", "cancelled"]
    asked: dict[str, Any]
    figures: dict[str, Any] | None
    problem: dict[str, Any] | None
    job_id: str | None
    created_at: str
    created_by: str
    etag: str


class StudyPage(Answer):
    """One page of studies."""

    items: list[StudyAnswer]
    next: str | None


class AdoptBody(Body):
    """Which plan becomes a proposal: a scenario, a point of the curve, or steps of a schedule."""

    scenario: Name | None = Field(None, description="its name; `base` is today's base solved")
    point: Annotated[int, Field(ge=0)] | None = Field(None, description="place on the curve, from 0")
    steps: Literal["first", "all"] | None = Field(None, description="of the schedule; all by default")
    name: Name | None = Field(None, description="name of the proposal")


class Adopted(Answer):
    """The proposal that is being made of a plan."""

    proposal_id: str
    job_id: str
    state: str


@router.get("", operation_id="list_studies", response_model=StudyPage)
def list_studies(
    ctx: Ctx,
    who: Who,
    kind: StudyKind | None = None,
    dataset_id: Annotated[str | None, Query(max_length=40)] = None,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> Any:
    """Studies, the newest first."""
    return studies.list_studies(ctx, who, kind=kind, dataset_id=dataset_id, cursor=cursor, limit=limit)


@router.post("", operation_id="create_study", response_model=StudyAnswer, status_code=202)
def create_study(ctx: Ctx, who: Who, body: StudyBody, response: Response) -> Any:
    """Ask for a study; a job makes it."""
    made = studies.create_study(ctx, who, wish_of(body))
    response.headers["Location"] = f"/v1/studies/{made['id']}"
    return tagged(response, made)


@router.get("/{study_id}", operation_id="get_study", response_model=StudyAnswer)
def get_study(ctx: Ctx, who: Who, study_id: str, response: Response) -> Any:
    """One study."""
    return tagged(response, studies.get_study(ctx, who, study_id))


@router.get("/{study_id}/document", operation_id="get_study_document", response_model=dict[str, Any])
def get_study_document(ctx: Ctx, who: Who, study_id: str) -> Any:
    """Everything that was found, for programs."""
    return studies.get_study_document(ctx, who, study_id)


@router.get("/{study_id}/page", operation_id="get_study_page", response_class=HTMLResponse)
def get_study_page(
    ctx: Ctx, who: Who, study_id: str, language: Literal["en", "ru"] | None = None
) -> HTMLResponse:
    """Everything that was found, for people: one page that needs nothing beside itself."""
    return HTMLResponse(studies.get_study_page(ctx, who, study_id, language=language), headers=ALONE)


@router.post("/{study_id}/adopt", operation_id="adopt_study", response_model=Adopted, status_code=202)
def adopt_study(ctx: Ctx, who: Who, study_id: str, body: AdoptBody, response: Response) -> Any:
    """Make a proposal of one of the plans, to be reviewed and approved like any other."""
    made = studies.adopt_study(ctx, who, study_id, **body.model_dump())
    response.headers["Location"] = f"/v1/proposals/{made['proposal_id']}"
    return made


@router.delete("/{study_id}", operation_id="delete_study", status_code=204, responses=CHANGED)
def delete_study(ctx: Ctx, who: Who, study_id: str, if_match: IfMatch = None) -> None:
    """Forget a study and its results."""
    studies.delete_study(ctx, who, study_id, if_match=if_match)
