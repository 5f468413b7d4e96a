"""Everything worth knowing about a base, found out in one go; nothing of it changes a plan (model §11)."""

from __future__ import annotations

from collections.abc import Callable

from assigner.capacity import measure_capacity
from assigner.checker import check
from assigner.duplicates import find_duplicates
from assigner.engine import Case
from assigner.errors import InputError
from assigner.evidence import contested_clients, list_disputes, summarise_evidence, terse_writers
from assigner.i18n import Translator
from assigner.identity import identify
from assigner.inspection import Inspection
from assigner.quality import judge_quality
from assigner.verdict import PlanFigures

OnStep = Callable[[str], None]
"""Told what is being done, in the reader's language."""


def survey(case: Case, *, tr: Translator | None = None, on_step: OnStep = lambda _: None) -> Inspection:
    """Inspect facts and evidence: cards, duplicates, disputes, capacity, today's balance.

    Messages are in the language of `tr`. Raises InputError where the policy asks for classes that the base
    does not have; rules that allow no division are only a remark.
    """
    tr = tr or Translator()
    portfolio, evidence, policy = case.portfolio, case.evidence, case.policy
    on_step(tr.gettext("Looking at the cards"))
    identity = identify(portfolio.clients, policy.identity.country)
    quality = judge_quality(portfolio, evidence, identity, policy)
    on_step(tr.gettext("Looking for duplicates"))
    duplicates = find_duplicates(portfolio.clients, identity, policy, portfolio.distinct)
    on_step(tr.gettext("Comparing claims and books"))
    today, remark = _today(case, tr)
    return Inspection(
        portfolio=portfolio,
        evidence=evidence,
        policy=policy,
        summary=summarise_evidence(portfolio, evidence),
        identity=identity,
        quality=quality,
        duplicates=duplicates,
        contested=contested_clients(evidence),
        disputes=list_disputes(portfolio, evidence, policy),
        capacity=measure_capacity(portfolio, evidence, policy, tr=tr),
        today=today,
        remark=remark,
        terse=terse_writers(portfolio, evidence, policy),
    )


def _today(case: Case, tr: Translator) -> tuple[PlanFigures | None, str]:
    """Figures of today's books by the checker, or why they can't be computed."""
    try:
        owners = case.portfolio.clients.owner_idx
        return check(case.portfolio, case.evidence, case.policy, owners, tr=tr).before, ""
    except InputError as error:
        return None, error.issues[0].message
