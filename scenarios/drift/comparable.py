"""Refuses what can't be compared: another policy, another company, older tables."""

from __future__ import annotations

from collections.abc import Iterator

from assigner.engine import Case
from assigner.errors import InputError, Issue, Severity
from assigner.i18n import Translator
from assigner.policy.yaml_io import policy_sha256
from assigner.portfolio import Portfolio
from assigner.proposal import Proposal
from scenarios.drift.model import DriftRule

ON_PLAN = "--plan"


def need_comparable(plan: Proposal, today: Case, rule: DriftRule, tr: Translator) -> None:
    """Raise InputError with everything that makes plan and base no pair."""
    issues = [*_policies(plan, today, tr), *_days(plan, today, tr), *_companies(plan, today, rule, tr)]
    if issues:
        raise InputError(issues)


def served_ids(portfolio: Portfolio) -> frozenset[str]:
    """Ids of the clients that are not excluded."""
    clients = portfolio.clients
    return frozenset(map(str, clients.client_id[~clients.excluded]))


def _policies(plan: Proposal, today: Case, tr: Translator) -> Iterator[Issue]:
    if policy_sha256(plan.policy) == policy_sha256(today.policy):
        return
    then, now = plan.policy.model_dump(), today.policy.model_dump()
    yield _issue(
        "other-policy",
        tr.gettext("the policy is not the one that the plan was made under"),
        tr.gettext(
            "Leave --policy out: the plan's own policy is taken then. Or plan anew under the new one."
        ),
        field="--policy",
        value=", ".join(name for name in then if then[name] != now[name]),
    )


def _days(plan: Proposal, today: Case, tr: Translator) -> Iterator[Issue]:
    if today.evidence.as_of < plan.evidence.as_of:
        yield _issue(
            "older-than-plan",
            tr.gettext(
                "the tables are older than the plan, which is of {day}", day=tr.date(plan.evidence.as_of)
            ),
            tr.gettext("Give today's tables, and --as-of where the log ends before the plan."),
            field="--as-of",
            value=today.evidence.as_of.isoformat(),
        )


def _companies(plan: Proposal, today: Case, rule: DriftRule, tr: Translator) -> Iterator[Issue]:
    then, now = served_ids(plan.portfolio), served_ids(today.portfolio)
    shared, smaller = len(then & now), min(len(then), len(now))
    if not smaller or shared < rule.least_shared * smaller:
        yield _issue(
            "other-company",
            tr.gettext(
                "the plan is of another base: {shared} clients are in both, {then} in the plan, {now} today",
                shared=tr.number(shared),
                then=tr.number(len(then)),
                now=tr.number(len(now)),
            ),
            tr.gettext("Give the folder of this company's plan; client ids must be those of the plan."),
        )
    elif not {*plan.portfolio.managers.manager_id} & {*today.portfolio.managers.manager_id}:
        yield _issue(
            "other-managers",
            tr.gettext("no manager of the plan is in the tables"),
            tr.gettext("Manager ids must be those of the plan; give --managers as it was given for it."),
        )
    yield from _potentials(plan, today, tr)


def _potentials(plan: Proposal, today: Case, tr: Translator) -> Iterator[Issue]:
    then, now = (facts.clients.potential_source for facts in (plan.portfolio, today.portfolio))
    if then != now:
        yield _issue(
            "other-potential",
            tr.gettext(
                "potential was read from {then} for the plan and is read from {now} today", then=then, now=now
            ),
            tr.gettext("Give a clients table with the columns that the plan was made of."),
            field="--clients",
            value=now,
        )


def _issue(code: str, message: str, remedy: str, *, field: str = ON_PLAN, value: str = "") -> Issue:
    return Issue(Severity.ERROR, code, message, remedy, file=field, value=value)
