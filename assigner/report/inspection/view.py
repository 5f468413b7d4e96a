"""An inspection from the reader's side: what managers are called, who comes first, what belongs to whom."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from assigner.evidence.model import State
from assigner.inspection import Inspection
from assigner.portfolio import (
    NOBODY,
    BoolArray,
    FloatArray,
    IntArray,
    StrArray,
)
from assigner.report.view import Facts, Tables, unique_names
from assigner.weights import manager_weights


@dataclass(frozen=True, slots=True, eq=False)
class InspectionView(Tables):
    """An inspection with what every report asks of it, worked out once.

    `manager_names` are unique; `order` lists the positions of all managers as reports show them: who stays
    first, the book with the largest potential on top. `weight` is a(j) of model §1.
    """

    found: Inspection
    manager_names: StrArray
    weight: FloatArray
    order: IntArray

    @property
    def facts(self) -> Facts:
        """What is shown."""
        return self.found

    def manager_id(self, manager_idx: int) -> str | None:
        """Id of a manager, None for nobody."""
        return None if manager_idx == NOBODY else str(self.managers.manager_id[manager_idx])

    @property
    def owners(self) -> IntArray:
        """Managers who own any client, in the order of the report."""
        owned: IntArray = self.found.summary.clients.sum(axis=1)[self.order]
        busy: IntArray = self.order[owned > 0]
        return busy

    @property
    def claimed(self) -> BoolArray:
        """Clients that are owned on paper only: the dead souls."""
        claimed: BoolArray = self.evidence.state == State.CLAIMED
        return claimed


def inspection_view(found: Inspection) -> InspectionView:
    """The view of an inspection."""
    managers = found.portfolio.managers
    weight = manager_weights(managers, found.policy.managers, found.evidence.as_of)
    book = found.summary.potential.sum(axis=1)
    return InspectionView(
        found=found,
        manager_names=unique_names(managers),
        weight=weight,
        order=np.lexsort((-book, weight <= 0)).astype(np.int32),
    )
