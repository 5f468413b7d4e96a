"""/v1/route and /v1/routes."""

from __future__ import annotations

import asyncio
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request

from api.routes.access import Ctx, Who
from api.routes.prompt import Prompt
from api.routes.routing_bodies import (
    ClosedManagers,
    RouteAnswer,
    RouteBody,
    RouteEntry,
    RoutePage,
    RoutingManagers,
)
from api.routes.routing_prompt import routed
from api.routes.schemas import Cursor, ItemId, Limit
from api.services.routing import closing, deciding, reading, team

router = APIRouter(tags=["routing"])
ManagerId = Annotated[str, Path(max_length=200, pattern=r"^[^\x00-\x1f\x7f]*$")]


@router.post("/route", operation_id="route_client", response_model=RouteAnswer, status_code=201)
async def route_client(request: Request, who: Prompt, body: RouteBody) -> Any:
    """Give a new client its manager, at once and for good; a known one stays whose it is.

    Send an Idempotency-Key, so that a repeated request is the same client. Needs a live proposal.
    """
    answer = deciding.route_client(request.app.state.ctx, who, client=body.client.model_dump())
    made = deciding.routed(who, await asyncio.wrap_future(answer))
    return routed(made)


@router.get("/route/closed", operation_id="list_closed_managers", response_model=ClosedManagers)
def list_closed_managers(ctx: Ctx, who: Who) -> Any:
    """Managers who take nobody any more under the live plan."""
    return closing.list_closed_managers(ctx, who)


@router.get("/route/managers", operation_id="list_routing_managers", response_model=RoutingManagers)
def list_routing_managers(ctx: Ctx, who: Who) -> Any:
    """Who can get new clients under the live plan, how many each got, and who takes nobody any more."""
    return team.list_routing_managers(ctx, who)


@router.put("/route/closed/{manager_id:path}", operation_id="close_manager", response_model=ClosedManagers)
def close_manager(ctx: Ctx, who: Who, manager_id: ManagerId) -> Any:
    """Route no new clients to a manager who left after the approval, until the next plan is live."""
    return closing.close_manager(ctx, who, manager_id)


@router.delete("/route/closed/{manager_id:path}", operation_id="open_manager", response_model=ClosedManagers)
def open_manager(ctx: Ctx, who: Who, manager_id: ManagerId) -> Any:
    """Route new clients to a manager again."""
    return closing.open_manager(ctx, who, manager_id)


@router.get("/routes", operation_id="list_routes", response_model=RoutePage)
def list_routes(
    ctx: Ctx,
    who: Who,
    proposal_id: Annotated[ItemId | None, Query(description="the live one if left out")] = None,
    manager_id: Annotated[
        str | None, Query(max_length=200, description="whose they are; blank: nobody's")
    ] = None,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> Any:
    """Clients routed under a proposal, the latest first; a manager sees the own ones."""
    return reading.list_routes(
        ctx, who, proposal_id=proposal_id, manager_id=manager_id, cursor=cursor, limit=limit
    )


@router.get("/routes/{route_id}", operation_id="get_route", response_model=RouteEntry)
def get_route(ctx: Ctx, who: Who, route_id: ItemId) -> Any:
    """One routed client."""
    return reading.get_route(ctx, who, route_id)
