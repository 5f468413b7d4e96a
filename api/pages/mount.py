"""Putting the pages on the application of the service."""

from __future__ import annotations

from fastapi import FastAPI
from nicegui import app as gui
from nicegui import ui

from api.context import Context
from api.pages import accounts, audit, home, keys, new_clients
from api.pages.data import (
    balance,
    calls,
    clients,
    columns,
    disputes,
    duplicates,
    evidence,
    listing,
    overview,
    quality,
)
from api.pages.plans.pages import PLANS
from api.pages.preferences import router as preferences
from api.pages.sign_in import router as sign_in
from api.pages.whatif.pages import WHATIFS

BASES = (listing, overview, columns, quality, duplicates, evidence, disputes, clients, balance, calls)
PAGES = (home, accounts, keys, audit, new_clients, *BASES, *PLANS, *WHATIFS)
"""Modules whose pages are served: imported for what they register."""

RECONNECT_SECONDS = 30.0


def mount(app: FastAPI, ctx: Context) -> None:
    """Serve the pages. Call it after all routes: pages answer every path that is left."""
    assert PAGES  # noqa: S101 - imported, so their pages are known
    gui.state.ctx = ctx
    gui.middleware_stack = None  # a process may make a second application, as tests do
    app.include_router(preferences)
    app.include_router(sign_in)
    ui.run_with(
        app,
        title="assigner",
        storage_secret=None,
        reconnect_timeout=RECONNECT_SECONDS,
        show_welcome_message=False,
        tailwind=True,
    )
