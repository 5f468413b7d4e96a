"""`assigner drift`: read plan and tables, compare, search, write, tell."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import Path

from assigner.cli.inputs import policy_of, solver_config, sources_of
from assigner.cli.options import Effort, Tables
from assigner.cli.progress import progress_line
from assigner.cli.screen import Screen, print_json
from assigner.cli.stopping import Stopping
from assigner.engine import Case, load_case, load_proposal
from assigner.errors import InputError, Issue
from assigner.i18n import Translator
from assigner.policy import Policy
from assigner.proposal import Proposal
from assigner.report.folder import check_target, write_folder
from assigner.report.plain import write_json
from scenarios.drift import Course, Drift, watch_drift
from scenarios.drift.document import drift_document, summary_document
from scenarios.drift.model import Because
from scenarios.drift.page import render_page
from scenarios.drift.words import advice_words, course_word, drift_words, gain_cell, points

PAGE, DOCUMENT = "drift.html", "drift.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What was asked for."""

    plan: Path
    tables: Tables
    effort: Effort
    out: Path | None
    force: bool
    as_json: bool


def run(wish: Wish, *, tr: Translator, stopping: Stopping) -> bool:
    """The whole command; whether the rules can all hold today where the advice needs them to.

    Raises the errors of reading, comparing and solving; nothing is written then.
    """
    with progress_line(tr) as line:
        line.begin(tr.gettext("Reading the tables"))
        plan, today = _read(wish, tr)
        line.begin(tr.gettext("Searching"), wish.effort.seconds)
        with stopping.keeping():
            drift = watch_drift(
                plan,
                today,
                solver_config(wish.effort),
                on_progress=line,
                should_stop=stopping.should_stop,
                tr=tr,
            )
        _write(wish, drift, tr)
    if wish.as_json:
        print_json(summary_document(drift, tr))
    else:
        tell_drift(Screen(tr), drift, wish.out)
    return drift.advice.because is not Because.RULES_CONFLICT


def _read(wish: Wish, tr: Translator) -> tuple[Proposal, Case]:
    """Plan and today's case. Raises InputError with the problems of all, the output folder too."""
    issues: list[Issue] = []
    plan, case = None, None
    try:
        if wish.out is not None:
            check_target(wish.out, (PAGE, DOCUMENT), force=wish.force, tr=tr)
    except InputError as error:
        issues += error.issues
    try:
        plan = load_proposal(wish.plan, tr=tr)
    except InputError as error:
        issues += error.issues
    try:
        case = _today(wish.tables, None if plan is None else plan.policy, tr)
    except InputError as error:
        issues += error.issues
    if issues or plan is None or case is None:
        raise InputError(issues)
    return plan, case


def _today(tables: Tables, of_plan: Policy | None, tr: Translator) -> Case:
    """Today's tables under the policy that was given, else under the plan's."""
    policy = policy_of(tables, tr)
    if tables.policy is None and of_plan is not None:
        exact = tables.merge_exact or of_plan.identity.merge_exact
        identity = of_plan.identity.model_copy(update={"merge_exact": exact})
        policy = of_plan.model_copy(update={"identity": identity})
    return load_case(sources_of(tables), policy=policy, as_of=tables.as_of, tolerant=tables.tolerant, tr=tr)


def _write(wish: Wish, drift: Drift, tr: Translator) -> None:
    if wish.out is None:
        return

    def page(path: Path) -> None:
        path.write_text(render_page(drift, tr), encoding="utf-8", newline="\n")

    document = partial(write_json, drift_document(drift, tr))
    write_folder(wish.out, {PAGE: page, DOCUMENT: document}, force=wish.force, tr=tr)


def tell_drift(screen: Screen, drift: Drift, out: Path | None) -> None:
    """The finding on the screen: what differs, what could be done, the advice."""
    tr = screen.tr
    screen.section(tr.gettext("What is not as planned"))
    for sentence in (*drift_words(tr, drift), *drift.broken):
        screen.line(f"- {sentence}")
    screen.section(tr.gettext("What could be done"))
    heads = (
        tr.gettext("Course"),
        tr.gettext("Imbalance, points"),
        tr.gettext("Worst distance from a fair share"),
        tr.gettext("Points gained"),
        tr.gettext("Clients moved"),
        tr.gettext("Capacity moved"),
    )
    screen.table(heads, [_row(tr, drift, course) for course in drift.courses])
    screen.section(tr.gettext("Advice"))
    for sentence in advice_words(tr, drift):
        screen.line(sentence, "bold")
    if out is not None:
        screen.line(str(out / PAGE))


def _row(tr: Translator, drift: Drift, course: Course) -> list[str]:
    figures = course.figures
    if figures is None:
        return [course_word(tr, course), *["–"] * 5]
    return [
        course_word(tr, course),
        points(tr, course.imbalance),
        tr.percent(figures.worst_deviation, 1),
        gain_cell(tr, drift, course),
        tr.number(figures.moved_clients),
        tr.percent(course.moved_capacity, 1),
    ]
