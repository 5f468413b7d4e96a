"""How edits name things: ids of the tables, or names that only one thing has."""

from __future__ import annotations

from typing import Annotated

from pydantic import BeforeValidator, Field


def _as_text(value: object) -> object:
    """A whole number as text: YAML reads the id 1001 as a number."""
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


Ref = Annotated[str, BeforeValidator(_as_text), Field(min_length=1)]
"""An id or a name of a client or a manager, a dimension, or a segment value."""
