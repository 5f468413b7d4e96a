"""The application: settings in, a FastAPI app out."""

from __future__ import annotations

import os
import secrets
import tempfile
from contextlib import suppress
from importlib.metadata import version
from pathlib import Path

from fastapi import APIRouter, FastAPI
from starlette.routing import BaseRoute

from api import docs_page
from api.asgi.guards import add_guards
from api.asgi.methods import Methods
from api.asgi.observing import Observing
from api.context import Context
from api.db import Database
from api.db.upgrade import upgrade
from api.files import Files
from api.handlers import add_handlers
from api.lifespan import lifespan
from api.metrics import Metrics
from api.openapi.document import describe
from api.routes import (
    audit,
    dataset_findings,
    datasets,
    decisions,
    edits,
    exports,
    inbound,
    jobs,
    keys,
    managers,
    moves,
    objections,
    ops,
    policies,
    proposals,
    routing,
    scenarios,
    session,
    studies,
    users,
    webhooks,
)
from api.routes.access import PROBLEMS
from api.routes.routing_prompt import PromptRouting
from api.settings import Settings

ROUTERS = (
    *(webhooks.router, audit.router),
    *(session.router, users.router, managers.router, keys.router, policies.router, jobs.router),
    *(datasets.router, dataset_findings.router),
    *(edits.router, scenarios.router, studies.router),
    *(proposals.router, moves.router, decisions.router, objections.router, exports.router),
    *(routing.router, inbound.router),
)
"""Every resource under /v1."""


def create_app(settings: Settings | None = None) -> FastAPI:
    """The service as an ASGI application. The database is brought up to date first."""
    settings = settings or Settings()
    ctx = open_context(settings)
    upgrade(ctx.db)
    app = FastAPI(
        title="assigner",
        version=version("assigner"),
        lifespan=lifespan,
        responses=PROBLEMS,
        openapi_url=None,  # its route would make the document while all others wait: docs_page has one
        docs_url=None,  # their scripts come from elsewhere: docs_page needs none
        redoc_url=None,
    )
    add_handlers(app)
    v1 = APIRouter(prefix="/v1")
    for router in ROUTERS:
        v1.include_router(router)
    app.include_router(v1)
    app.include_router(ops.router)
    app.include_router(docs_page.router)
    describe(app)
    if settings.pages:
        from api.pages.mount import mount  # a second of imports that other processes do without

        mount(app, ctx)
    surround(app, ctx)
    return app


def surround(app: FastAPI, ctx: Context) -> None:
    """Let the app serve a context, with everything that stands before its routes."""
    app.state.ctx, app.state.metrics = ctx, Metrics()
    app.add_middleware(PromptRouting, ctx=ctx)
    app.add_middleware(Methods, routes=_routes())
    add_guards(app, ctx)
    app.add_middleware(Observing, metrics=app.state.metrics)  # the last one is the outermost


def _routes() -> list[tuple[str, BaseRoute]]:
    """Every route of the API with what stands before its path."""
    found = [("/v1", route) for router in ROUTERS for route in router.routes]
    return [*found, *(("", route) for route in ops.router.routes)]


def open_context(settings: Settings) -> Context:
    """Database, files and secret of a service; makes the data folder."""
    settings.data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    return Context(settings, Database(settings.url), Files(settings.data_dir), _secret(settings))


def _secret(settings: Settings) -> bytes:
    """The secret from the settings, or the one kept in the data folder, made on the first run."""
    if settings.secret is not None:
        return settings.secret.get_secret_value().encode()
    path = Path(settings.data_dir) / "secret"
    if not path.exists():
        with tempfile.NamedTemporaryFile(dir=settings.data_dir, prefix=".secret.") as new:
            new.write(secrets.token_hex(32).encode())
            new.flush()
            with suppress(FileExistsError):  # another process was quicker
                os.link(new.name, path)
    return path.read_bytes()
