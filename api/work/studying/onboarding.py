"""Books for newcomers month by month, or the heirs of a leaver."""

from __future__ import annotations

from dataclasses import replace

from api.work.studying.asking import Coming, StudyAsk
from api.work.studying.handover import Edit, as_edits, joining
from api.work.studying.model import Made, Means
from assigner.i18n import LANGUAGES, Translator
from scenarios.base import Base
from scenarios.onboarding.asking import Wanted, newcomers_joined
from scenarios.onboarding.document import estate_document, onboarding_document
from scenarios.onboarding.estate import Estate
from scenarios.onboarding.inheriting import divide_estate
from scenarios.onboarding.model import Onboarding, Terms
from scenarios.onboarding.page import render_estate, render_onboarding
from scenarios.onboarding.schedule import plan_onboarding
from scenarios.runner.calling import call_with


def plan_people(ask: StudyAsk, means: Means, tr: Translator) -> Made:
    """The plan for who comes or who leaves. Raises InputError, RulesConflict and NoAnswer as the engine."""
    means.board.show("searching")
    return _inherit(ask, means, tr) if ask.leaver is not None else _welcome(ask, means, tr)


def _welcome(ask: StudyAsk, means: Means, tr: Translator) -> Made:
    base = with_ramp(means.base, ask.ramp)
    joined, newcomers = newcomers_joined(base, tuple(map(wanted, ask.newcomers)), tr)
    config = ask.effort.configs(means.workers)[0]
    found = call_with(
        means.cluster,
        plan_onboarding,
        joined,
        newcomers,
        terms_of(ask, base),
        config,
        tell=means.board.search,
        telling="on_search",
        should_stop=means.should_stop,
        tr=tr,
    )
    spoken = {language: Translator(language) for language in LANGUAGES}
    moves = len(found.moves)
    return Made(
        documents={language: onboarding_document(found, one) for language, one in spoken.items()},
        pages={language: render_onboarding(found, one) for language, one in spoken.items()},
        figures={"newcomers": len(newcomers), "moves": moves, "proven_moved": found.proven_moved},
        handover={"first": _first_step(ask, base, found), "all": _all_steps(ask, base, found)},
    )


def _all_steps(ask: StudyAsk, base: Base, found: Onboarding) -> list[Edit]:
    """The plan in the end: every newcomer with a full share."""
    people = joining(found.newcomers, ask.newcomers, None)
    return as_edits(base, people, ((one.client_id, one.to_id) for one in found.moves), found.terms.loss_cap)


def _first_step(ask: StudyAsk, base: Base, found: Onboarding) -> list[Edit]:
    """The books of the first day, for those who begin on it, with the share that they have then."""
    day = found.steps[0].day
    here = [one for one in found.newcomers if one.start <= day]
    ramp = [{"kind": "ramp", "steps": list(ask.ramp)}] if ask.ramp is not None else []
    start = base.as_of.isoformat() if found.ramp[0] > 0 else None
    gifts = [(one.client_id, one.to_id) for one in found.moves if one.day == day]
    return as_edits(base, [*ramp, *joining(here, ask.newcomers, start)], gifts, found.terms.loss_cap)


def _inherit(ask: StudyAsk, means: Means, tr: Translator) -> Made:
    config = ask.effort.configs(means.workers)[0]
    found = call_with(
        means.cluster,
        divide_estate,
        means.base,
        ask.leaver or "",
        config,
        tell=means.board.search,
        telling="on_search",
        should_stop=means.should_stop,
        tr=tr,
    )
    spoken = {language: Translator(language) for language in LANGUAGES}
    return Made(
        documents={language: estate_document(found, one) for language, one in spoken.items()},
        pages={language: render_estate(found, one) for language, one in spoken.items()},
        figures={"leaver_id": found.leaver_id, "moves": len(found.bequests), "heirs": len(found.heirs)},
        handover={"all": _inheritance(means.base, found)},
    )


def _inheritance(base: Base, found: Estate) -> list[Edit]:
    leaves = [{"kind": "leave", "managers": [found.leaver_id]}]
    cap = terms_of(None, base).loss_cap
    return as_edits(base, leaves, ((one.client_id, one.to_id) for one in found.bequests), cap)


def with_ramp(base: Base, ramp: tuple[float, ...] | None) -> Base:
    """The base with a ramp of its own, where there is one."""
    if ramp is None:
        return base
    managers = base.policy.managers.model_copy(update={"ramp": ramp})
    return replace(base, policy=base.policy.model_copy(update={"managers": managers}))


def terms_of(ask: StudyAsk | None, base: Base) -> Terms:
    """What may be taken; the loss cap is the policy's where nobody says another one."""
    rule = base.policy.rules.loss_cap
    policys = rule.cap if rule.enabled else 1.0
    return Terms(
        loss_cap=policys if ask is None or ask.loss_cap is None else ask.loss_cap,
        take_active=ask is not None and ask.take_active,
        tolerance=base.policy.balance.total_tolerance,
    )


def wanted(one: Coming) -> Wanted:
    """A newcomer as the what-ifs know him."""
    return Wanted(one.manager_id, one.name, one.start, one.share, dict(one.eligible), one.returns)
