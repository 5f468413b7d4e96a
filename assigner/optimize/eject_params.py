"""Sizes, heat and prices of the ejection chains."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class DiveParams:
    """Dives that fill one manager after the other, where each has one limit and there is nothing else.

    The relaxations see `pairs` of each unit; one manager, or one in `batch`, is filled before the next one.
    The `last` managers go to HiGHS for `seconds` or the share `patience` of the effort, whichever is more (to
    CP-SAT for `seconds` deterministic ones where work is limited). Loads are whole numbers, at most `grid`
    steps in a limit. Groups of `group[0]` to `group[1]` managers are drawn by what they lose, with
    `curiosity` x the mean loss for everybody.
    """

    pairs: int = 6
    batch: int = 10
    last: int = 4
    seconds: float = 1.0
    patience: float = 0.06  # a busy machine needs it: cut short, HiGHS has poor answers or none
    cost_steps: float = 1e6  # whole numbers of the largest cost where CP-SAT takes them
    gap: float = 1e-5
    grid: int = 10_000
    group: tuple[int, int] = (4, 9)
    curiosity: float = 0.3
    most_dives: int = 6  # of each worker
    dive_share: float = 0.4
    group_share: float = 0.6
    first_share: float = 0.05  # chains before the first dive, for an early answer
    most_cells: float = 3e5  # units x managers

    def work_of_lp(self, columns: int) -> float:
        """What a linear program over so many columns counts as."""
        return 0.002 + (columns / 16_000) ** 2

    def work_of_dive(self, units: int) -> float:
        """What a whole dive counts as, about: each linear program is a little smaller than the one before."""
        return 0.5 * self.batch * self.work_of_lp(self.pairs * units)


@dataclass(frozen=True, slots=True)
class EjectParams:
    """Which pairs a chain may use, how long it gets, and how limits are priced.

    Candidates are the pairs with the smallest reduced costs: `pairs` of each unit on average in chains and in
    neighbourhoods of the exact solver, `least_pairs` of each unit at least. Temperatures are in
    mean reduced costs of the second best pair. Excess of a limit costs `light` x its dual price first,
    `heavy` x later; a limit that stays broken gets dearer by `dearer` in each slice, one that holds cheaper
    by `cheaper` again.
    """

    pairs: tuple[float, float] = (6.0, 10.0)
    least_pairs: int = 3
    depth: int = 3  # ejections in one chain
    breadth: int = 64  # units of one manager that are looked at for an ejection
    hot: float = 0.3
    cold: float = 0.03
    light: float = 1.02
    heavy: float = 3.0
    dearer: float = 1.08
    cheaper: float = 0.97
    slices: int = 100
    again: float = 0.7  # without an answer yet the next cycle goes on from this fraction of it
    chains_per_unit: int = 1_500  # of one cycle
    chains_per_work: float = 2e5
    exchange_units: int = 80
    exchange_effort: float = 1.0  # of one neighbourhood
    exchange_share: float = 0.15
    most_columns: int = 400_000  # up to so many pairs the relaxation is solved over all of them
    most_cells: float = 5e7  # units x managers: the books of the managers are that large
    dive: DiveParams = field(default_factory=DiveParams)
