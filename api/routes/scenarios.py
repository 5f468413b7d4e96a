"""/v1/scenarios."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query, Response
from pydantic import Field

from api.routes.access import CHANGED, Ctx, IfMatch, Who, tagged
from api.routes.schemas import Answer, Body, Cursor, ItemId, Limit, Name
from api.services import scenarios
from api.services.scenarios import ScenarioWish

router = APIRouter(prefix="/scenarios", tags=["scenarios"])

Edits = Annotated[list[dict[str, Any]], Field(max_length=500)]
HIRE = {"kind": "hire", "manager": "N1", "name": "Nina Novak"}


class ScenarioBody(Body):
    """A dataset, a policy or its id (else the default), and edits or a ready-made scenario."""

    name: Name = Field(examples=["Hire one"])
    dataset_id: ItemId
    policy: dict[str, Any] | None = None
    policy_id: ItemId | None = None
    edits: Edits | None = Field(None, examples=[[HIRE]])
    catalogue: Name | None = Field(None, examples=["hire-two"])
    settings: dict[str, Any] | None = Field(None, examples=[{"count": 2}])


class ScenarioAnswer(Answer):
    """A scenario that is kept; `sentences` say what each edit does, where it was tried."""

    id: str
    name: str
    dataset_id: str
    policy: dict[str, Any]
    edits: list[dict[str, Any]]
    sentences: list[str] | None
    created_at: str
    created_by: str
    changed_at: str
    etag: str


class ScenarioPage(Answer):
    """One page of scenarios."""

    items: list[ScenarioAnswer]
    next: str | None


class Placeholder(Answer):
    """Something that a ready-made scenario leaves open."""

    name: str
    about: str
    default: Any
    required: bool


class ReadyMade(Answer):
    """A ready-made scenario; `edits` with their placeholders, such as `${count}`."""

    name: str
    title: str
    about: str
    parameters: list[Placeholder]
    edits: list[dict[str, Any]]


@router.get("/catalogue", operation_id="list_catalogue", response_model=list[ReadyMade])
def list_catalogue(ctx: Ctx, who: Who) -> Any:
    """Ready-made scenarios."""
    return scenarios.list_catalogue(ctx, who)


@router.get("", operation_id="list_scenarios", response_model=ScenarioPage)
def list_scenarios(
    ctx: Ctx,
    who: Who,
    dataset_id: Annotated[str | None, Query(max_length=40)] = None,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> Any:
    """Scenarios, the newest first."""
    return scenarios.list_scenarios(ctx, who, dataset_id=dataset_id, cursor=cursor, limit=limit)


@router.post("", operation_id="create_scenario", response_model=ScenarioAnswer, status_code=201)
def create_scenario(ctx: Ctx, who: Who, body: ScenarioBody, response: Response) -> Any:
    """Keep a scenario; everything in its edits that is wrong or can't apply is named."""
    made = scenarios.create_scenario(ctx, who, ScenarioWish(**dict(body)))
    response.headers["Location"] = f"/v1/scenarios/{made['id']}"
    return tagged(response, made)


@router.get("/{scenario_id}", operation_id="get_scenario", response_model=ScenarioAnswer)
def get_scenario(ctx: Ctx, who: Who, scenario_id: str, response: Response) -> Any:
    """One scenario."""
    return tagged(response, scenarios.get_scenario(ctx, who, scenario_id))


@router.put(
    "/{scenario_id}", operation_id="replace_scenario", response_model=ScenarioAnswer, responses=CHANGED
)
def replace_scenario(
    ctx: Ctx, who: Who, scenario_id: str, body: ScenarioBody, response: Response, if_match: IfMatch = None
) -> Any:
    """Replace a scenario as a whole."""
    wish = ScenarioWish(**dict(body))
    return tagged(response, scenarios.replace_scenario(ctx, who, scenario_id, wish, if_match=if_match))


@router.delete("/{scenario_id}", operation_id="delete_scenario", status_code=204, responses=CHANGED)
def delete_scenario(ctx: Ctx, who: Who, scenario_id: str, if_match: IfMatch = None) -> None:
    """Forget a scenario; studies keep what they were asked."""
    scenarios.delete_scenario(ctx, who, scenario_id, if_match=if_match)
