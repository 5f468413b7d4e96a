"""Calling services from a page: in a thread, for whoever is signed in now, with every error told in words."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

from nicegui import ui

from api.context import Context
from api.errors import CLASH, DATABASE_AWAY, ApiError, Unavailable, error_document, overtaken
from api.pages.visit import SignedOutError, Visit
from api.security.actor import Actor
from assigner.errors import AssignerError

P = ParamSpec("P")
R = TypeVar("R")


async def call(
    visit: Visit, function: Callable[Concatenate[Context, Actor, P], R], *args: P.args, **kwargs: P.kwargs
) -> R:
    """What the service function returns. Raises its errors, and SignedOutError where the session ended."""

    def work() -> R:
        actor = visit.again()
        if actor is None:
            raise SignedOutError
        return function(visit.ctx, actor, *args, **kwargs)

    return await asyncio.to_thread(work)


def acting(visit: Visit, handler: Callable[..., Awaitable[Any]]) -> Callable[..., Awaitable[None]]:
    """An event handler that tells its errors to the visitor instead of failing silently."""

    @wraps(handler)  # NiceGUI looks at the signature to see whether the event is wanted
    async def act(*args: Any) -> None:
        try:
            await handler(*args)
        except SignedOutError:
            ui.navigate.to("/sign-in")
        except (ApiError, AssignerError) as error:
            tell(visit, error_document(error))
        except CLASH as error:
            known = overtaken(error, visit.tr)
            if known is None:
                raise
            tell(visit, known.document())
        except DATABASE_AWAY:
            tell(visit, Unavailable(visit.tr.gettext("The database does not answer; try again.")).document())

    return act


def tell(visit: Visit, document: dict[str, Any]) -> None:
    """A problem in words: what is wrong, every place, and what to do."""
    with ui.dialog(value=True) as dialog, ui.card().classes("w-full"):
        dialog.props["aria-label"] = document["title"]
        ui.label(document["title"]).classes("text-lg font-semibold")
        ui.label(document["detail"]).style("white-space: pre-line")
        for place in document["errors"][:50]:
            if place["message"] != document["detail"]:
                ui.label(f"{place['where']}: {place['message']}").classes("small")
        ui.button(visit.tr.gettext("Close"), on_click=dialog.close).props("flat")
