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
        if len(values) == len(types) and all(type(v) is t for v, t in zip(values, types, strict=True)):
            return list(values)
    except (ValueError, TypeError):
        pass
    place = {"where": "cursor", "value": cursor, "message": "take it from `next` of the page before"}
    raise Unprocessable("The cursor is not one of ours.", errors=[place])
