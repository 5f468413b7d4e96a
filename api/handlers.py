"""Every error as a problem document (RFC 9457); nothing of our insides in it."""

from __future__ import annotations

import logging
from math import isfinite
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from sqlalchemy import exc
from starlette.exceptions import HTTPException

from api.asgi.headers import secure
from api.asgi.observing import HEADER
from api.errors import (
    DATABASE_AWAY,
    MEDIA_TYPE,
    ApiError,
    Unavailable,
    engine_problem,
    overtaken,
    problem,
)
from api.logs import request_id
from assigner.errors import AssignerError
from assigner.i18n import Translator

_log = logging.getLogger(__name__)


def add_handlers(app: FastAPI) -> None:
    """Let the app answer every error in the one shape."""
    app.add_exception_handler(ApiError, _api_error)
    app.add_exception_handler(AssignerError, _engine_error)
    app.add_exception_handler(RequestValidationError, _validation_error)
    app.add_exception_handler(HTTPException, _http_error)
    app.add_exception_handler(exc.DataError, _unstorable)
    app.add_exception_handler(exc.IntegrityError, _overtaken)
    for kind in DATABASE_AWAY:
        app.add_exception_handler(kind, _database_error)
    app.add_exception_handler(Exception, _defect)


def answer(document: dict[str, Any], headers: dict[str, str] | None = None) -> JSONResponse:
    """A problem document as an answer."""
    return JSONResponse(document, document["status"], headers=headers, media_type=MEDIA_TYPE)


async def _api_error(request: Request, error: Any) -> JSONResponse:
    return answer(error.document(), error.headers)


async def _engine_error(request: Request, error: Any) -> JSONResponse:
    return answer(engine_problem(error))


async def _validation_error(request: Request, error: Any) -> JSONResponse:
    places = [_place(one) for one in error.errors()]
    return answer(
        problem(422, "unprocessable", "Something in the request is wrong", places[0]["message"], places)
    )


def _place(one: dict[str, Any]) -> dict[str, Any]:
    """One fault; where a field is missing, what stands around it is not repeated."""
    value = None if one["type"] == "missing" else _plain(one.get("input"))
    return {"where": _whole(".".join(map(str, one["loc"]))), "value": value, "message": one["msg"]}


async def _http_error(request: Request, error: Any) -> JSONResponse:
    codes = {404: "not-found", 405: "method-not-allowed", 400: "bad-request", 413: "too-large"}
    code = codes.get(error.status_code, "http")
    document = problem(error.status_code, code, str(error.detail), str(error.detail))
    return answer(document, dict(error.headers or {}))


async def _unstorable(request: Request, error: Any) -> JSONResponse:
    """A value that no column can hold, such as a text with NUL: PostgreSQL says so, SQLite finds nothing."""
    return answer(
        problem(422, "unprocessable", "Something in the request is wrong", "A value can't be stored.")
    )


async def _overtaken(request: Request, error: Any) -> JSONResponse:
    """Two changes at once where no lock was taken. The error itself quotes values: only names are logged."""
    actor = getattr(request.state, "actor", None)
    known = overtaken(error, Translator("en") if actor is None else actor.tr)
    if known is None:
        raise error
    name = getattr(getattr(error.orig, "diag", None), "constraint_name", None) or ""
    _log.warning("overtaken by another change: %s", type(error.orig).__name__, extra={"constraint": name})
    return answer(known.document())


async def _database_error(request: Request, error: Any) -> JSONResponse:
    _log.warning("the database does not answer: %s", type(error).__name__)
    away = Unavailable("The database does not answer; try again.", headers={"Retry-After": "1"})
    return answer(away.document(), away.headers)


async def _defect(request: Request, error: Any) -> JSONResponse:
    """Given outside of all middlewares: it gets here what they add to every other answer."""
    _log.error("a defect: %s", type(error).__name__, exc_info=error)
    detail = "It is in the log, with this request's id."
    made = answer(problem(500, "internal", "That should not have happened", detail), {HEADER: request_id()})
    secure(made.headers, request.scope, https_only=request.app.state.ctx.settings.https_only)
    return made


def _plain(value: object) -> object:
    """A value that an answer can hold: JSON in UTF-8 has neither NaN nor halves of characters."""
    if isinstance(value, float) and not isfinite(value):
        return str(value)
    if isinstance(value, int | float | bool | None):
        return value
    text = value if isinstance(value, str) else str(value)[:200]
    return _whole(text)


def _whole(text: str) -> str:
    return text.encode("utf-8", "backslashreplace").decode("utf-8")
