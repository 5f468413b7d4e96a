"""`assigner scenario frontier` and `sensitivity`: read the base, solve many, write, tell."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from assigner.cli.screen import Screen, print_json
from assigner.cli.stopping import Stopping
from assigner.errors import AssignerError
from assigner.i18n import Translator
from assigner.report.folder import check_target
from assigner.solution import SolverConfig
from scenarios.base import Base
from scenarios.batch import Ask, solve_many
from scenarios.cli import given
from scenarios.cli.board import Board, board
from scenarios.frontier import document as frontier_document
from scenarios.frontier import words
from scenarios.frontier import write as frontier_files
from scenarios.frontier.model import Frontier
from scenarios.frontier.page import answer_rows
from scenarios.frontier.sweep import sweep
from scenarios.results import RunResult
from scenarios.sensitivity import document as sensitivity_document
from scenarios.sensitivity import words as sensitivity_words
from scenarios.sensitivity import write as sensitivity_files
from scenarios.sensitivity.knobs import chosen_knobs, knobs_for
from scenarios.sensitivity.model import Sensitivity
from scenarios.sensitivity.page import side_rows
from scenarios.sensitivity.turning import Solve, num_turns, turn_knobs

SECONDS_EACH = 20.0
"""Time limit of one of many solves, where no effort is given."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What was asked for, beside what is particular to a command."""

    base: given.BaseOptions
    effort: given.Effort
    running: given.Running
    out: Path
    force: bool
    as_json: bool

    @property
    def config(self) -> SolverConfig:
        """Effort of each solve."""
        unlimited = self.effort.time_limit is None and self.effort.work_limit is None
        effort = replace(self.effort, time_limit=SECONDS_EACH) if unlimited else self.effort
        return given.config_of(effort, self.running)


def draw_frontier(wish: Wish, points: int, *, tr: Translator, stopping: Stopping) -> None:
    """The whole of `scenario frontier`. Raises the errors of reading, solving and writing."""
    with board(tr) as shown:
        base = _read(wish, frontier_files.FILE_NAMES, shown, tr)
        shown.total = points
        with _solving(wish, shown, stopping, tr) as solve, stopping.keeping():
            curve = sweep(base, wish.config, points, solve, should_stop=stopping.should_stop, tr=tr)
        files = frontier_files.write_frontier(curve, wish.out, tr=tr, force=wish.force)
    if wish.as_json:
        print_json(frontier_document.document(curve))
    else:
        tell_frontier(Screen(tr), curve, files)


def turn(wish: Wish, names: Sequence[str], seeds: int, *, tr: Translator, stopping: Stopping) -> None:
    """The whole of `scenario sensitivity`. Raises the errors of reading, solving and writing."""
    with board(tr) as shown:
        base = _read(wish, sensitivity_files.FILE_NAMES, shown, tr)
        knobs = chosen_knobs(names, knobs_for(base.portfolio, base.policy), tr)
        shown.total = 1 + seeds + num_turns(base.policy, knobs)
        with _solving(wish, shown, stopping, tr) as solve, stopping.keeping():
            found = turn_knobs(base, wish.config, knobs, solve, seeds=seeds)
        files = sensitivity_files.write_sensitivity(found, wish.out, tr=tr, force=wish.force)
    if wish.as_json:
        print_json(sensitivity_document.document(found))
    else:
        tell_sensitivity(Screen(tr), found, files)


def _read(wish: Wish, names: tuple[str, ...], shown: Board, tr: Translator) -> Base:
    """The base; problems of the output folder are told with those of the tables."""
    shown.doing = tr.gettext("Reading the tables")
    target = partial(check_target, wish.out, names, force=wish.force, tr=tr)
    return given.read_base(wish.base, tr, beforehand=target)


@contextmanager
def _solving(wish: Wish, shown: Board, stopping: Stopping, tr: Translator) -> Iterator[Solve]:
    """A function that solves many with one runner and store, and tells the board of them."""
    store = given.store_of(wish.running, wish.out)
    with given.runner_of(wish.running, tr) as runner:

        def solve(asks: Sequence[Ask]) -> Mapping[str, RunResult | AssignerError]:
            return solve_many(
                asks, runner=runner, store=store, on_event=shown, should_stop=stopping.should_stop, tr=tr
            )

        yield solve


def tell_frontier(screen: Screen, curve: Frontier, files: Sequence[Path]) -> None:
    """The curve on the screen: the knee in a sentence, the plans, the files."""
    tr = screen.tr
    screen.section(tr.gettext("What fairness costs"))
    for sentence in (words.advice(tr, curve), words.price_sentence(tr, curve)):
        if sentence:
            screen.line(sentence, "bold")
    heads = (
        "",
        tr.gettext("Disruption"),
        tr.gettext("Imbalance"),
        tr.gettext("Proven, at least"),
        tr.gettext("Capacity moved"),
        tr.gettext("Cost of the moves, a year"),
        tr.gettext("Price of a point"),
    )
    rows = answer_rows(tr, curve)
    knee = tr.gettext("knee")
    table = [
        (knee if r.is_knee else "", r.disruption, r.imbalance, r.bound, r.capacity, r.money, r.price)
        for r in rows
    ]
    screen.table(heads, table)
    _tell_rest(screen, words.remarks(tr, curve), files)


def tell_sensitivity(screen: Screen, found: Sensitivity, files: Sequence[Path]) -> None:
    """The knobs on the screen, the strongest first."""
    tr = screen.tr
    screen.section(tr.gettext("What the plan hangs on"))
    screen.line(sensitivity_words.headline(tr, found), "bold")
    heads = (
        tr.gettext("Number"),
        tr.gettext("In the policy"),
        tr.gettext("Turned to"),
        tr.gettext("Clients elsewhere"),
        tr.gettext("Capacity moved"),
        tr.gettext("Imbalance"),
        tr.gettext("Revenue at risk"),
    )
    screen.table(heads, [(row.knob, row.value, row.turned, *row.figures) for row in side_rows(tr, found)])
    _tell_rest(screen, sensitivity_words.remarks(tr, found), files)


def _tell_rest(screen: Screen, remarks: Sequence[str], files: Sequence[Path]) -> None:
    for remark in remarks:
        screen.line(remark)
    screen.section(screen.tr.gettext("Where the files are"))
    for path in files:
        screen.line(str(path))
