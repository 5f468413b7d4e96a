"""Language and light or dark: kept in cookies of the visitor's browser, they are nobody's secret."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse

from assigner.i18n import LANGUAGES

LANGUAGE_COOKIE = "assigner_language"
THEME_COOKIE = "assigner_theme"
YEAR_SECONDS = 365 * 24 * 3600

router = APIRouter(include_in_schema=False)


@router.get("/preferences")
def choose(request: Request, language: str = "", theme: str = "", next: str = "/") -> RedirectResponse:  # noqa: A002
    """Keep a choice and go back to where the visitor was."""
    answer = RedirectResponse(safe_path(next), 303)
    secure = request.app.state.ctx.settings.https_only
    if language in LANGUAGES:
        answer.set_cookie(LANGUAGE_COOKIE, language, YEAR_SECONDS, samesite="lax", secure=secure)
    if theme in ("light", "dark"):
        answer.set_cookie(THEME_COOKIE, theme, YEAR_SECONDS, samesite="lax", secure=secure)
    return answer


def language_of(request: Request, otherwise: str) -> str:
    """The chosen language, else the browser's first that we have, else `otherwise`."""
    chosen = request.cookies.get(LANGUAGE_COOKIE, "")
    if chosen in LANGUAGES:
        return chosen
    wanted = [
        part.split(";")[0].strip()[:2] for part in request.headers.get("accept-language", "").split(",")
    ]
    return next((code for code in wanted if code in LANGUAGES), otherwise)


def dark_of(request: Request) -> bool:
    """Whether the visitor chose dark."""
    return request.cookies.get(THEME_COOKIE) == "dark"


def safe_path(path: str) -> str:
    """The path if it stays on this site, else the start: no open redirect."""
    stays = path.startswith("/") and not path.startswith(("//", "/\\")) and "\\" not in path
    return path if stays and path.isprintable() else "/"
