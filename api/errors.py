"""Every expected error of the service, and how each is told: RFC 9457, one shape everywhere.

ApiError
├── NotFound 404 · Unauthenticated 401 · Forbidden 403 · Conflict 409 · PreconditionFailed 412
├── PreconditionRequired 428 · Unprocessable 422 · TooLarge 413 · TooManyRequests 429 · Unavailable 503
Errors of the engine (`assigner.errors`) are told in the same shape.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from sqlalchemy import exc

from assigner.errors import AssignerError, InputError, RulesConflict
from assigner.i18n import Translator

TYPE_ROOT = "urn:assigner:problem:"
MEDIA_TYPE = "application/problem+json"

Place = Mapping[str, Any]
"""One entry of `errors`: {"where", "value", "message"}."""

DATABASE_AWAY = (exc.OperationalError, exc.InterfaceError, exc.TimeoutError)
"""What the database's absence looks like: wait and try again."""

_TAKEN_OR_GONE = frozenset(
    {
        "23503",  # PostgreSQL: foreign key
        "23505",  # PostgreSQL: unique
        "SQLITE_CONSTRAINT_FOREIGNKEY",
        "SQLITE_CONSTRAINT_PRIMARYKEY",
        "SQLITE_CONSTRAINT_UNIQUE",
    }
)


class ApiError(Exception):
    """An answer that is not what was asked for; `code` names its kind and is stable."""

    status: ClassVar[int] = 400
    code: ClassVar[str] = "bad-request"
    title: ClassVar[str] = "The request can't be understood"

    def __init__(
        self,
        detail: str,
        *,
        errors: Iterable[Place] = (),
        headers: Mapping[str, str] | None = None,
        **more: Any,
    ) -> None:
        super().__init__(detail)
        self.detail = detail
        self.errors = tuple(errors)
        self.headers = dict(headers or {})
        self.more = more

    def document(self) -> dict[str, Any]:
        """The body of the answer."""
        return problem(self.status, self.code, self.title, self.detail, self.errors, **self.more)


class Unauthenticated(ApiError):
    """Nobody is signed in, or the key is not known."""

    status, code, title = 401, "unauthenticated", "Say who you are"


class Forbidden(ApiError):
    """Somebody is signed in who may not do this."""

    status, code, title = 403, "forbidden", "You may not do this"


class NotFound(ApiError):
    """There is no such thing, or not for you."""

    status, code, title = 404, "not-found", "There is no such thing"


class Conflict(ApiError):
    """It does not fit the present state."""

    status, code, title = 409, "conflict", "It does not fit the present state"


class InFlight(Conflict):
    """The same call, known by its Idempotency-Key, is still being answered: try again in a moment."""

    code, title = "in-flight", "The same request is being answered"


class Overtaken(Conflict):
    """Somebody changed or removed the same thing between our look and our change; nothing was done."""

    code, title = "overtaken", "Somebody was quicker"


class PreconditionFailed(ApiError):
    """Somebody else changed it in between."""

    status, code, title = 412, "changed-meanwhile", "Somebody else changed it in between"


class TooLarge(ApiError):
    """More bytes than allowed."""

    status, code, title = 413, "too-large", "The request is too large"


class Unprocessable(ApiError):
    """Understood, but wrong; `errors` names every place."""

    status, code, title = 422, "unprocessable", "Something in the request is wrong"


class PreconditionRequired(ApiError):
    """An If-Match is needed."""

    status, code, title = 428, "if-match-needed", "Say which version you saw"


class TooManyRequests(ApiError):
    """Too many in too short a time."""

    status, code, title = 429, "too-many-requests", "Too many requests"


class Unavailable(ApiError):
    """The database or the runner does not answer; try again."""

    status, code, title = 503, "unavailable", "Try again in a moment"


CLASH: type[exc.IntegrityError] = exc.IntegrityError
"""What the database says where rows don't fit together; see `overtaken`."""


def overtaken(error: exc.IntegrityError, tr: Translator) -> Overtaken | None:
    """The error for people where a row of somebody else is in the way, or one that was there is gone.

    None where it is a defect of ours: a missing value, a broken check.
    """
    names = (getattr(error.orig, name, None) for name in ("sqlstate", "sqlite_errorname"))
    if not any(name in _TAKEN_OR_GONE for name in names):
        return None
    return Overtaken(
        tr.gettext("Somebody changed the same thing at this moment; look at it again and repeat.")
    )


def problem(
    status: int, code: str, title: str, detail: str, errors: Iterable[Place] = (), **more: Any
) -> dict[str, Any]:
    """A problem document (RFC 9457) with our `errors` list."""
    return {
        "type": TYPE_ROOT + code,
        "title": title,
        "status": status,
        "detail": detail,
        "errors": [dict(place) for place in errors],
        **more,
    }


def engine_problem(error: AssignerError) -> dict[str, Any]:
    """The same shape for an error of the engine: bad input 422, a conflict of rules 409, others 500."""
    if isinstance(error, InputError):
        places = [issue_place(issue) for issue in error.issues]
        return problem(422, "bad-input", "The input can't be used", places[0]["message"], places)
    if isinstance(error, RulesConflict):
        ways = [{"text": way.text, "changes": [dict(c) for c in way.changes]} for way in error.remedies]
        places = [{"where": "rules", "value": None, "message": reason} for reason in error.reasons]
        return problem(409, "rules-conflict", "The rules can't all hold", str(error), places, remedies=ways)
    code = "no-answer" if error.exit_code == 4 else "internal"
    return problem(500 if code == "internal" else 409, code, "No answer was found", str(error))


def issue_place(issue: Any) -> dict[str, Any]:
    """An issue of the tables as an entry of `errors`."""
    message = str(issue).removeprefix(f"{issue.place}: ")
    return {"where": issue.place, "value": issue.value, "message": message}


def error_document(error: ApiError | AssignerError) -> dict[str, Any]:
    """Any expected error as a problem document."""
    return error.document() if isinstance(error, ApiError) else engine_problem(error)
