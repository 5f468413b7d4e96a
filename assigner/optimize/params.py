"""Sizes, shares of the effort and switches of the phases of a solve."""

from __future__ import annotations

from dataclasses import dataclass, field

from assigner.optimize.eject_params import EjectParams

MILLION = 1e6

PAIRS_PER_WORK = 2e4
"""Pairs of a CP-SAT model that are built in one unit of work."""


@dataclass(frozen=True, slots=True)
class AnnealParams:
    """Which pairs are candidates, and how a walk cools.

    A guided walk begins where its units would lose `hot_share` of the linear cost against the relaxation, and
    ends where they lose `cold_share`; candidates have a reduced cost within `reach` x temperature, and all of
    units that fill `heavy_band` of the band of a cell. Rows pay `light` of the full price of violations at
    first, or `priced` x their price in the relaxation and at least `priced_light`.

    Without temperatures from a relaxation, and in neighbourhoods, candidates have a reduced cost within
    `threshold` x unit cost, those of heavy units within `heavy_threshold`, and `cold` is the last temperature
    in unit costs; a unit cost is the score points of one client's mean disruption.
    """

    hot_share: float = 0.15
    warm_share: float = 0.02
    cold_share: float = 0.0005
    reach: float = 8.0
    heavy_band: float = 0.3
    light: float = 5e-4
    priced: float = 20.0
    priced_light: float = 1e-5
    threshold: float = 0.3
    heavy_threshold: float = 3.0
    heavy: float = 0.5  # a unit is heavy when it is this share of some cell's mean target
    cold: float = 0.003
    swap_share: float = 0.7
    excess_price: float = 1e5
    slice_steps: int = 200_000
    too_large: float = 0.005  # violation above the relaxation's worst that a unit alone may cause


@dataclass(frozen=True, slots=True)
class PlacementParams:
    """A client is heavy when it fills `band` of the band of a cell; at most `most_pairs` pairs in all.

    HiGHS gets `share` of the effort left, and stops at the relative gap `gap`.
    """

    band: float = 0.5
    most_pairs: int = 15_000
    share: float = 0.25
    gap: float = 0.002
    pairs_per_work: float = 1_000  # what a run counts as where work is limited


@dataclass(frozen=True, slots=True)
class LadderParams:
    """At most `most` relaxations and `share` of the effort left go into finding what must be violated."""

    most: int = 60
    share: float = 0.12


@dataclass(frozen=True, slots=True, kw_only=True)
class Switches:
    """Phases that may run; the harness switches them off one by one to see what each is worth."""

    relaxation: bool = True  # prices and bound; off: only the bound without prices
    interior: bool = True  # our own interior point method where the LP is large
    ladder: bool = True  # what must be violated, by relaxations without the dearest pairs
    walks: bool = True  # annealing after the first answer
    ejection: bool = True  # ejection chains where limits are tight
    dives: bool = True  # managers filled one by one where there is one limit each
    placement: bool = True  # heavy clients placed by a mixed integer program
    polish: bool = True  # large neighbourhoods with an exact solver
    branch: bool = True  # bounds by branch and bound in small cases
    proof: bool = True  # CP-SAT on what the bound leaves open


@dataclass(frozen=True, slots=True)
class SearchParams:
    """Shares of the remaining effort and sizes of the neighbourhoods.

    Of the pairs that the bound can't rule out: up to `tiny_pairs` the whole model goes to CP-SAT at once,
    before any walk, up to `fine_pairs` after the walks; up to `branch_pairs` to branch and cut. A
    neighbourhood begins with `neighbourhood_columns` pairs and stops after `neighbourhood_effort` seconds or
    units of work.
    """

    switches: Switches = field(default_factory=Switches)
    anneal: AnnealParams = field(default_factory=AnnealParams)
    eject: EjectParams = field(default_factory=EjectParams)
    ladder: LadderParams = field(default_factory=LadderParams)
    placement: PlacementParams = field(default_factory=PlacementParams)
    fine_pairs: int = 400
    tiny_pairs: int = 120
    neighbourhood_columns: float = 500.0
    neighbourhood_effort: float = 2.0
    branch_pairs: int = 8_000
    small_walks: float = 0.5
    large_walks: float = 0.6
    short_units: int = 1_000  # above, walks get longer: there slow cooling gains more than another try
    patience: float = 4.0
    steps_per_work: float = 1.0 * MILLION
    steps_per_unit: float = 2_000  # of one walk from the relaxation; what effort is left goes to more walks
    most_walks: int = 16
