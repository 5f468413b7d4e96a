"""Keys of programs, such as the CRM."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from nicegui import ui

from api.errors import Unprocessable
from api.pages.account_form import MOST, BookField, Books, book_line, known_books, role_words
from api.pages.accounts import account_tabs
from api.pages.calling import acting, call
from api.pages.moments import day
from api.pages.parts import empty, heading, notice, text
from api.pages.plans.settling import confirmed
from api.pages.texts import TITLES
from api.pages.visit import Visit, page
from api.security.actor import Role
from api.services.keys import create_key, list_keys, revoke_key

PAGE = 100
KEY_DAYS, MOST_DAYS = 365, 3650
Key = dict[str, Any]


@page("/accounts/keys", operation="list_keys", title=TITLES["keys"])
async def keys(visit: Visit, cursor: str | None = None) -> None:
    """Keys, the newest first, and the way to a new one."""
    say = visit.tr.gettext
    account_tabs(visit)
    heading(say("Keys of programs"), say("A key is shown once, when it is made; only its hash is kept."))
    books = await known_books(visit)
    _new_key(visit, books)
    found = await call(visit, list_keys, cursor=cursor, limit=PAGE)
    if not found["items"]:
        empty(say("No program has a key yet."))
    for key in found["items"]:
        _key(visit, books, key)
    if found["next"]:
        ui.link(say("Older ones"), f"/accounts/keys?cursor={found['next']}")


def _new_key(visit: Visit, books: Books) -> None:
    say = visit.tr.gettext
    with ui.element("section").classes("card"):
        text("h2", say("A new key")).classes("first")
        with ui.element("div").classes("fields"):
            name = ui.input(say("What it is for")).props(MOST)
            role = ui.select(role_words(visit.tr), label=say("Role"), value=Role.CRM.value)
            book = BookField(visit, books, role)
            days = ui.number(say("Days it is good for (blank: no end)"), value=KEY_DAYS, min=1, max=MOST_DAYS)
            days.props("clearable")

        async def add() -> None:
            if not (name.value or "").strip():
                name.error = say("Say which program it is for.")
                return
            given = {"name": name.value.strip(), "role": Role(role.value), "manager_id": book.value}
            try:
                made = await call(visit, create_key, **given, expires_at=_end(days.value))
            except Unprocessable as error:
                book.select.error = error.errors[0]["message"]
                return
            _show_once(visit, made["key"])

        ui.button(say("Make a key"), on_click=acting(visit, add)).props("unelevated")


def _end(days: float | None) -> datetime | None:
    return datetime.now(UTC) + timedelta(days=min(int(days), MOST_DAYS)) if days else None


def _show_once(visit: Visit, token: str) -> None:
    say = visit.tr.gettext
    with ui.dialog(value=True) as dialog, ui.card().classes("w-full"):
        notice(say("Copy the key now: it is not shown again."), "warn")
        ui.input(say("Key"), value=token).props("readonly").classes("w-full")
        ui.button(say("Done"), on_click=ui.navigate.reload).props("flat")
    dialog.props("persistent")


def _key(visit: Visit, books: Books, key: Key) -> None:
    say, tr = visit.tr.gettext, visit.tr
    with ui.row().classes("items-center w-full card"):
        with ui.column().classes("gap-0 grow"):
            ui.label(f"{key['name']} · {key['hint']}…").classes("font-semibold")
            ui.label(" · ".join([role_words(tr)[key["role"]], *_days(visit, key)])).classes("muted small")
            if key["manager_id"]:
                words, wrong = book_line(tr, books, key["manager_id"])
                ui.label(words).classes("bad small" if wrong else "small")
        if key["revoked_at"]:
            ui.label(say("revoked")).classes("bad")
            return

        async def revoke() -> None:
            await call(visit, revoke_key, key["id"])
            ui.navigate.reload()

        question = say(
            "Revoke the key {name}? The program that has it is shut out at once.", name=key["name"]
        )
        confirmed(visit, say("Revoke"), question, revoke, "flat")


def _days(visit: Visit, key: Key) -> list[str]:
    """Since when and until when the key is good."""
    tr = visit.tr
    since = tr.gettext("since {day}", day=day(tr, key["created_at"]))
    if key["expires_at"] is None:
        return [since, tr.gettext("no end")]
    end = day(tr, key["expires_at"])
    over = datetime.fromisoformat(key["expires_at"]) <= visit.ctx.now()
    return [since, tr.gettext("over since {day}", day=end) if over else tr.gettext("until {day}", day=end)]
