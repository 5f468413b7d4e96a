"""/v1/session: signing in and out with a cookie, for browsers."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request, Response
from pydantic import Field

from api.routes.access import Ctx, Who
from api.routes.schemas import Answer, Body
from api.security.address import client_address
from api.security.cookies import drop_cookie, session_token, set_cookie
from api.security.csrf import check_origin
from api.security.sessions import csrf_token, sign_out
from api.security.sign_in import sign_in
from api.services import me

router = APIRouter(tags=["access"])


class SignIn(Body):
    """Login and password."""

    login: str = Field(min_length=1, max_length=200, examples=["anna"])
    password: str = Field(min_length=1, max_length=200, examples=["correct horse battery"])


class PasswordChange(Body):
    """The password of today, and the one to come."""

    current_password: str = Field(min_length=1, max_length=200)
    new_password: str = Field(min_length=1, max_length=200)


class MeAnswer(Answer):
    """Who is asking. `csrf_token` goes with every change that a cookie session makes, as X-CSRF-Token."""

    id: str
    kind: str = Field(examples=["user"])
    role: str = Field(examples=["head"])
    name: str
    manager_id: str | None
    language: str
    csrf_token: str | None


@router.post("/session", operation_id="sign_in", response_model=MeAnswer, status_code=201)
def start(ctx: Ctx, request: Request, body: SignIn, response: Response) -> Any:
    """Sign in. The session is in a cookie; one that was there before ends."""
    check_origin(request)
    token, actor = sign_in(ctx, body.login, body.password, client_address(request))
    before = session_token(ctx.settings, request)
    if before is not None:
        sign_out(ctx, before)
    set_cookie(ctx.settings, response, token)
    response.headers["Location"] = "/v1/me"
    return {**me.get_me(ctx, actor), "csrf_token": csrf_token(ctx, token)}


@router.delete("/session", operation_id="sign_out", status_code=204)
def end(ctx: Ctx, who: Who, request: Request, response: Response) -> None:
    """Sign out. Without a session there is nothing to do."""
    token = session_token(ctx.settings, request)
    if token is not None:
        sign_out(ctx, token)
    drop_cookie(ctx.settings, response)


@router.get("/me", operation_id="get_me", response_model=MeAnswer)
def get_me(ctx: Ctx, who: Who, request: Request) -> Any:
    """Who is asking."""
    token = session_token(ctx.settings, request) if who.kind == "user" else None
    return {**me.get_me(ctx, who), "csrf_token": None if token is None else csrf_token(ctx, token)}


@router.put("/me/password", operation_id="change_password", status_code=204)
def change_password(ctx: Ctx, who: Who, request: Request, body: PasswordChange, response: Response) -> None:
    """Set another password. All sessions end; sign in again."""
    me.change_password(
        ctx, who, current=body.current_password, new=body.new_password, address=client_address(request)
    )
    drop_cookie(ctx.settings, response)
