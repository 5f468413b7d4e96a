"""The balance cells of today and of the proposal side by side."""

from __future__ import annotations

from dataclasses import dataclass

from assigner.verdict import CellTable, Verdict


@dataclass(frozen=True, slots=True)
class CellRow:
    """One cell of a goal: a manager's counted load in a segment value before and after (model §4).

    Loads and targets are in the goal's measure, tolerances and violations are fractions of the attainable
    target.
    """

    goal: str
    measure: str
    dimension: str
    value: str
    manager_idx: int
    load_before: float
    load: float
    target: float
    attainable: float
    tolerance_low: float
    tolerance_high: float
    violation_before: float
    violation: float

    @property
    def ratio_before(self) -> float:
        """Today's load over the attainable target."""
        return self.load_before / self.attainable

    @property
    def ratio(self) -> float:
        """Proposed load over the attainable target."""
        return self.load / self.attainable


def cell_rows(verdict: Verdict) -> list[CellRow]:
    """All cells of the proposal, each with what the same cell holds today."""
    after, before = verdict.after.cells, verdict.before.cells
    today = {_key(before, n): n for n in range(len(before))}
    return [_row(after, n, before, today.get(_key(after, n))) for n in range(len(after))]


def _key(cells: CellTable, n: int) -> tuple[str, str, int]:
    return str(cells.goal[n]), str(cells.value[n]), int(cells.manager_idx[n])


def _row(cells: CellTable, n: int, before: CellTable, today: int | None) -> CellRow:
    return CellRow(
        goal=str(cells.goal[n]),
        measure=str(cells.measure[n]),
        dimension=str(cells.dimension[n]),
        value=str(cells.value[n]),
        manager_idx=int(cells.manager_idx[n]),
        load_before=0.0 if today is None else float(before.load[today]),
        load=float(cells.load[n]),
        target=float(cells.target[n]),
        attainable=float(cells.attainable[n]),
        tolerance_low=float(cells.tolerance_low[n]),
        tolerance_high=float(cells.tolerance_high[n]),
        violation_before=0.0 if today is None else float(before.violation[today]),
        violation=float(cells.violation[n]),
    )
