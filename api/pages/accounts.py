"""Accounts of people: who signs in, what they see, and how that is changed."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from nicegui import ui

from api.errors import Unprocessable
from api.pages.account_form import AccountForm, Books, book_line, known_books, role_words
from api.pages.calling import acting, call
from api.pages.moments import day
from api.pages.parts import heading, tabs, text
from api.pages.plans.settling import confirmed
from api.pages.texts import TITLES
from api.pages.visit import Visit, page
from api.security.actor import Role
from api.services.users import create_user, delete_user, list_users, replace_user

PAGE = 100
Person = dict[str, Any]


@page("/accounts", operation="list_users", title=TITLES["accounts"])
async def accounts(visit: Visit, cursor: str | None = None) -> None:
    """People who sign in."""
    say = visit.tr.gettext
    account_tabs(visit)
    heading(say("Accounts"), say("Who signs in, and what they may see. A manager sees the own book only."))
    books = await known_books(visit)
    _new_user(visit, books)
    found = await call(visit, list_users, cursor=cursor, limit=PAGE)
    for person in found["items"]:
        _person(visit, books, person)
    if found["next"]:
        ui.link(say("Older ones"), f"/accounts?cursor={found['next']}")


def account_tabs(visit: Visit) -> None:
    """People and programs."""
    say = visit.tr.gettext
    tabs(visit, [(say("People"), "/accounts"), (say("Programs"), "/accounts/keys")])


def _new_user(visit: Visit, books: Books) -> None:
    say = visit.tr.gettext
    with ui.element("section").classes("card"):
        text("h2", say("A new account")).classes("first")
        with ui.element("div").classes("fields"):
            form = AccountForm(visit, books)

        async def add() -> None:
            login, password = form.login.value or "", form.password.value or ""
            await call(visit, create_user, login=login, password=password, **form.values())
            ui.navigate.reload()

        ui.button(say("Add"), on_click=acting(visit, _marking(form, add))).props("unelevated")


def _marking(form: AccountForm, act: Callable[[], Awaitable[None]]) -> Callable[[], Awaitable[None]]:
    """The act, with faults told at the fields where they have one."""

    async def marking() -> None:
        try:
            await act()
        except Unprocessable as error:
            if not form.mark(error):
                raise

    return marking


def _person(visit: Visit, books: Books, person: Person) -> None:
    say, tr = visit.tr.gettext, visit.tr
    own, off = person["id"] == visit.actor.id, person["disabled"]
    with ui.row().classes("items-center w-full card"):
        with ui.column().classes("gap-0 grow"):
            ui.label(person["name"] or person["login"]).classes("font-semibold")
            since = say("since {day}", day=day(tr, person["created_at"]))
            parts = [person["login"], role_words(tr)[person["role"]], since, *([say("you")] if own else [])]
            ui.label(" · ".join(parts)).classes("muted small")
            if person["manager_id"]:
                words, wrong = book_line(tr, books, person["manager_id"])
                ui.label(words).classes("bad small" if wrong else "small")
        if off:
            ui.label(say("disabled")).classes("bad")
        _button(say("Change"), person, acting(visit, _editing(visit, books, person)))
        if not own:  # nobody locks himself out by a click
            _button(say("Enable") if off else say("Disable"), person, acting(visit, _turning(visit, person)))
            _deleting(visit, person)


def _button(words: str, person: Person, act: Callable[..., Any]) -> None:
    button = ui.button(words, on_click=act).props("flat")
    button.props["aria-label"] = f"{words}: {person['name'] or person['login']}"


def _turning(visit: Visit, person: Person) -> Callable[[], Awaitable[None]]:
    """Disable the account, or enable it again."""

    async def turn() -> None:
        kept = {key: person[key] for key in ("name", "manager_id", "language")}
        kept |= {"role": Role(person["role"]), "disabled": not person["disabled"], "password": None}
        await call(visit, replace_user, person["id"], **kept, if_match=person["etag"])
        ui.navigate.reload()

    return turn


def _editing(visit: Visit, books: Books, person: Person) -> Callable[[], Awaitable[None]]:
    """Open the account's fields in a dialog."""

    async def edit() -> None:
        say, title = visit.tr.gettext, person["name"] or person["login"]
        own = person["id"] == visit.actor.id
        with ui.dialog(value=True) as dialog, ui.card().classes("w-full"):
            dialog.props["aria-label"] = title
            ui.label(title).classes("text-lg font-semibold")
            with ui.element("div").classes("fields"):
                form = AccountForm(visit, books, person)
            others = say("Whoever is signed in with it signs in again.")
            ui.label(say("Then you sign in again.") if own else others).classes("muted small")

            async def save() -> None:
                kept = {"disabled": person["disabled"], "password": form.password.value or None}
                given = {**form.values(), **kept}
                await call(visit, replace_user, person["id"], **given, if_match=person["etag"])
                ui.navigate.to("/sign-in?next=/accounts") if own else ui.navigate.reload()

            with ui.row():
                ui.button(say("Save"), on_click=acting(visit, _marking(form, save))).props("unelevated")
                ui.button(say("Cancel"), on_click=dialog.close).props("flat")

    return edit


def _deleting(visit: Visit, person: Person) -> None:
    say = visit.tr.gettext

    async def delete() -> None:
        await call(visit, delete_user, person["id"], if_match=person["etag"])
        ui.navigate.reload()

    question = say(
        "Remove the account of {name}? What was done with it stays in the audit trail, without the name.",
        name=person["name"] or person["login"],
    )
    confirmed(visit, say("Delete"), question, delete, "flat")
