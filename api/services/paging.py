"""Pages by cursor: stable while rows are added, as a cursor names the last row seen."""

from __future__ import annotations

import base64
import json
from typing import Any

from sqlalchemy import Select
from sqlalchemy.orm import InstrumentedAttribute, Session

from api.errors import Unprocessable

MAX_LIMIT = 500
Page = dict[str, Any]


def page_by_id(
    session: Session,
    query: Select[Any],
    column: InstrumentedAttribute[str],
    *,
    cursor: str | None,
    limit: int,
) -> tuple[list[Any], str | None]:
    """The newest first: rows of one page, and the cursor of the next, None at the end."""
    if cursor is not None:
        query = query.where(column < read_cursor(cursor, str)[0])
    rows = list(session.scalars(query.order_by(column.desc()).limit(limit + 1)))
    more = len(rows) > limit
    rows = rows[:limit]
    return rows, write_cursor(getattr(rows[-1], column.key)) if more else None


def write_cursor(*values: Any) -> str:
    """The values of the last row's sort columns as one opaque word."""
    return base64.urlsafe_b64encode(json.dumps(values).encode()).decode().rstrip("=")


def read_cursor(cursor: str, *types: type) -> list[Any]:
    """The values of a cursor of ours. Raises Unprocessable for any other word."""
    try:
        values = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        if len(values) == len(types) and all(map(_can_be_ours, values, types)):
            return list(values)
    except (ValueError, TypeError, RecursionError):
        pass
    place = {"where": "cursor", "value": cursor, "message": "take it from `next` of the page before"}
    raise Unprocessable("The cursor is not one of ours.", errors=[place])


def _can_be_ours(value: Any, wanted: type) -> bool:
    """Whether a row may hold it: databases refuse numbers beyond 64 bits, half a letter, and NUL."""
    if type(value) is int and not -(2**63) <= value < 2**63:
        return False
    if isinstance(value, str) and ("\0" in value or any("\ud800" <= letter <= "\udfff" for letter in value)):
        return False
    return type(value) is wanted
