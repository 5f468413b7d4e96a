"""What the pages of a base say in tables: figures that add up, and lists in the order that is shown."""

from __future__ import annotations

from typing import Any

from api.pages.data.balance import worst_cells
from api.pages.data.quality import ownerless


def cell(deviation: float | None, violation: float) -> dict[str, Any]:
    return {"deviation": deviation, "violation": violation}


def test_the_worst_cells_are_those_farthest_off_beyond_their_tolerance() -> None:
    within, under, over, unfair = cell(0.9, 0.0), cell(-0.5, 0.1), cell(0.2, 0.4), cell(None, 0.1)
    assert worst_cells([within, over, under, unfair]) == [unfair, under, over]
    assert len(worst_cells([under] * 30)) == 10


def test_odd_cells_of_no_manager_are_the_rest_of_all() -> None:
    found = {
        "findings": [{"count": 20}, {"count": 8}],
        "managers": [{"findings": {"no-phone": 15}}, {"findings": {"no-phone": 5, "bad-inn": 5}}],
    }
    assert ownerless(found) == 3
    assert ownerless({"findings": [], "managers": [{"findings": {}}]}) == 0
