"""Who acts: a user of the pages, a program with a key, or the service itself."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from assigner.i18n import Translator


class Role(StrEnum):
    """What somebody is allowed to do, by the work they do."""

    HEAD = "head"
    HR = "hr"
    MANAGER = "manager"
    CRM = "crm"
    ADMIN = "admin"


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody who was recognised. `manager_id` is the own book of a manager, None for other roles."""

    id: str
    kind: Literal["user", "key", "system"]
    role: Role
    name: str = ""
    manager_id: str | None = None
    language: str = "en"

    @property
    def tr(self) -> Translator:
        """Texts in the actor's language."""
        return Translator(self.language)


SYSTEM = Actor("system", "system", Role.ADMIN, "assigner")
"""The service itself: clean-up, retries."""
