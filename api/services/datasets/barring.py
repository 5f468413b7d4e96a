"""Whom a client can't be given: managers whose lists of segments don't hold the client's.

A pin to such a manager would make every later solve of the base refuse its input (model §1), so it is refused
where it is decided, with the reason.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.context import Context
from api.db.models import DatasetClient
from api.work.cases import CASES
from assigner.i18n import Translator

CHUNK = 500
"""Ids in one question to the database."""

Lists = Mapping[str, Mapping[str, Collection[str]]]
"""Manager -> dimension -> the values that the manager may have; no entry: all."""


def chunks(items: list[str]) -> Iterator[list[str]]:
    """Parts of a list that one question to the database can name."""
    return (items[at : at + CHUNK] for at in range(0, len(items), CHUNK))


def clients_named(session: Session, dataset_id: str, named: Iterable[str]) -> dict[str, DatasetClient]:
    """Those of the named clients that the base has."""
    wanted = select(DatasetClient).where(DatasetClient.dataset_id == dataset_id)
    return {
        row.client_id: row
        for part in chunks(sorted(set(named)))
        for row in session.scalars(wanted.where(DatasetClient.client_id.in_(part)))
    }


def lists_of(ctx: Context, dataset_id: str) -> Lists:
    """The lists of a base's managers; none where it was read before they were kept."""
    path = ctx.files.folder(CASES, dataset_id) / "lists.json"
    found: Lists = json.loads(path.read_text("utf-8")) if path.exists() else {}
    return found


def barred(lists: Lists, client: DatasetClient, manager_id: str, tr: Translator) -> str | None:
    """Why the manager may not have the client; None where nothing speaks against it.

    Whoever owns it today may keep it, also outside his lists.
    """
    if manager_id == client.manager_id:
        return None
    for dimension, allowed in lists.get(manager_id, {}).items():
        label = client.segments.get(dimension)
        if label is not None and label not in allowed:
            return tr.gettext(
                "{label} is not among the values of {dimension} that this manager may have",
                label=label,
                dimension=dimension,
            )
    return None
