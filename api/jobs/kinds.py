"""All kinds of jobs, by name."""

from __future__ import annotations

from api.jobs.model import Kind


def kinds() -> dict[str, Kind]:
    """Every kind there is. Imported late: kinds know their services."""
    found: tuple[Kind, ...] = ()
    return {kind.name: kind for kind in found}
