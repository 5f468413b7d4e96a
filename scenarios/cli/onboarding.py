"""`assigner onboard`: read the base, plan, write, tell."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from assigner.cli.inputs import solver_config
from assigner.cli.progress import progress_line
from assigner.cli.screen import Screen, print_json
from assigner.cli.stopping import Stopping
from assigner.errors import InputError, Issue, Severity
from assigner.i18n import Translator
from assigner.report.folder import FileWriter, check_target, write_folder
from assigner.report.plain import write_json
from scenarios.base import Base
from scenarios.cli import given
from scenarios.cli.onboard_commands import People, Taking
from scenarios.cli.onboarding_screen import tell_estate, tell_onboarding
from scenarios.onboarding.asking import newcomers_joined
from scenarios.onboarding.document import estate_document, onboarding_document
from scenarios.onboarding.estate import Estate
from scenarios.onboarding.inheriting import divide_estate
from scenarios.onboarding.model import Onboarding, Terms
from scenarios.onboarding.page import render_estate, render_onboarding
from scenarios.onboarding.schedule import plan_onboarding
from scenarios.onboarding.specs import read_ramp, read_specs
from scenarios.onboarding.tables import write_bequests, write_heirs, write_moves, write_schedule

PAGE, DOCUMENT, SCHEDULE, MOVES, HEIRS = (
    "onboarding.html",
    "onboarding.json",
    "schedule.csv",
    "moves.csv",
    "heirs.csv",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What was asked for."""

    base: given.BaseOptions
    effort: given.Effort
    people: People
    taking: Taking
    out: Path | None
    force: bool
    as_json: bool


def run(wish: Wish, *, tr: Translator, stopping: Stopping) -> None:
    """The whole command. Raises the errors of reading, asking and solving; nothing is written then."""
    _refuse_both(wish, tr)
    with progress_line(tr) as line:
        line.begin(tr.gettext("Reading the tables"))
        base = given.read_base(wish.base, tr, beforehand=partial(_check_target, wish, tr))
        line.begin(tr.gettext("Searching"), wish.effort.seconds)
        with stopping.keeping():
            if wish.people.leaver is not None:
                estate = _estate(wish, base, tr, stopping)
            else:
                found = _onboarding(wish, base, tr, stopping)
    if wish.people.leaver is not None:
        _finish_estate(wish, estate, tr)
    else:
        _finish_onboarding(wish, found, tr)


def _refuse_both(wish: Wish, tr: Translator) -> None:
    """Either newcomers or a leaver, and not nobody."""
    people = wish.people
    coming = bool(people.hires or people.hire or people.returns)
    if coming == (wish.people.leaver is not None):
        message = (
            tr.gettext("newcomers and a leaver are two plans")
            if coming
            else tr.gettext("nobody comes and nobody leaves")
        )
        remedy = tr.gettext("give --hires, --hire or --returns, or else --leaver")
        raise InputError([Issue(Severity.ERROR, "onboard_who", message, remedy)])


def _names(wish: Wish) -> tuple[str, ...]:
    return (PAGE, DOCUMENT, MOVES, HEIRS if wish.people.leaver is not None else SCHEDULE)


def _check_target(wish: Wish, tr: Translator) -> None:
    if wish.out is not None:
        check_target(wish.out, _names(wish), force=wish.force, tr=tr)


def _onboarding(wish: Wish, base: Base, tr: Translator, stopping: Stopping) -> Onboarding:
    people, asked = wish.people, wish.taking.loss_cap
    hires, returns = tuple(people.hire or ()), tuple(people.returns or ())
    wanted = read_specs(people.hires, hires, returns, people.start, tr)
    base = _with_ramp(base, wish, tr)
    joined, newcomers = newcomers_joined(base, wanted, tr)
    rules, tolerance = base.policy.rules.loss_cap, base.policy.balance.total_tolerance
    cap = asked / 100 if asked is not None else rules.cap if rules.enabled else 1.0
    terms = Terms(loss_cap=cap, take_active=wish.taking.take_active, tolerance=tolerance)
    config = solver_config(wish.effort)
    return plan_onboarding(joined, newcomers, terms, config, should_stop=stopping.should_stop, tr=tr)


def _with_ramp(base: Base, wish: Wish, tr: Translator) -> Base:
    if wish.taking.ramp is None:
        return base
    managers = base.policy.managers.model_copy(update={"ramp": read_ramp(wish.taking.ramp, tr)})
    return replace(base, policy=base.policy.model_copy(update={"managers": managers}))


def _estate(wish: Wish, base: Base, tr: Translator, stopping: Stopping) -> Estate:
    config, leaver = solver_config(wish.effort), wish.people.leaver or ""
    return divide_estate(base, leaver, config, should_stop=stopping.should_stop, tr=tr)


def _finish_onboarding(wish: Wish, found: Onboarding, tr: Translator) -> None:
    document = onboarding_document(found, tr)
    writers: dict[str, FileWriter] = {
        PAGE: lambda path: _write_text(render_onboarding(found, tr), path),
        DOCUMENT: partial(write_json, document),
        SCHEDULE: partial(write_schedule, found, tr),
        MOVES: partial(write_moves, found),
    }
    _write(wish, writers, HEIRS, tr)
    if wish.as_json:
        print_json(document)
    else:
        tell_onboarding(Screen(tr), found, wish.out and wish.out / PAGE)


def _finish_estate(wish: Wish, found: Estate, tr: Translator) -> None:
    document = estate_document(found, tr)
    writers: dict[str, FileWriter] = {
        PAGE: lambda path: _write_text(render_estate(found, tr), path),
        DOCUMENT: partial(write_json, document),
        HEIRS: partial(write_heirs, found),
        MOVES: partial(write_bequests, found, tr),
    }
    _write(wish, writers, SCHEDULE, tr)
    if wish.as_json:
        print_json(document)
    else:
        tell_estate(Screen(tr), found, wish.out and wish.out / PAGE)


def _write(wish: Wish, writers: dict[str, FileWriter], retired: str, tr: Translator) -> None:
    if wish.out is not None:
        write_folder(wish.out, writers, retired=(retired,), force=wish.force, tr=tr)


def _write_text(text: str, path: Path) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")
