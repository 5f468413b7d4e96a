"""All kinds of jobs, by name."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from api.jobs.model import Kind

_FURTHER: dict[str, Kind] = {}


def kinds() -> dict[str, Kind]:
    """Every kind there is. Imported late: kinds know their services."""
    from api.services.datasets.audits import DRAW_AUDIT, READ_AUDIT
    from api.services.datasets.landing import READ_DATASET
    from api.services.proposals.kinds import PROPOSAL_KINDS
    from api.services.routing.landing import PREPARE_ROUTE
    from api.services.studies.adopted import ADOPT
    from api.services.studies.landing import STUDY

    found: tuple[Kind, ...] = (
        *(READ_DATASET, DRAW_AUDIT, READ_AUDIT, STUDY, ADOPT, PREPARE_ROUTE),
        *PROPOSAL_KINDS,
    )
    return {kind.name: kind for kind in found} | _FURTHER


@contextmanager
def further_kinds(*more: Kind) -> Iterator[None]:
    """Let this process know more kinds while the block lasts: for tests and extensions."""
    _FURTHER.update({kind.name: kind for kind in more})
    try:
        yield
    finally:
        for kind in more:
            _FURTHER.pop(kind.name, None)
