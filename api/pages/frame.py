"""What is around every page: name, menu, language, light or dark, who is signed in."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from nicegui import ui

from api.pages.theme import use_theme
from api.security.actor import Role

if TYPE_CHECKING:
    from api.pages.visit import Visit

PLANNING = frozenset({Role.HEAD, Role.HR, Role.ADMIN})


@contextmanager
def frame(visit: Visit, *, wide: bool = False) -> Iterator[None]:
    """The frame; what the block makes goes into its middle."""
    use_theme(dark=visit.dark)
    ui.add_head_html(f"<script>document.documentElement.lang = '{visit.tr.language}'</script>")
    ui.link(visit.tr.gettext("To the content"), "#content").classes("skip")
    with ui.header(elevated=False).classes("bar"), ui.row().classes("bar-row"):
        ui.link("assigner", "/").classes("brand")
        with ui.element("nav").props(f'aria-label="{visit.tr.gettext("Menu")}"').classes("menu"):
            for text, path in menu(visit):
                link = ui.link(text, path)
                if _is_here(visit.path, path):
                    link.props('aria-current="page"')
        ui.space()
        _switches(visit)
    with ui.element("div").props('id="content" tabindex="-1"').classes("middle wide" if wide else "middle"):
        yield


def menu(visit: Visit) -> list[tuple[str, str]]:
    """The entries that the visitor's role has."""
    say, role = visit.tr.gettext, visit.actor.role
    entries = [
        (say("Bases"), "/data", role in PLANNING),
        (say("Proposals"), "/proposals", role in PLANNING),
        (say("What if"), "/what-if", role in PLANNING),
        (say("Onboarding"), "/onboarding", role in PLANNING),
        (say("Objections"), "/objections", role in (Role.HEAD, Role.ADMIN)),
        (say("My book"), "/my-book", role is Role.MANAGER),
        (say("New clients"), "/new-clients", role in PLANNING or role is Role.MANAGER),
        (say("Audit trail"), "/audit", role in (Role.HEAD, Role.ADMIN)),
        (say("Accounts"), "/accounts", role is Role.ADMIN),
    ]
    return [(text, path) for text, path, shown in entries if shown]


def _is_here(path: str, entry: str) -> bool:
    return path == entry or path.startswith(entry + "/")


def _switches(visit: Visit) -> None:
    say = visit.tr.gettext
    other = "en" if visit.tr.language == "ru" else "ru"
    with ui.row().classes("switches"):
        ui.link("English" if other == "en" else "Русский", _preference(visit, language=other)).props(
            f'lang="{other}"'
        )
        theme = "light" if visit.dark else "dark"
        ui.link(say("Light") if visit.dark else say("Dark"), _preference(visit, theme=theme))
        ui.label(visit.actor.name or visit.actor.id).classes("who")
        form = ui.element("form").props('method="post" action="/sign-out"')
        with form, ui.element("button").props('type="submit"').classes("plain"):
            ui.label(say("Sign out"))


def _preference(visit: Visit, **choice: str) -> str:
    return "/preferences?" + urlencode({**choice, "next": visit.place or visit.path})
