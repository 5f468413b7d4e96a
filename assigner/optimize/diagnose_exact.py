"""The smallest set of rules to give up, then the smallest amounts: CP-SAT over whole clients (model §9)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from ortools.sat.python import cp_model

from assigner.optimize.clock import Clock
from assigner.optimize.diagnose_linear import relax_elastic
from assigner.optimize.tables import SIDE_SLACK
from assigner.portfolio import NOBODY, BoolArray, IntArray
from assigner.problem.changes import Change
from assigner.problem.elastic import Elastic

ONE_RULE = 1_000_000
"""Price of one rule given up; amounts are priced in ten-thousandths of what was asked."""

AMOUNT = 10_000


@dataclass(frozen=True, slots=True)
class ElasticParams:
    """Sizes and limits of one elastic solve.

    Up to `small_pairs` pairs the integers of the model are fine (`fine_bits`) and presolve is off
    (see cpsat.py); with more they have `coarse_bits` in all. `work` are CP-SAT's deterministic seconds.
    """

    small_pairs: int = 1_500
    fine_bits: int = 50
    coarse_bits: int = 31
    work: float = 2.5
    whole_pairs: int = 6_000  # with more pairs most pieces stay where the linear relaxation has them
    neighbourhood: int = 150  # whole pieces that are decided anew beside those it splits
    rounds: int = 3  # of changes that turn out not to be enough


@dataclass(frozen=True, slots=True, eq=False)
class ElasticAnswer:
    """One pair per piece, the options taken, the steps of each knob; `proven`: nothing smaller exists."""

    chosen: IntArray
    options: tuple[int, ...]
    steps: IntArray
    proven: bool

    def changes(self, elastic: Elastic) -> tuple[Change, ...]:
        """Everything that must change, limits first."""
        turned = [elastic.knobs[k].change(int(self.steps[k])) for k in np.flatnonzero(self.steps)]
        taken = [change for option in self.options for change in elastic.options[option]]
        return tuple(dict.fromkeys([*turned, *taken]))


class ExactModel:
    """CP-SAT model of the pieces in `free`; the others stay with their pair of `chosen`."""

    def __init__(
        self,
        elastic: Elastic,
        params: ElasticParams,
        chosen: IntArray | None = None,
        free: BoolArray | None = None,
    ) -> None:
        self.elastic, self.params = elastic, params
        self.model = cp_model.CpModel()
        self.small = elastic.num_pairs <= params.small_pairs
        self.x = self._choices(chosen, free)
        self.option = [self.model.new_bool_var("") for _ in elastic.options]
        self.steps = [self.model.new_int_var(0, knob.most, "") for knob in elastic.knobs]
        self.turned = [self.model.new_bool_var("") for _ in elastic.knobs]
        self._needs()
        self._rows()
        self._edges()
        self._ties()
        self._minimise()

    def _choices(self, chosen: IntArray | None, free: BoolArray | None) -> dict[int, cp_model.IntVar]:
        """One pair per piece."""
        elastic, one = self.elastic, self.model.new_constant(1)
        x: dict[int, cp_model.IntVar] = {}
        for piece in range(elastic.num_pieces):
            first, last = int(elastic.pair_start[piece]), int(elastic.pair_start[piece + 1])
            if chosen is not None and free is not None and not free[piece]:
                x[int(chosen[piece])] = one
            elif last - first == 1:
                x[first] = one
            else:
                x |= {pair: self.model.new_bool_var("") for pair in range(first, last)}
                self.model.add_exactly_one(x[pair] for pair in range(first, last))
        return x

    def _needs(self) -> None:
        for pair, option in zip(
            self.elastic.need_pair.tolist(), self.elastic.need_option.tolist(), strict=True
        ):
            if pair in self.x:
                self.model.add_implication(self.x[pair], self.option[option])
        for steps, turned, knob in zip(self.steps, self.turned, self.elastic.knobs, strict=True):
            self.model.add(steps <= knob.most * turned)
            self.model.add(steps >= turned)

    def _rows(self) -> None:
        terms: dict[int, list[tuple[int, float]]] = {}
        elastic = self.elastic
        for row, pair, coef in zip(
            elastic.row.tolist(), elastic.row_pair.tolist(), elastic.coef.tolist(), strict=True
        ):
            if pair in self.x and coef:
                terms.setdefault(row, []).append((pair, coef))
        for row in range(len(elastic.limit)):
            self._row(row, terms.get(row, []))

    def _row(self, row: int, terms: list[tuple[int, float]]) -> None:
        """Sum of coef x <= limit + gain x (step x n - offset), all rounded against us."""
        elastic, number = self.elastic, int(self.elastic.row_knob[row])
        limit, gain = float(elastic.limit[row]), float(elastic.row_gain[row])
        knob = elastic.knobs[number] if number != NOBODY else None
        reach = gain * knob.step * knob.most if knob is not None else 0.0
        size = sum(abs(c) for _, c in terms) + abs(limit) + reach + 1e-9
        bits = self.params.fine_bits if self.small else self.params.coarse_bits
        grain = 2.0 ** min(bits - 1, np.floor(bits - np.log2(size)))
        variables = [self.x[pair] for pair, _ in terms]
        coefs = [int(np.ceil(c * grain - 1e-6)) for _, c in terms]
        if knob is not None:
            variables += [self.steps[number], self.turned[number]]
            coefs += [
                -int(np.floor(gain * knob.step * grain + 1e-6)),
                int(np.ceil(gain * knob.offset * grain - 1e-6)),
            ]
        room = int(np.floor((limit + SIDE_SLACK * float(elastic.row_scale[row])) * grain + 1e-6))
        self.model.add(cp_model.LinearExpr.weighted_sum(variables, coefs) <= room)

    def _pairs(self, piece: int) -> dict[int, int]:
        """Manager -> pair of a piece, as far as the model has it."""
        first, last = int(self.elastic.pair_start[piece]), int(self.elastic.pair_start[piece + 1])
        return {int(self.elastic.manager[p]): p for p in range(first, last) if p in self.x}

    def _edges(self) -> None:
        """Two pieces with different managers, unless the option is taken."""
        for a, b, option in self.elastic.edges:
            drop = [self.option[option]] if option != NOBODY else []
            if a == b:
                self.model.add_bool_or(drop)
                continue
            there = self._pairs(b)
            for manager, pair in self._pairs(a).items():
                if manager in there:
                    self.model.add_bool_or(~self.x[pair], ~self.x[there[manager]], *drop)

    def _ties(self) -> None:
        """A piece with its holding's manager, unless it is taken out."""
        for piece, core, option in self.elastic.ties:
            there = self._pairs(core)
            for manager, pair in self._pairs(piece).items():
                followed = [self.x[there[manager]]] if manager in there else []
                self.model.add_bool_or(~self.x[pair], self.option[option], *followed)

    def _minimise(self) -> None:
        """So few rules as can be, then the smallest amounts."""
        variables: list[cp_model.IntVar] = [*self.option, *self.turned, *self.steps]
        prices = [ONE_RULE * len(changes) for changes in self.elastic.options]
        prices += [ONE_RULE] * len(self.turned)
        prices += [max(1, round(AMOUNT * knob.step / knob.scale)) for knob in self.elastic.knobs]
        self.model.minimize(cp_model.LinearExpr.weighted_sum(variables, prices))

    def solve(self, clock: Clock) -> ElasticAnswer | None:
        """The cheapest answer found; None where none was."""
        solver = cp_model.CpSolver()
        solver.parameters.catch_sigint_signal = False
        solver.parameters.num_workers = 1
        solver.parameters.cp_model_presolve = not self.small
        solver.parameters.max_deterministic_time = self.params.work
        left = clock.seconds_left()
        if left is not None:
            solver.parameters.max_time_in_seconds = max(0.05, left)
        with clock.watching(solver):
            status = solver.solve(self.model)
        if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            return None
        return self._read(solver.boolean_value, solver.value, status == cp_model.OPTIMAL)

    def _read(
        self,
        holds: Callable[[cp_model.IntVar], bool],
        value: Callable[[cp_model.IntVar], int],
        proven: bool,
    ) -> ElasticAnswer:
        pairs = np.array([pair for pair, x in self.x.items() if holds(x)], dtype=np.int32)
        chosen = np.zeros(self.elastic.num_pieces, dtype=np.int32)
        chosen[self.elastic.pair_piece[pairs]] = pairs
        options = tuple(k for k, option in enumerate(self.option) if holds(option))
        steps = np.array([value(steps) for steps in self.steps], dtype=np.int32)
        return ElasticAnswer(chosen, options, steps, proven)


def cheapest(elastic: Elastic, clock: Clock, params: ElasticParams) -> ElasticAnswer | None:
    """The cheapest answer: among all where the model is small, else near its linear relaxation."""
    if elastic.num_pairs <= params.whole_pairs:
        return ExactModel(elastic, params).solve(clock)
    relaxed = relax_elastic(elastic, clock.seconds_left())
    if relaxed is None or clock.stop():
        return None
    chosen, free = relaxed
    closed = np.flatnonzero(~free)
    rng = np.random.default_rng(0)
    free[rng.choice(closed, min(len(closed), params.neighbourhood), replace=False)] = True
    answer = ExactModel(elastic, params, chosen, free).solve(clock)
    return None if answer is None else replace(answer, proven=False)
