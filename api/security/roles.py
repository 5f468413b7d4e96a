"""Which accounts make sense: a manager has a book, nobody else has."""

from __future__ import annotations

from api.errors import Place
from api.security.actor import Role
from assigner.i18n import Translator


def role_faults(tr: Translator, role: Role, manager_id: str | None) -> list[Place]:
    """What is wrong with a role and the book it comes with, as entries of `errors`."""
    if role is Role.MANAGER and not manager_id:
        text = tr.gettext("The role manager needs the id of the manager whose book it is.")
    elif role is not Role.MANAGER and manager_id is not None:
        text = tr.gettext("Only the role manager has a book. Leave manager_id out.")
    else:
        return []
    return [{"where": "manager_id", "value": manager_id, "message": text}]
