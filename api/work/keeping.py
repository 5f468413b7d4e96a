"""Keeping an answer: its folder with all files in both languages, and its rows."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, replace
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from api.db import Database
from api.db.models import ProposalRecord
from api.jobs.model import Task
from api.work.holding import holding, kept_folder
from api.work.opening import FACTS, ORIGIN, PROPOSALS
from api.work.rows import keep_rows
from assigner.engine import Case, check_assignment, save_proposal
from assigner.errors import NoAnswer
from assigner.evidence.model import State
from assigner.explain import Reasons, explain_clients
from assigner.i18n import LANGUAGES, Translator
from assigner.proposal import Proposal
from assigner.report.folder import FileWriter
from assigner.report.page import write_page
from assigner.report.plain import plain_values
from assigner.report.tables import write_moves
from assigner.report.view import PlanView, plan_view
from assigner.report.workbook import write_workbook
from assigner.tabular import Sources
from assigner.verdict import FIGURES, PlanFigures
from scenarios.origin import Origin

IN_WORDS = ("moves.csv", "report.html", "proposal.xlsx")
"""Files that are written in a reader's language."""

Document = dict[str, Any]


def keep_answer(
    task: Task,
    proposal: Proposal,
    origin: Origin,
    sources: Sources,
    *,
    tolerant: bool,
    facts: Path,
    extra: Mapping[str, FileWriter] | None = None,
) -> Document:
    """Write folder and rows of an answer; what landing needs of it, as plain values. May be repeated.

    `facts` is a file with the tables as they were read, linked so that they need not be read again. Raises
    WorkerLost, having changed nothing that another attempt made, where this one has lost its job.
    """
    db = Database(task.database_url)
    said = {language: explain_clients(proposal, language) for language in LANGUAGES}
    more = {ORIGIN: origin.write, **dict(extra or {})}
    if facts.exists():
        more[FACTS] = partial(_link, facts)
    other = next(language for language in LANGUAGES if language != task.language)
    more |= _translated(proposal, said[other], other)
    try:
        with kept_folder(task, PROPOSALS, db) as folder:
            save_proposal(
                proposal, folder, sources=sources, tolerant=tolerant, language=task.language, extra=more
            )
        keep_rows(partial(_writing, db, task), task.subject, plan_view(proposal, said["en"]), said)
    finally:
        db.close()
    return {"figures": headline(proposal)}


@contextmanager
def _writing(db: Database, task: Task) -> Iterator[Session]:
    """A transaction for rows of the answer. Raises NoAnswer where somebody deleted the proposal meanwhile."""
    with holding(db, task) as session:
        if session.get(ProposalRecord, task.subject) is None:
            raise NoAnswer(Translator(task.language).gettext("The proposal was deleted while it was solved."))
        yield session


def _translated(proposal: Proposal, reasons: Reasons, language: str) -> dict[str, FileWriter]:
    """The files for readers of the other language, in a folder of its name."""
    case = Case(proposal.portfolio, proposal.evidence, proposal.policy)
    verdict = check_assignment(case, proposal.assignment, tr=Translator(language))
    view = plan_view(replace(proposal, verdict=verdict), reasons)
    return {f"{language}/{name}": partial(_in_words, name, view, language) for name in IN_WORDS}


def _in_words(name: str, view: PlanView, language: str, path: Path) -> None:
    if name == "moves.csv":
        write_moves(view, path, language=language)
    elif name == "report.html":
        write_page(view, language, path)
    else:
        write_workbook(view, language, path)


def _link(facts: Path, path: Path) -> None:
    """The same file under another name: it is never written to, only replaced."""
    try:
        os.link(facts, path)
    except OSError:
        shutil.copyfile(facts, path)


def headline(proposal: Proposal) -> Document:
    """The figures of proposal.json that are one number each, before and after."""
    after, before = proposal.verdict.after, proposal.verdict.before
    state = proposal.evidence.state[~proposal.portfolio.clients.excluded]
    found: Document = plain_values(
        {
            "status": proposal.status,
            "as_of": proposal.certificate.as_of,
            **_figures(after),
            "bound": proposal.bound,
            "gap": proposal.gap,
            "gap_points": proposal.gap_points,
            "stopped_by": proposal.certificate.stopped_by,
            "seconds": proposal.certificate.seconds,
            "seed": proposal.certificate.seed,
            "before": _figures(before),
            "clients": proposal.portfolio.num_clients,
            "managers": proposal.portfolio.num_managers,
            "states": {one.label: int((state == one).sum()) for one in State},
            "disputed_clients": int(proposal.evidence.disputed.sum()),
            "rule_exceptions": len(proposal.verdict.exceptions),
        }
    )
    return found


def _figures(plan: PlanFigures) -> Document:
    return {
        "score": plan.score,
        "levels": asdict(plan.levels),
        **{name: getattr(plan, name) for name in FIGURES},
    }
