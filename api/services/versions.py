"""ETags of what people edit: a change names the version it was made on."""

from __future__ import annotations

from typing import Protocol

from api.errors import PreconditionFailed, PreconditionRequired


class Versioned(Protocol):
    """A row with an id and a version that grows with every change."""

    id: str
    version: int


def etag(row: Versioned) -> str:
    """The version as an entity tag."""
    return f'"{row.id}.{row.version}"'


def check_version(row: Versioned, if_match: str | None) -> None:
    """Raise unless the change was made on the row's present version. "*" takes any."""
    if if_match is None:
        raise PreconditionRequired("Send the ETag of the version you saw as If-Match.")
    tags = {tag.strip().removeprefix("W/") for tag in if_match.split(",")}
    if "*" not in tags and etag(row) not in tags:
        raise PreconditionFailed(
            "Load it again, and repeat your change on the new version.", current=etag(row)
        )
