"""What can be said of a question before anything is solved: what can't hold, what will count for nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.context import Context
from api.db.models import DatasetDecision, DatasetEntry
from api.security.actor import Actor
from api.security.operations import operation
from api.services.datasets.topics import entry_topic
from api.services.proposals.asking import checked_ask
from api.work.cases import case_of
from assigner.checker import check, locks
from assigner.engine import Case
from assigner.i18n import Translator
from assigner.policy import TOTAL, Measure
from assigner.problem import build_problem
from assigner.problem.preflight import preflight
from scenarios.base import base_of
from scenarios.origin import make_steps

CONFLICT, WARNING = "conflict", "warning"
Document = dict[str, Any]


@operation("preflight_proposal")
def preflight_proposal(
    ctx: Context,
    actor: Actor,
    *,
    dataset_id: str,
    policy: Mapping[str, Any] | None = None,
    policy_id: str | None = None,
    config: Mapping[str, Any] | None = None,
    edits: Sequence[Any] = (),
) -> Document:
    """Cheap proofs that the rules can't all hold, other warnings, and what each edit does, in words.

    Raises what asking for the proposal would raise, and InputError for edits that can't be made.
    """
    with ctx.db.read() as session:
        ask = checked_ask(
            ctx,
            actor,
            session,
            dataset_id=dataset_id,
            policy=policy,
            policy_id=policy_id,
            config=config,
            edits=edits,
        )
        undecided = list(_undecided(session, dataset_id, actor.tr))
    tables = case_of(ctx.files, dataset_id, ask.policy, ask.decisions, tr=actor.tr)
    base, sentences = make_steps(base_of(tables), ask.edits, actor.tr)
    case = base.case() if ask.edits else tables
    findings = [*_conflicts(case, actor.tr), *undecided, *_warnings(case, actor.tr)]
    return {
        "can_be_solved": all(one["severity"] != CONFLICT for one in findings),
        "findings": findings,
        "edits": list(sentences),
        "clients": case.portfolio.num_clients,
        "managers": case.portfolio.num_managers,
    }


def _undecided(session: Session, dataset_id: str, tr: Translator) -> Iterator[Document]:
    """What the head has left open about the base: the plan may divide one firm between two managers."""
    decided = set(
        session.scalars(select(DatasetDecision.topic).where(DatasetDecision.dataset_id == dataset_id))
    )
    kinds = (DatasetEntry.dataset_id == dataset_id, DatasetEntry.kind.in_(("duplicate", "dispute")))
    open_ones = Counter(
        row.kind
        for row in session.execute(select(DatasetEntry.kind, DatasetEntry.a, DatasetEntry.b).where(*kinds))
        if entry_topic(row.kind, row.a, row.b) not in decided
    )
    if pairs := open_ones["duplicate"]:
        message = tr.ngettext(
            "{n} pair of cards may be one client and is not decided: the two may get different managers.",
            "{n} pairs of cards may be one client and are not decided: the two may get different managers.",
            pairs,
        )
        yield {"severity": WARNING, "code": "open-duplicates", "message": message}
    if disputes := open_ones["dispute"]:
        message = tr.ngettext("{n} dispute is not decided.", "{n} disputes are not decided.", disputes)
        yield {"severity": WARNING, "code": "open-disputes", "message": message}


def _conflicts(case: Case, tr: Translator) -> Iterator[Document]:
    """Limits that can't hold whatever the optimiser does."""
    locks(case.portfolio, case.evidence, case.policy, tr=tr)
    problem = build_problem(case.portfolio, case.evidence, case.policy, tr=tr)
    for reason in preflight(problem, case.portfolio, tr):
        yield {"severity": CONFLICT, "code": "limit", "message": reason}


def _warnings(case: Case, tr: Translator) -> Iterator[Document]:
    for code, message in (*_goals(case, tr), *_facts(case, tr)):
        yield {"severity": WARNING, "code": code, "message": message}
    today = check(case.portfolio, case.evidence, case.policy, case.portfolio.clients.owner_idx, tr=tr)
    for note in today.notes:
        yield {"severity": WARNING, "code": "note", "message": note}


def _goals(case: Case, tr: Translator) -> Iterator[tuple[str, str]]:
    """Goals about columns that the tables do not have."""
    clients = case.portfolio.clients
    for goal in case.policy.balance.resolve(tuple(clients.dimensions), clients.workload is not None):
        if goal.dimension not in (TOTAL, *clients.dimensions):
            yield (
                "goal-without-data",
                tr.gettext("Nothing is balanced by {dimension}: no such column.", dimension=goal.dimension),
            )
        if goal.measure is Measure.WORKLOAD and clients.workload is None:
            yield (
                "goal-without-data",
                tr.gettext("Workload is not balanced: the clients have no such column."),
            )


def _facts(case: Case, tr: Translator) -> Iterator[tuple[str, str]]:
    """What the tables lack that the answer would be better for."""
    portfolio = case.portfolio
    if portfolio.activities is None:
        yield "no-log", tr.gettext("There is no log of touches: revenue and open deals are the evidence.")
    if portfolio.clients.potential_source != "potential":
        yield (
            "no-potential",
            tr.gettext(
                "The clients have no potential: {column} is balanced instead.",
                column=portfolio.clients.potential_source,
            ),
        )
    unlisted = int((~portfolio.managers.listed).sum())
    if unlisted:
        yield (
            "owners-not-listed",
            tr.ngettext(
                "{n} owner is not in the managers table and counts as leaving.",
                "{n} owners are not in the managers table and count as leaving.",
                unlisted,
            ),
        )
