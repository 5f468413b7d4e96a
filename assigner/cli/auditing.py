"""`assigner audit`: draw a sample of claims and write the call sheet; read it back and tell what it says."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path

import numpy as np

from assigner.audit import Answer, Draw, draw_audit, estimate, list_claims, state_changes
from assigner.cli.audit_sections import draw_document, tell_draw, tell_result
from assigner.cli.inputs import read_case
from assigner.cli.options import Tables
from assigner.cli.progress import progress_line
from assigner.cli.screen import Screen, print_json
from assigner.engine import Case
from assigner.errors import InputError, Issue, Severity
from assigner.evidence import weigh_evidence
from assigner.i18n import Translator
from assigner.portfolio import Answers
from assigner.report.audit import AuditResult, audit_document, write_audit_csv, write_audit_json
from assigner.report.callsheet import write_call_sheet
from assigner.report.folder import check_target, write_folder
from assigner.report.onefile import check_file, write_file
from assigner.tabular.audit import read_audit

WORKBOOK = ".xlsx"
RESULTS = ("audit.json", "audit.csv")

_ANSWERS = {1: Answer.CONFIRMED, 0: Answer.REFUTED, -1: Answer.UNREACHED}


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What sample is asked for: confidence and margin are fractions, calls per manager."""

    confidence: float
    margin: float
    seed: int
    max_calls: int | None = None


def draw(tables: Tables, wish: Wish, out: Path, *, tr: Translator, force: bool, as_json: bool) -> None:
    """Draw the sample and write the call sheet. Raises InputError; nothing is written then."""
    with progress_line(tr) as line:
        line.begin(tr.gettext("Reading the tables"))
        case = read_case(tables, tr, beforehand=lambda: check_file(out, force=force, tr=tr, ending=WORKBOOK))
        drawn = _drawn(case, wish, tables, tr)
        write = partial(write_call_sheet, drawn, case.portfolio, case.evidence, case.policy, tr)
        write_file(out, write, force=force, tr=tr, ending=WORKBOOK)
    if as_json:
        print_json(draw_document(drawn, case.portfolio, wish.margin, out))
    else:
        tell_draw(Screen(tr), drawn, case.portfolio, tables, out)


def _drawn(case: Case, wish: Wish, tables: Tables, tr: Translator) -> Draw:
    if case.portfolio.activities is None:
        message = tr.gettext("there is no log of touches that could be audited")
        raise _refused(tables, "audit-without-log", message, tr.gettext("Give the log with --activities."))
    drawn = draw_audit(
        case.portfolio,
        case.evidence,
        confidence=wish.confidence,
        margin=wish.margin,
        seed=wish.seed,
        max_calls=wish.max_calls,
        time_zone=case.policy.evidence.time_zone,
    )
    if not drawn.claims:
        message = tr.gettext("no contact in the log is left to ask a client about")
        remedy = tr.gettext("Orders prove themselves, and contacts that do not count make no claims.")
        raise _refused(tables, "nothing-to-audit", message, remedy)
    return drawn


def _refused(tables: Tables, code: str, message: str, remedy: str) -> InputError:
    file = str(tables.activities or tables.clients)
    return InputError([Issue(Severity.ERROR, code, message, remedy, file=file)])


def apply(
    sheet: Path,
    tables: Tables,
    out: Path,
    *,
    confidence: float,
    tr: Translator,
    force: bool,
    as_json: bool,
) -> None:
    """Estimate false shares, compare states and write both. Raises InputError; nothing is written then."""
    with progress_line(tr) as line:
        line.begin(tr.gettext("Reading the tables"))
        before = read_case(tables, tr, beforehand=lambda: check_target(out, RESULTS, force=force, tr=tr))
        answers = read_audit(sheet, before.portfolio, tr=tr)
        after = read_case(replace(tables, audit=sheet), tr, as_of=before.evidence.as_of)
    result = _result(sheet, before, after, answers, confidence)
    writers = dict(
        zip(RESULTS, (partial(write_audit_json, result), partial(write_audit_csv, result)), strict=True)
    )
    write_folder(out, writers, force=force, tr=tr)
    if as_json:
        print_json(audit_document(result))
    else:
        tell_result(Screen(tr), result, out)


def _result(sheet: Path, before: Case, after: Case, answers: Answers, confidence: float) -> AuditResult:
    """What the answers say: of the claims on the day of the draw, and of the states today."""
    said, until = answers_by_pair(answers), _last_day(answers, before.evidence.as_of)
    rules = before.policy.evidence
    then = weigh_evidence(before.portfolio, before.policy, as_of=until)
    claims = list_claims(before.portfolio, then, time_zone=rules.time_zone)
    asked = {(claim.client_idx, claim.manager_idx) for claim in claims}
    return AuditResult(
        portfolio=after.portfolio,
        sheet=str(sheet),
        as_of=before.evidence.as_of,
        until=until,
        confidence=confidence,
        answers=Counter(said.values()),
        outside=sum(pair not in asked for pair in said),
        estimates=estimate(claims, said, confidence=confidence),
        changes=state_changes(before.evidence, after.evidence, said),
    )


def answers_by_pair(answers: Answers) -> dict[tuple[int, int], Answer]:
    """The answer for each (client, manager): the latest one of several, that somebody gave if anybody did."""
    latest = np.datetime64("9999-12-31", "D")  # an answer without a day speaks for all touches
    days = np.where(np.isnat(answers.until), latest, answers.until)
    order = np.lexsort((days, answers.answer >= 0)).tolist()
    return {
        (int(answers.client_idx[n]), int(answers.manager_idx[n])): _ANSWERS[int(answers.answer[n])]
        for n in order
    }


def _last_day(answers: Answers, otherwise: date) -> date:
    """The day of the (latest) draw."""
    days = answers.until[~np.isnat(answers.until)]
    last: date = days.max().item() if len(days) else otherwise
    return last
