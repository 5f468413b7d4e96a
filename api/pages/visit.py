"""One visit of one page: who looks, in which language, and what is told to those who may not."""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import quote

from fastapi import Request
from fastapi.responses import RedirectResponse, Response
from nicegui import app as gui
from nicegui import ui

from api.context import Context
from api.errors import ApiError, error_document
from api.pages.frame import frame
from api.pages.preferences import dark_of, language_of
from api.security.actor import Actor
from api.security.cookies import session_token
from api.security.rules import allowed
from api.security.sessions import actor_of_session
from assigner.errors import AssignerError
from assigner.i18n import Translator


class SignedOutError(Exception):
    """The session ended while the page was open."""


@dataclass(frozen=True, slots=True)
class Visit:
    """What a page gets: the service, who looks, and how to speak to them. `token` is the session's."""

    ctx: Context
    actor: Actor
    token: str
    tr: Translator
    dark: bool
    path: str
    place: str = ""  # path and query: where to come back to

    def again(self) -> Actor | None:
        """Who looks now, None once the session has ended: asked before every act, as pages stay open long."""
        actor = actor_of_session(self.ctx, self.token)
        return None if actor is None else replace(actor, language=self.tr.language)

    def may(self, operation: str) -> bool:
        """Whether the visitor's role may do an operation: for what to show, never the only guard."""
        return allowed(self.actor.role, operation)


SLOWEST_SECONDS = 60.0
"""A page that takes longer is given up."""

Build = Callable[..., Awaitable[None] | None]


def page(path: str, *, operation: str, title: str, wide: bool = False) -> Callable[[Build], Build]:
    """Serve `build(visit, ...)` at `path` inside the frame, for roles that may do the operation.

    `title` is a message id. Further parameters of `build` come from the path and the query, as in FastAPI.
    Whoever is not signed in goes to the sign-in page and comes back afterwards.
    """

    def serve(build: Build) -> Build:
        async def shown(request: Request, **values: Any) -> Response | None:
            visit = await asyncio.to_thread(_visit, request)
            if visit is None:
                return RedirectResponse(f"/sign-in?next={quote(_place(request))}", 303)
            ui.page_title(visit.tr.gettext(title) + " · assigner")
            with frame(visit, wide=wide):
                if not visit.may(operation):
                    ui.label(visit.tr.gettext("This page is not for your role.")).classes("text-lg")
                    return None
                await _build(visit, build, values)
            return None

        shown.__signature__ = _signature(build)  # type: ignore[attr-defined]
        ui.page(path, response_timeout=SLOWEST_SECONDS)(shown)
        return build

    return serve


async def _build(visit: Visit, build: Build, values: dict[str, Any]) -> None:
    """Make the page; what can't be shown is said in words, with a way back."""
    try:
        made = build(visit, **values)
        if inspect.isawaitable(made):
            await made
    except (ApiError, AssignerError) as error:
        document = error_document(error)
        with ui.element("div").classes("notice bad").props('role="alert"'):
            ui.label(document["title"]).classes("font-semibold")
            ui.label(document["detail"]).style("white-space: pre-line")
            ui.link(visit.tr.gettext("To the start"), "/")
    except SignedOutError:
        ui.navigate.to("/sign-in")


def _signature(build: Build) -> inspect.Signature:
    """The parameters of a page as FastAPI reads them: the request instead of the visit."""
    own = list(inspect.signature(build, eval_str=True).parameters.values())[1:]
    request = inspect.Parameter("request", inspect.Parameter.POSITIONAL_OR_KEYWORD, annotation=Request)
    return inspect.Signature([request, *own])


def _visit(request: Request) -> Visit | None:
    ctx: Context = gui.state.ctx
    token = session_token(ctx.settings, request)
    actor = actor_of_session(ctx, token) if token else None
    if actor is None or token is None:
        return None
    language = language_of(request, actor.language or ctx.settings.language)
    return Visit(ctx, actor, token, Translator(language), dark_of(request), request.url.path, _place(request))


def _place(request: Request) -> str:
    return request.url.path + (f"?{request.url.query}" if request.url.query else "")
