"""/healthz, /readyz and /metrics."""

from __future__ import annotations

import hmac
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response

from api.context import Context
from api.metrics import MEDIA_TYPE
from api.routes.access import Ctx, get_context, recognised
from api.routes.schemas import Answer
from api.security.actor import SYSTEM, Actor
from api.services import ops

router = APIRouter(tags=["operations"])


class Health(Answer):
    """The process answers."""

    alive: bool


class Readiness(Answer):
    """Whether requests should be sent here; each check by its name."""

    ready: bool
    checks: dict[str, bool]


def _scraper(request: Request, ctx: Annotated[Context, Depends(get_context)]) -> Actor:
    """Whoever fetches metrics: by the token of the settings, or an admin."""
    token = ctx.settings.metrics_token
    given = request.headers.get("authorization", "").removeprefix("Bearer ").encode()
    if token is not None and hmac.compare_digest(given, token.get_secret_value().encode()):
        return SYSTEM
    return recognised(request, ctx, None, None)


@router.get("/healthz", operation_id="get_health", response_model=Health)
async def get_health() -> Any:
    """Whether the process lives; asks nobody else."""
    return {"alive": True}


@router.get(
    "/readyz",
    operation_id="get_readiness",
    response_model=Readiness,
    responses={503: {"model": Readiness, "description": "not ready"}},
)
def get_readiness(request: Request, ctx: Ctx, response: Response) -> Any:
    """Whether requests can be answered: database, files, jobs and webhooks where it sees to them."""
    beside = {"jobs": request.app.state.supervisor, "webhooks": request.app.state.sender}
    alive = {name: one.alive for name, one in beside.items() if one is not None}
    found = ops.readiness(ctx, alive=alive)
    response.status_code = 200 if found["ready"] else 503
    return found


@router.get(
    "/metrics",
    operation_id="get_metrics",
    response_class=Response,
    responses={200: {"content": {"text/plain": {}}, "description": "Prometheus' text format"}},
)
def get_metrics(request: Request, ctx: Ctx, who: Annotated[Actor, Depends(_scraper)]) -> Response:
    """Figures for Prometheus. Needs an admin's key, or the token of the settings."""
    by_state, oldest = ops.jobs_by_state(ctx, who)
    return Response(request.app.state.metrics.text(by_state, oldest), media_type=MEDIA_TYPE)
