"""Where the heavy clients go: a mixed integer program in which only they are whole.

A few clients that fill most of a cell decide whether the rest can be balanced at all, and a walk that has
put one of them in the wrong place has built everything else around it. Here they are placed exactly while
all others may be split (HiGHS through SciPy); walks begin from that and put the others in whole. Its dual
bound is one of the whole problem.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from threading import Thread

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, OptimizeResult, milp

from assigner.optimize.candidates import heavy_units
from assigner.optimize.clock import POLL_SECONDS
from assigner.optimize.mip import MipModel
from assigner.optimize.proof import hopeless_pairs
from assigner.optimize.relax import Relaxation
from assigner.optimize.search import Search
from assigner.optimize.window import window

DUAL_TOLERANCE = 1e-7
"""Reduced costs that HiGHS takes for zero."""


@dataclass(slots=True)
class Placement:
    """A placement that is being looked for, in a thread of its own, and what came of it."""

    search: Search
    relaxation: Relaxation
    model: MipModel
    whole: np.ndarray
    options: dict[str, float]
    result: OptimizeResult | None = None
    thread: Thread = field(init=False)

    def __post_init__(self) -> None:
        self.thread = Thread(target=self._run, daemon=True)
        self.thread.start()

    def _run(self) -> None:
        model = self.model
        constraints = [LinearConstraint(x.matrix, x.low, x.high) for x in model.lines]
        limits = Bounds(model.lowest, model.highest)
        self.result = milp(
            model.cost,
            integrality=self.whole,
            bounds=limits,
            constraints=constraints,
            options=self.options,
        )

    @property
    def ready(self) -> bool:
        """Whether it has ended."""
        return not self.thread.is_alive()

    def due(self, last_call: bool) -> bool:
        """Whether it has ended; on the last call it is waited for."""
        if last_call:
            self.wait()
        return self.ready

    def wait(self) -> None:
        """Wait for the end, or for the wish to stop; the thread then ends by its own limit.

        Where work is limited only a cancel cuts the waiting short: what is left of the work must not decide
        whether the thread is ready.
        """
        clock = self.search.clock
        while not self.ready and not (clock.asked_to_stop() if clock.counts_work else clock.stop()):
            self.thread.join(POLL_SECONDS)

    def guide(self) -> Relaxation | None:
        """The relaxation with the heavy clients in place, None where none was found; raises the bound."""
        result, search = self.result, self.search
        if result is None or result.x is None:
            search.log("placement", search.clock.seconds, "none found")
            return None
        self._raise_bound(result)
        search.log("placement", search.clock.seconds, f"{int(self.whole.sum())} pairs of heavy clients")
        fraction = np.zeros(self.search.problem.num_pairs)
        pairs = self.model.pairs
        fraction[pairs] = np.where(result.x[: len(pairs)] > 1e-6, result.x[: len(pairs)], 0.0)
        return replace(self.relaxation, fraction=fraction)

    def _raise_bound(self, result: OptimizeResult) -> None:
        """min(score, bound of the pairs a better answer can use), less what tolerances may have added."""
        model, bound = self.model, result.mip_dual_bound
        if bound is None or not np.isfinite(bound):
            return
        taken = len(model.mine) + float((model.highest - model.lowest)[len(model.pairs) :].sum())
        allowance = DUAL_TOLERANCE * taken + 1e-9 * max(1.0, abs(bound))
        if np.isfinite(allowance):
            constant = model.constant + self.search.aim.constant(self.search.problem)
            self.search.raise_bound(min(self.search.score, bound + constant - allowance))


def place_heavy(search: Search, relaxation: Relaxation) -> Placement | None:
    """Begin to look for a placement; None where nobody is heavy or the problem is too large for it."""
    params, problem = search.params.placement, search.problem
    if search.best is None or not search.params.switches.placement or search.aim.imbalance <= 0:
        return None
    closed = hopeless_pairs(search)
    heavy = heavy_units(problem, params.band)
    if not heavy.any() or int((~closed).sum()) > params.most_pairs:
        return None
    units, view = np.arange(problem.num_units), window(search, relaxation)
    model = MipModel(problem, search.aim, search.best, units, ~closed, window=view, strict=False)
    whole = np.zeros(len(model.cost))
    whole[: len(model.pairs)] = heavy[model.pair_unit[model.pairs]]
    options = {"mip_rel_gap": params.gap}
    if search.clock.counts_work:
        work = len(model.pairs) / params.pairs_per_work
        if work > params.share * search.clock.left():
            return None
        search.clock.work += work
        options["node_limit"] = 1
    else:
        options["time_limit"] = max(0.2, params.share * min(search.clock.left(), 120.0))
    placement = Placement(search, relaxation, model, whole, options)
    if search.clock.counts_work:
        placement.wait()
    return placement
