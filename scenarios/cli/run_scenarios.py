"""`assigner scenario run`: read, make the edits, solve, compare, write, tell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from assigner.cli.options import num_cores
from assigner.cli.screen import Screen, print_json
from assigner.cli.stopping import Stopping
from assigner.i18n import Translator
from assigner.report.folder import check_target
from scenarios import catalogue
from scenarios.answers.document import results_document
from scenarios.answers.folder import OUTPUT_NAMES, write_run
from scenarios.answers.model import Answer, Prepared
from scenarios.answers.prepare import prepare
from scenarios.answers.solve import How, solve_prepared
from scenarios.base import Base, base_sha256
from scenarios.cli.board import Board, board
from scenarios.cli.given import BaseOptions, Running, read_base, runner_of, store_of
from scenarios.cli.side_by_side import tell_comparison
from scenarios.cli.telling import tell_base, tell_files, tell_problems, tell_store
from scenarios.compare import compare
from scenarios.files import BaseReference, parse_settings, read_scenarios, refuse_changed_base
from scenarios.scenario import Effort

if TYPE_CHECKING:
    from scenarios.cli.scenario_commands import Trying


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What was asked for on the command line."""

    files: tuple[Path, ...]
    base: BaseOptions
    effort: Effort
    running: Running
    out: Path
    settings: tuple[str, ...] = ()
    force: bool = False
    as_json: bool = False


def effort_of(trying: Trying) -> Effort:
    """Effort as a scenario's."""
    return Effort(**asdict(trying))


def run(wish: Wish, *, tr: Translator, stopping: Stopping) -> int:
    """The whole job; gives the exit code. Raises the errors of reading, and that of the base if all fail."""
    with board(tr) as shown:
        shown.doing = tr.gettext("Reading the base")
        base, prepared = read(wish, tr)
        answers = _solve(wish, prepared, shown, tr, stopping)
    _refuse_nothing(answers)
    comparison = compare([answer.column(tr.language) for answer in answers])
    files = write_run(answers, comparison, wish.out, tr=tr, title=base_title(base, tr), force=wish.force)
    if wish.as_json:
        document = results_document(answers, comparison, base_sha256(base))
        print_json({**document, "files": {path.name: str(path) for path in files[: len(OUTPUT_NAMES)]}})
    else:
        screen = Screen(tr)
        tell_base(screen, base)
        tell_comparison(screen, comparison)
        tell_problems(screen, answers)
        tell_store(screen, answers)
        tell_files(screen, wish.out)
    return exit_code(answers)


def read(wish: Wish, tr: Translator) -> tuple[Base, tuple[Prepared, ...]]:
    """The base and all scenarios with their edits made. Raises InputError with everything that is wrong."""
    paths = [path if path.exists() else catalogue.find(str(path)) or path for path in wish.files]
    book = read_scenarios(paths, settings=parse_settings(wish.settings, tr), tr=tr)
    base = read_base(
        base_options(wish.base, book.base),
        tr,
        beforehand=lambda: check_target(wish.out, OUTPUT_NAMES, force=wish.force, tr=tr),
    )
    refuse_changed_base(book.base, base_sha256(base), tr)
    common = wish.effort.or_else(book.effort)
    scenarios = [
        replace(one, effort=wish.effort.or_else(one.effort).or_else(book.effort)) for one in book.scenarios
    ]
    return base, prepare(base, scenarios, common, tr)


def base_options(chosen: BaseOptions, reference: BaseReference) -> BaseOptions:
    """The base of the command line, else that of the files."""
    spec = reference.spec
    if chosen.named or spec is None:
        return chosen
    paths = {
        "base": spec.folder,
        "clients": spec.clients,
        "managers": spec.managers,
        "activities": spec.activities,
        "rules": spec.rules,
        "decisions": spec.decisions,
        "audit": spec.audit,
        "policy": spec.policy,
        "mapping": spec.map,
    }
    given = {name: Path(path) for name, path in paths.items() if path is not None}
    return BaseOptions(**given, as_of=spec.as_of, merge_exact=spec.merge_exact, tolerant=spec.tolerant)


def base_title(base: Base, tr: Translator) -> str:
    """The base in a few words."""
    return tr.gettext(
        "{clients}, {managers}, as of {day}",
        clients=tr.ngettext("{n} client", "{n} clients", base.portfolio.num_clients),
        managers=tr.ngettext("{n} manager", "{n} managers", base.portfolio.num_managers),
        day=tr.date(base.as_of),
    )


def _solve(
    wish: Wish, prepared: Sequence[Prepared], shown: Board, tr: Translator, stopping: Stopping
) -> tuple[Answer, ...]:
    shown.total = sum(len(one.scenario.effort.configs(1)) for one in prepared)
    slots = wish.running.num_slots
    with runner_of(wish.running, tr) as runner, stopping.keeping():
        how = How(
            runner=runner,
            store=store_of(wish.running, wish.out),
            workers=1 if wish.running.dask else max(1, num_cores() // slots),
            on_event=shown,
            should_stop=stopping.should_stop,
        )
        return solve_prepared(prepared, how, tr)


def _refuse_nothing(answers: Sequence[Answer]) -> None:
    """Raise the base's error where not even one scenario has an answer."""
    problem = answers[0].problem
    if problem is not None and all(answer.best is None for answer in answers):
        raise problem


def exit_code(answers: Sequence[Answer]) -> int:
    """0; else that of the gravest error: a scenario whose rules conflict, or one that broke down.

    A run that was stopped ends with 0 where it has any answer.
    """
    codes = {error.exit_code for answer in answers for error in answer.problems.values()}
    return next((code for code in (1, 2, 3) if code in codes), 0)
