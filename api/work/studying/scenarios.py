"""Scenarios beside today's base, solved and held side by side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from api.work.studying.asking import ScenarioAsk, StudyAsk
from api.work.studying.model import Made, Means
from assigner.errors import InputError, Issue
from assigner.i18n import LANGUAGES, Translator
from assigner.policy import Policy
from scenarios.answers.document import results_document
from scenarios.answers.model import Answer, Prepared
from scenarios.answers.prepare import prepare
from scenarios.answers.solve import How, solve_prepared
from scenarios.base import Base, base_sha256
from scenarios.compare import Comparison, compare
from scenarios.compare.figures import HEADLINE
from scenarios.compare.page import render_page
from scenarios.edits import parse_edits
from scenarios.scenario import Effort, Scenario

FILES = ("file", "assignment")
"""Keys of the document that name files of a folder which a study does not have."""


def compare_scenarios(ask: StudyAsk, means: Means, tr: Translator) -> Made:
    """Every scenario solved from the base's answer. Raises the base's error where nothing has an answer."""
    prepared = {
        language: prepared_scenarios(means.base, ask.scenarios, ask.effort, Translator(language))
        for language in LANGUAGES
    }
    mine = prepared[tr.language]
    means.board.total = sum(len(one.scenario.effort.configs(means.workers)) for one in mine)
    how = How(
        runner=means.runner,
        store=means.store,
        workers=means.workers,
        on_event=means.board,
        should_stop=means.should_stop,
    )
    answers = solve_prepared(mine, how, tr)
    _refuse_nothing(answers)
    return _made(means.base, answers, prepared)


def prepared_scenarios(
    base: Base, asked: Sequence[ScenarioAsk], effort: Effort, tr: Translator
) -> tuple[Prepared, ...]:
    """The base and each scenario with its edits made. Raises InputError with the problems of all of them."""
    found, issues = list(prepare(base, (), effort, tr)), list[Issue]()
    for one in asked:
        try:
            found.append(_prepared(base, one, effort, tr))
        except InputError as error:
            issues += error.issues
    if issues:
        raise InputError(issues)
    return tuple(found)


def _prepared(base: Base, one: ScenarioAsk, effort: Effort, tr: Translator) -> Prepared:
    own = base.policy if one.policy is None else Policy.model_validate(one.policy)
    titles = dict.fromkeys(LANGUAGES, one.name)
    scenario = Scenario(one.name, parse_edits(one.edits, tr=tr), titles, effort)
    made = prepare(replace(base, policy=own), (scenario,), effort, tr)[1]
    if own == base.policy:
        return made
    said = tr.gettext("The scenario begins with a policy of its own.")
    return replace(made, sentences=(said, *made.sentences))


def _refuse_nothing(answers: Sequence[Answer]) -> None:
    problem = answers[0].problem
    if problem is not None and all(answer.best is None for answer in answers):
        raise problem


def _made(base: Base, answers: Sequence[Answer], prepared: Mapping[str, Sequence[Prepared]]) -> Made:
    documents, pages = {}, {}
    for language, told in prepared.items():
        tr = Translator(language)
        here = [replace(answer, prepared=one) for answer, one in zip(answers, told, strict=True)]
        comparison = compare([answer.column(language) for answer in here])
        document = results_document(here, comparison, base_sha256(base))
        documents[language] = without_files(document)
        pages[language] = render_page(comparison, tr, base_words(base, tr))
    best = tuple(answer.best.result for answer in answers if answer.best is not None)
    return Made(documents, pages, {"rows": _rows(comparison)}, best)


def without_files(document: Any) -> Any:
    """The document of a run without the names of files in its folder."""
    if isinstance(document, dict):
        return {key: without_files(value) for key, value in document.items() if key not in FILES}
    return [without_files(one) for one in document] if isinstance(document, list) else document


def _rows(comparison: Comparison) -> list[dict[str, Any]]:
    """Medians of the headline figures for each column; null where it has no answer."""
    entries = {key: comparison.figure(key).entries for key in HEADLINE}
    return [
        {"name": column.name}
        | {key: None if (one := entries[key][n]) is None else one.median for key in HEADLINE}
        for n, column in enumerate(comparison.columns)
    ]


def base_words(base: Base, tr: Translator) -> str:
    """The base in a few words."""
    return tr.gettext(
        "{clients}, {managers}, as of {day}",
        clients=tr.ngettext("{n} client", "{n} clients", base.portfolio.num_clients),
        managers=tr.ngettext("{n} manager", "{n} managers", base.portfolio.num_managers),
        day=tr.date(base.as_of),
    )
