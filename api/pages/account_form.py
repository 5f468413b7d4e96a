"""Fields of an account, and whose book it or a key is for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from nicegui import ui

from api.errors import ApiError
from api.pages.calling import call
from api.pages.parts import text
from api.pages.texts import ROLES
from api.pages.visit import Visit
from api.security.actor import Role
from api.services.managers import list_managers
from assigner.i18n import Translator

OTHER = ""
"""Stands for an id that the list of managers has not."""

LANGUAGE_NAMES = {"en": "English", "ru": "Русский"}
MOST = "maxlength=200"


class Books(NamedTuple):
    """Managers by id whose book an account may be for; `known` is False where there is no base yet."""

    names: Mapping[str, str]
    known: bool


async def known_books(visit: Visit) -> Books:
    """Managers of the newest base and the live plan."""
    found = await call(visit, list_managers)
    names = {one["manager_id"]: one["name"] for one in found["items"]}
    return Books(names, bool(found["dataset_id"] or found["proposal_id"]))


def book_line(tr: Translator, books: Books, manager_id: str) -> tuple[str, bool]:
    """Whose book an account shows, in words, and whether something is wrong with it."""
    name = books.names.get(manager_id)
    if name is not None:
        return tr.gettext("sees the book of {name}", name=name), False
    if not books.known:
        words = tr.gettext("for the manager {id}; there is no base yet to look the id up", id=manager_id)
        return words, False
    words = tr.gettext(
        "Neither the newest base nor the live plan has a manager {id}: there is no book to show.",
        id=manager_id,
    )
    return words, True


def role_words(tr: Translator) -> dict[str, str]:
    """Roles by their names for programs."""
    return {role.value: tr.gettext(ROLES[role.value]) for role in Role}


class BookField:
    """Whose book: a manager of the base by name, or any other id; there only for the role manager."""

    def __init__(self, visit: Visit, books: Books, role: ui.select, value: str | None = None) -> None:
        say = visit.tr.gettext
        options = {key: f"{name} ({key})" for key, name in books.names.items()}
        options[OTHER] = say("another id ...")
        chosen = value if value in options else (OTHER if value or not books.names else None)
        self._role = role
        self.select = ui.select(options, label=say("Whose book"), value=chosen, with_input=True)
        self.other = ui.input(say("Manager id"), value=value or "").props(MOST)
        for one in (role, self.select):
            one.on_value_change(self._show)
        self._show()

    def _show(self) -> None:
        self.select.set_visibility(self._role.value == Role.MANAGER.value)
        self.other.set_visibility(self.wants_other)

    @property
    def wants_other(self) -> bool:
        """Whether the id is typed in."""
        return bool(self._role.value == Role.MANAGER.value and self.select.value == OTHER)

    @property
    def value(self) -> str | None:
        """The manager's id; None for other roles, and where none was chosen."""
        if self._role.value != Role.MANAGER.value:
            return None
        chosen = self.other.value if self.wants_other else self.select.value
        return (chosen or "").strip() or None


class AccountForm:
    """The fields; of a new account where no `person` is given."""

    def __init__(self, visit: Visit, books: Books, person: Mapping[str, Any] | None = None) -> None:
        say, before = visit.tr.gettext, person or {}
        self.name = ui.input(say("Name"), value=before.get("name", "")).props(MOST)
        self.login = ui.input(say("Login"), value=before.get("login", "")).props(f"autocomplete=off {MOST}")
        self.login.set_enabled(person is None)
        words = say("First password") if person is None else say("New password (blank: it stays)")
        self.password = ui.input(words, password=True).props(f"autocomplete=new-password {MOST}")
        role = before.get("role", Role.MANAGER.value)
        self.role = ui.select(role_words(visit.tr), label=say("Role"), value=role)
        self.book = BookField(visit, books, self.role, before.get("manager_id"))
        languages = {None: say("as the browser asks")} | LANGUAGE_NAMES
        self.language = ui.select(languages, label=say("Language"), value=before.get("language"))
        if before.get("id") == visit.actor.id:
            self.role.set_enabled(False)
            text("p", say("Your own role stays; another admin may change it.")).classes("muted small")

    def values(self) -> dict[str, Any]:
        """Name, role, book and language, as the service takes them."""
        return {
            "name": (self.name.value or "").strip(),
            "role": Role(self.role.value),
            "manager_id": self.book.value,
            "language": self.language.value,
        }

    def mark(self, error: ApiError) -> bool:
        """Put every fault at its field; whether all of them have one."""
        fields: dict[str, Any] = {
            "login": self.login,
            "password": self.password,
            "manager_id": self.book.other if self.book.wants_other else self.book.select,
        }
        for field in fields.values():
            field.error = None
        for place in error.errors:
            if place["where"] in fields:
                fields[place["where"]].error = place["message"]
        return bool(error.errors) and all(place["where"] in fields for place in error.errors)
