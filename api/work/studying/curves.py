"""The trade-off curve, and which number of the policy the plan hangs on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from api.work.studying.asking import StudyAsk
from api.work.studying.model import Made, Means
from assigner.errors import AssignerError, InputError
from assigner.i18n import LANGUAGES, Translator
from scenarios.base import Base
from scenarios.batch import Ask, solve_many
from scenarios.frontier.document import document as frontier_document
from scenarios.frontier.page import render_page as frontier_page
from scenarios.frontier.sweep import sweep
from scenarios.results import RunResult
from scenarios.sensitivity.document import document as sensitivity_document
from scenarios.sensitivity.knobs import Knob, chosen_knobs, knobs_for
from scenarios.sensitivity.page import render_page as sensitivity_page
from scenarios.sensitivity.turning import Solve, num_turns, turn_knobs


def draw_frontier(ask: StudyAsk, means: Means, tr: Translator) -> Made:
    """The curve of the base. Raises the error of an end of it that has no answer."""
    means.board.total = ask.points
    config = ask.effort.configs(means.workers)[0]
    curve = sweep(means.base, config, ask.points, _solver(means, tr), should_stop=means.should_stop, tr=tr)
    kept = {run.answer: run.result for run in reversed(curve.runs)}
    return Made(
        documents=dict.fromkeys(LANGUAGES, frontier_document(curve)),
        pages={language: frontier_page(curve, Translator(language)) for language in LANGUAGES},
        figures={"points": len(curve.answers), "knee": curve.knee},
        answers=tuple(kept[answer] for answer in curve.answers),
    )


def turn_numbers(ask: StudyAsk, means: Means, tr: Translator) -> Made:
    """Each number of the policy turned alone. Raises InputError for unknown ones, and the base's error."""
    base, config = means.base, ask.effort.configs(means.workers)[0]
    knobs = named_knobs(base, ask.knobs, tr)
    again = (ask.effort.seeds or 1) - 1
    means.board.total = 1 + again + num_turns(base.policy, knobs)
    found = turn_knobs(base, config, knobs, _solver(means, tr), seeds=again)
    strongest = found.swings[0].path if found.swings else None
    return Made(
        documents=dict.fromkeys(LANGUAGES, sensitivity_document(found)),
        pages={language: sensitivity_page(found, Translator(language)) for language in LANGUAGES},
        figures={"knobs": len(found.swings), "strongest": strongest, "noise_clients": found.noise},
    )


def named_knobs(base: Base, names: Sequence[str], tr: Translator) -> tuple[Knob, ...]:
    """The numbers of these paths, all that matter where none is named. Raises InputError for unknown ones."""
    try:
        return chosen_knobs(names, knobs_for(base.portfolio, base.policy), tr)
    except InputError as error:
        raise InputError(replace(one, column="knobs") for one in error.issues) from None


def _solver(means: Means, tr: Translator) -> Solve:
    """Solves many with the means of a study."""

    def solve(asks: Sequence[Ask]) -> Mapping[str, RunResult | AssignerError]:
        return solve_many(
            asks,
            runner=means.runner,
            store=means.store,
            on_event=means.board,
            should_stop=means.should_stop,
            tr=tr,
        )

    return solve
