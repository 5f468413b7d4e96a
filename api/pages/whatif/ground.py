"""What forms let choose from: the base's managers, segments and goals, by name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from api.pages.calling import call
from api.pages.visit import Visit
from api.services.datasets.reading import get_dataset_balance

TOTAL = "total"


@dataclass(frozen=True, slots=True)
class Ground:
    """Managers by id, values by segment column, goals as `potential/region`."""

    managers: Mapping[str, str] = field(default_factory=dict)
    segments: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    goals: tuple[str, ...] = ()

    def manager(self, manager_id: str) -> str:
        """A manager's name, the id where there is none."""
        return self.managers.get(manager_id, manager_id)


def ground_of(balance: Mapping[str, Any]) -> Ground:
    """The ground of a base, of the document about its balance."""
    segments: dict[str, dict[str, None]] = {}
    for cell in balance["cells"]:
        if cell["dimension"] != TOTAL:
            segments.setdefault(cell["dimension"], {})[cell["value"]] = None
    return Ground(
        managers={one["manager_id"]: one["name"] for one in balance["managers"]},
        segments={name: tuple(values) for name, values in segments.items()},
        goals=tuple(dict.fromkeys(cell["goal"] for cell in balance["cells"])),
    )


async def open_ground(visit: Visit, dataset_id: str) -> Ground:
    """The ground of a base that has been read."""
    return ground_of(await call(visit, get_dataset_balance, dataset_id))
