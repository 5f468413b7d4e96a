"""Accounts of people and keys of programs."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from nicegui import ui

from api.pages.calling import acting, call
from api.pages.parts import empty, heading, notice, tabs
from api.pages.texts import ROLES, TITLES
from api.pages.visit import Visit, page
from api.security.actor import Role
from api.services.keys import create_key, list_keys, revoke_key
from api.services.users import create_user, list_users, replace_user

PAGE = 500
KEY_DAYS = 365


@page("/accounts", operation="list_users", title=TITLES["accounts"])
async def accounts(visit: Visit) -> None:
    """People who sign in."""
    say = visit.tr.gettext
    _tabs(visit)
    heading(say("Accounts"), say("Who signs in, and what they may see. A manager sees the own book only."))
    _new_user(visit)
    people = (await call(visit, list_users, limit=PAGE))["items"]
    for person in people:
        _person(visit, person)


@page("/accounts/keys", operation="list_keys", title=TITLES["keys"])
async def keys(visit: Visit) -> None:
    """Keys of programs, such as the CRM."""
    say = visit.tr.gettext
    _tabs(visit)
    heading(say("Keys of programs"), say("A key is shown once, when it is made; only its hash is kept."))
    _new_key(visit)
    found = (await call(visit, list_keys, limit=PAGE))["items"]
    if not found:
        empty(say("No program has a key yet."))
    for key in found:
        _key(visit, key)


def _tabs(visit: Visit) -> None:
    say = visit.tr.gettext
    tabs(visit, [(say("People"), "/accounts"), (say("Programs"), "/accounts/keys")])


def _roles(visit: Visit) -> dict[str, str]:
    return {role.value: visit.tr.gettext(ROLES[role.value]) for role in Role}


def _new_user(visit: Visit) -> None:
    say = visit.tr.gettext
    with ui.element("section").classes("card"), ui.row().classes("items-end w-full"):
        name = ui.input(say("Name"))
        login = ui.input(say("Login")).props("autocomplete=off")
        password = ui.input(say("First password"), password=True).props("autocomplete=new-password")
        role = ui.select(_roles(visit), label=say("Role"), value="manager").classes("w-48")
        book = ui.input(say("Manager id")).bind_visibility_from(role, "value", value="manager")

        async def add() -> None:
            await call(
                visit,
                create_user,
                login=login.value,
                password=password.value,
                role=Role(role.value),
                name=name.value,
                manager_id=(book.value or None) if role.value == "manager" else None,
            )
            ui.navigate.reload()

        ui.button(say("Add"), on_click=acting(visit, add)).props("unelevated")


def _person(visit: Visit, person: dict[str, Any]) -> None:
    say = visit.tr.gettext
    with ui.row().classes("items-center w-full card"):
        with ui.column().classes("gap-0 grow"):
            ui.label(person["name"] or person["login"]).classes("font-semibold")
            book = f" · {person['manager_id']}" if person["manager_id"] else ""
            ui.label(f"{person['login']} · {_roles(visit)[person['role']]}{book}").classes("muted small")
        off = person["disabled"]
        if off:
            ui.label(say("disabled")).classes("bad")

        async def turn() -> None:
            kept = {key: person[key] for key in ("name", "manager_id", "language")}
            await call(
                visit,
                replace_user,
                person["id"],
                **kept,
                role=Role(person["role"]),
                disabled=not off,
                password=None,
                if_match=person["etag"],
            )
            ui.navigate.reload()

        ui.button(say("Enable") if off else say("Disable"), on_click=acting(visit, turn)).props("flat")


def _new_key(visit: Visit) -> None:
    say = visit.tr.gettext
    with ui.element("section").classes("card"), ui.row().classes("items-end w-full"):
        name = ui.input(say("What it is for"))
        role = ui.select(_roles(visit), label=say("Role"), value="crm").classes("w-48")
        days = ui.number(say("Days it is good for"), value=KEY_DAYS, min=1, max=3650, precision=0)

        async def add() -> None:
            made = await call(
                visit,
                create_key,
                name=name.value,
                role=Role(role.value),
                expires_at=datetime.now(UTC) + timedelta(days=int(days.value)),
            )
            _show_once(visit, made["key"])

        ui.button(say("Make a key"), on_click=acting(visit, add)).props("unelevated")


def _show_once(visit: Visit, token: str) -> None:
    say = visit.tr.gettext
    with ui.dialog(value=True) as dialog, ui.card():
        notice(say("Copy the key now: it is not shown again."), "warn")
        ui.input(say("Key"), value=token).props("readonly").classes("w-96")
        ui.button(say("Done"), on_click=ui.navigate.reload).props("flat")
    dialog.props("persistent")


def _key(visit: Visit, key: dict[str, Any]) -> None:
    say = visit.tr.gettext
    with ui.row().classes("items-center w-full card"):
        with ui.column().classes("gap-0 grow"):
            ui.label(f"{key['name']} · {key['hint']}…").classes("font-semibold")
            ui.label(_roles(visit)[key["role"]]).classes("muted small")
        if key["revoked_at"]:
            ui.label(say("revoked")).classes("bad")
            return

        async def revoke() -> None:
            await call(visit, revoke_key, key["id"])
            ui.navigate.reload()

        ui.button(say("Revoke"), on_click=acting(visit, revoke)).props("flat")
