"""Shapes that several resources share. Bodies are strict: `false` is no number."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Any

from fastapi import Query
from pydantic import AwareDatetime, BaseModel, BeforeValidator, ConfigDict, Field


class Body(BaseModel):
    """Base of every request body."""

    model_config = ConfigDict(strict=True, extra="forbid")


class Answer(BaseModel):
    """Base of every answer."""

    model_config = ConfigDict(extra="forbid")


class Place(BaseModel):
    """One thing that is wrong: where, the value there, and what to do."""

    where: str
    value: Any = None
    message: str


class Problem(BaseModel):
    """An error (RFC 9457, application/problem+json)."""

    model_config = ConfigDict(extra="allow")

    type: str = Field(examples=["urn:assigner:problem:not-found"])
    title: str
    status: int
    detail: str
    errors: list[Place]


Cursor = Annotated[str | None, Query(max_length=500, description="`next` of the page before")]
Limit = Annotated[int, Query(ge=1, le=500, description="rows in a page")]
Name = Annotated[str, Field(min_length=1, max_length=200, pattern=r"^[^\x00-\x1f\x7f]*\S[^\x00-\x1f\x7f]*$")]
ItemId = Annotated[str, Field(max_length=40)]
"""Texts of people hold no control characters: PostgreSQL refuses NUL, logs would break at line ends."""


def _written(value: object) -> object:
    """A day or moment as people write it. Raises ValueError for numbers: they would count from 1970."""
    if isinstance(value, str) and re.match(r"\d{4}-\d\d-\d\d", value):
        return value
    raise ValueError("write it as 2026-06-30, a moment as 2026-06-30T12:00:00Z")


Day = Annotated[date, BeforeValidator(_written), Field(strict=False)]
Moment = Annotated[AwareDatetime, BeforeValidator(_written), Field(strict=False)]
