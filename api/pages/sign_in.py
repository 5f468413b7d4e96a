"""Signing in and out, and the first account: plain forms, since a cookie must come with an HTTP answer."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from jinja2 import Environment, FileSystemLoader

from api.context import Context
from api.errors import ApiError
from api.pages.preferences import dark_of, language_of, safe_path
from api.pages.theme import STYLE
from api.security.cookies import drop_cookie, session_token, set_cookie
from api.security.csrf import check_origin
from api.security.sessions import sign_out
from api.security.sign_in import sign_in
from api.services.first_user import first_run, make_first_user
from assigner.i18n import Translator

router = APIRouter(include_in_schema=False)
_TEMPLATES = Environment(loader=FileSystemLoader(Path(__file__).parent / "templates"), autoescape=True)
Text = Annotated[str, Form(max_length=400)]


@router.get("/sign-in")
def sign_in_page(request: Request, next: str = "/") -> HTMLResponse:  # noqa: A002 - the common name
    """The form."""
    return _sign_in_form(request, next)


@router.post("/sign-in")
def do_sign_in(
    request: Request,
    login: Text = "",
    password: Text = "",
    next: Text = "/",  # noqa: A002
) -> Response:
    """Check the password; the session's cookie comes with the way back to where the visitor wanted to go."""
    check_origin(request)
    ctx: Context = request.app.state.ctx
    if not (login.strip() and password):
        say = _translator(request).gettext
        wrong = say("Enter a password.") if login.strip() else say("Enter your login.")
        return _sign_in_form(request, next, login=login, wrong=wrong, status=422)
    try:
        token, _ = sign_in(ctx, login, password, _address(request), _translator(request).language)
    except ApiError as error:
        return _sign_in_form(request, next, login=login, wrong=error.detail, status=error.status)
    return _with_session(ctx, RedirectResponse(safe_path(next), 303), token)


@router.post("/sign-out")
def do_sign_out(request: Request) -> Response:
    """End the session."""
    check_origin(request)
    ctx: Context = request.app.state.ctx
    token = session_token(ctx.settings, request)
    if token:
        sign_out(ctx, token)
    answer = RedirectResponse("/sign-in", 303)
    drop_cookie(ctx.settings, answer)
    return answer


@router.get("/setup")
def setup_page(request: Request, token: str = "") -> HTMLResponse:
    """The form for the first account, for whoever holds the token that `serve` printed."""
    return _setup_form(request, token)


@router.post("/setup")
def do_setup(
    request: Request, token: Text = "", login: Text = "", name: Text = "", password: Text = ""
) -> Response:
    """Make the first account and sign it in."""
    check_origin(request)
    ctx: Context = request.app.state.ctx
    try:
        session, _ = make_first_user(
            ctx, token, login=login, name=name, password=password, language=_translator(request).language
        )
    except ApiError as error:
        return _setup_form(request, token, login=login, name=name, wrong=_all(error), status=error.status)
    return _with_session(ctx, RedirectResponse("/", 303), session)


def _sign_in_form(
    request: Request, next_path: str, *, login: str = "", wrong: str = "", status: int = 200
) -> HTMLResponse:
    say = _translator(request).gettext
    fields = [
        ("login", say("Login"), "text", login, "username"),
        ("password", say("Password"), "password", "", "current-password"),
        ("next", "", "hidden", safe_path(next_path), ""),
    ]
    first = first_run(request.app.state.ctx) is not None
    lead = say("Nobody has an account yet: open the address that the service printed when it started.")
    return _sheet(
        request,
        status,
        title=say("Sign in"),
        action="/sign-in",
        lead=lead if first else "",
        fields=fields,
        button=say("Sign in"),
        wrong=wrong,
    )


def _setup_form(
    request: Request, token: str, *, login: str = "", name: str = "", wrong: str = "", status: int = 200
) -> HTMLResponse:
    say = _translator(request).gettext
    closed = first_run(request.app.state.ctx) is None
    fields = [
        ("name", say("Your name"), "text", name, "name"),
        ("login", say("Login, such as your e-mail address"), "text", login, "username"),
        ("password", say("Password, ten characters or more"), "password", "", "new-password"),
        ("token", "", "hidden", token, ""),
    ]
    return _sheet(
        request,
        status,
        title=say("The first account"),
        action="/setup",
        lead=say("There are accounts already; sign in.") if closed else say("It may do everything."),
        fields=[] if closed else fields,
        button=say("Make the account"),
        wrong=wrong,
    )


def _sheet(request: Request, status: int, **values: Any) -> HTMLResponse:
    page = _TEMPLATES.get_template("sheet.html.j2").render(
        tr=_translator(request), style=STYLE, dark=dark_of(request), here=request.url.path, **values
    )
    return HTMLResponse(page, status, headers={"Cache-Control": "no-store"})


def _with_session(ctx: Context, answer: Response, token: str) -> Response:
    set_cookie(ctx.settings, answer, token)
    return answer


def _translator(request: Request) -> Translator:
    return Translator(language_of(request, request.app.state.ctx.settings.language))


def _address(request: Request) -> str:
    return request.client.host if request.client else ""


def _all(error: ApiError) -> str:
    return " ".join([error.detail, *(place["message"] for place in error.errors)])
