"""Relaxations in which some clients are whole: a short tree over the pairs that alone break the balance.

A client that is larger than somebody's share of a cell sets the worst violation wherever it goes, and with it
most of the score. The relaxation does not see that: it cuts the client in pieces. But an answer that uses a
pair costs at least what the pair alone violates. So for any cutoff c the problem without the pairs that cost
c or more alone has the same answers below c, and min(c, its bound) is a bound of all (a ladder of cutoffs).
Where the bound hangs on one pair, the tree branches: with it, and without it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from heapq import heappop, heappush

import numpy as np

from assigner.optimize.proof import least_with_pair
from assigner.optimize.relax import Relaxation
from assigner.optimize.search import Search
from assigner.portfolio import BoolArray, FloatArray

Solve = Callable[[BoolArray], Relaxation | None]
"""The relaxation without the pairs closed; None where it has no answer."""


PROBES = (0.98, 0.9, 0.7)
"""Cutoffs that are tried first, as parts of the best score."""


@dataclass(frozen=True, slots=True, eq=False)
class Rung:
    """A part of the problem, without the `closed` pairs: its bound, and the pair that the bound hangs on.

    `guide` is the relaxation of the answers that cost little more than the bound, its `worst` at least the
    violation that none of them can avoid. `hangs` is -1 where no pair alone decides.
    """

    bound: float
    closed: BoolArray
    guide: Relaxation | None
    hangs: int = -1


def climb(search: Search, relaxation: Relaxation, solve: Solve) -> Relaxation:
    """Raise the search's bound; returns the relaxation that walks should begin from.

    `relaxation` is that of the whole problem. Ends after `LadderParams.most` relaxations or when its share of
    the effort is spent.
    """
    if search.aim.imbalance <= 0 or np.isfinite(search.aim.imbalance_cap):
        return relaxation
    began, before = search.clock.seconds, search.bound
    tree = _Tree(search, solve)
    guide = tree.grow(relaxation)
    gained = f", bound {search.bound - before:.3g} higher" if search.bound > before else ""
    search.log("ladder", began, f"{tree.solved} relaxations{gained}")
    return guide


class _Tree:
    """Best first; every leaf's bound is proven, so the least of them bounds the whole problem."""

    def __init__(self, search: Search, solve: Solve) -> None:
        self.search, self.solve, self.solved = search, solve, 0
        self.price = 100 * search.aim.imbalance
        self.least, self.own = least_with_pair(search)
        self.first = search.problem.pair_start[:-1]
        left = min(search.clock.left(), 1e6)
        self.reserve = left - search.params.ladder.share * left

    @property
    def spent(self) -> bool:
        """Whether no more relaxations may be solved."""
        clock, most = self.search.clock, self.search.params.ladder.most
        return self.solved >= most or min(clock.left(), 1e6) < self.reserve or self.search.finished()

    def grow(self, whole: Relaxation) -> Relaxation:
        """Branch on the leaf with the least bound as long as it hangs on a pair; its guide."""
        nothing = np.zeros(self.search.problem.num_pairs, dtype=bool)
        first = self.rung(nothing, whole.bound, whole)
        leaves, number = [(first.bound, 0, first)], 0
        while leaves[0][2].hangs >= 0 and not self.spent:
            leaf = heappop(leaves)[2]
            for closed in self._branches(leaf):
                number += 1
                rung = self.rung(closed, leaf.bound, self._without(closed, np.inf))
                heappush(leaves, (rung.bound, -number, rung))
        bound = min(self.search.score, leaves[0][0])
        if np.isfinite(bound):
            self.search.raise_bound(bound)
        return leaves[0][2].guide or whole

    def _branches(self, leaf: Rung) -> tuple[BoolArray, BoolArray]:
        """Without the pair, and with it: without all others of its unit."""
        unit = self.search.problem.pair_unit
        without, only = leaf.closed.copy(), leaf.closed | (unit == unit[leaf.hangs])
        without[leaf.hangs], only[leaf.hangs] = True, False
        return without, only

    def rung(self, closed: BoolArray, bound: float, guide: Relaxation | None) -> Rung:
        """Bisect over the cutoffs for the last one at which the rest still costs as much.

        `guide` is the relaxation without the closed pairs, None where that has no answer.
        """
        if guide is None:
            return Rung(np.inf, closed, None)
        steps = np.unique(self.own[~closed & (self.own > bound)])
        low, high = int(np.searchsorted(steps, self._anywhere(closed), side="right")) - 1, len(steps)
        probes = self._probes(steps)
        while high - low > 1 and not self.spent:
            middle = next((k for k in probes if low < k < high), (low + high) // 2)
            found = self._without(closed, steps[middle])
            if found is None or found.bound >= steps[middle]:
                low = middle
            else:
                high, guide = middle, found
        cutoff = float(steps[high]) if high < len(steps) else np.inf
        reached = max(bound, min(cutoff, guide.bound), float(steps[low]) if low >= 0 else bound)
        needed = (reached - self.least) / self.price if low >= 0 else 0.0
        hangs = self._pair_at(closed, steps[low]) if low >= 0 and high - low == 1 else -1
        return Rung(reached, closed, replace(guide, worst=max(guide.worst, needed)), hangs)

    def _probes(self, steps: FloatArray) -> list[int]:
        """Where to look first: right below the best answer, where a bound is worth most."""
        return [int(k) for k in np.searchsorted(steps, [part * self.search.score for part in PROBES])]

    def _anywhere(self, closed: BoolArray) -> float:
        """The most that some unit costs alone wherever it goes: without such pairs it would have none."""
        return float(np.minimum.reduceat(np.where(closed, np.inf, self.own), self.first).max())

    def _pair_at(self, closed: BoolArray, cost: float) -> int:
        """The pair whose own cost it is; -1 where its unit has no other that is open."""
        pair, unit = int(np.flatnonzero(~closed & (self.own == cost))[0]), self.search.problem.pair_unit
        return pair if int((~closed & (unit == unit[pair])).sum()) > 1 else -1

    def _without(self, closed: BoolArray, cutoff: float) -> Relaxation | None:
        """The relaxation without the pairs that alone cost the cutoff; None where that has no answer."""
        more = closed | (self.own >= cutoff)
        if (np.add.reduceat(~more, self.first, dtype=np.int32) == 0).any():
            return None
        self.solved += 1
        return self.solve(more)
