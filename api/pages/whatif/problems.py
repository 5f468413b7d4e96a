"""Problems of a scenario, each with the edit and the field that it is about."""

from __future__ import annotations

import re
from typing import NamedTuple

from api.errors import ApiError, Unprocessable, error_document
from assigner.errors import AssignerError, InputError

EDIT = re.compile(r"^edits\.(\d+)(?:\.(.+))?$")
LEAD = re.compile(r"^\S+ \d+ \(\w+\): ")
"""How a message begins that names its edit, as in `edit 1 (hire): `: the place says it already."""


class Problem(NamedTuple):
    """What is wrong; `edit` counts from 0, None where it is about something else, `path` is the field's."""

    edit: int | None
    path: tuple[str, ...]
    text: str


def problems_of(error: ApiError | AssignerError) -> list[Problem]:
    """Every problem that an error carries."""
    if isinstance(error, InputError):
        return [
            _problem(one.column, "; ".join(filter(None, (LEAD.sub("", one.message), one.remedy))))
            for one in error.issues
        ]
    if isinstance(error, Unprocessable) and error.errors:
        return [_problem(str(one["where"]), str(one["message"])) for one in error.errors]
    return [Problem(None, (), str(error_document(error)["detail"]))]


def _problem(where: str, text: str) -> Problem:
    found = EDIT.match(where)
    if found is None:
        return Problem(None, tuple(where.split(".")) if where else (), text)
    path = tuple(part for part in (found[2] or "").split(".") if part and not part.isdigit())
    return Problem(int(found[1]), path, text)
