"""Jobs of an audit: draw the call sheet, read the filled one."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from api.files import Files
from api.jobs.model import Task
from api.work.bases import ANSWERED
from api.work.cases import CASES, case_of
from api.work.clean import plain
from api.work.limits import within
from assigner.audit import Answer, draw_audit, estimate, list_claims, state_changes
from assigner.engine import Case
from assigner.errors import InputError, Issue, Severity
from assigner.evidence import weigh_evidence
from assigner.i18n import Translator
from assigner.policy import Policy
from assigner.portfolio import Answers
from assigner.report.audit import AuditResult, audit_document
from assigner.report.callsheet import write_call_sheet
from assigner.report.plain import write_json
from assigner.tabular import read_audit
from scenarios.runner import JobContext

Row = dict[str, Any]
SHEETS = "sheets"
"""Kind of folder that a filled sheet lies in while it is read."""

SHEET, FILLED, RESULT = "audit-sheet.xlsx", "filled.xlsx", "audit.json"
_ANSWERS = {1: Answer.CONFIRMED, 0: Answer.REFUTED, -1: Answer.UNREACHED}


def draw_audit_sheet(task: Task, job: JobContext) -> Row:
    """Draw a sample of claims of the job's base and write the call sheet. Raises InputError for no claims."""
    tr, wish = Translator(task.language), task.argument
    files = Files(task.data_dir)
    with within(wish["memory_mb"], wish["seconds"], tr):
        case = case_of(files, task.subject, None, wish["decisions"], tr=tr)
        if case.portfolio.activities is None:
            raise _refused(
                "audit-without-log", tr.gettext("there is no log of touches that could be audited")
            )
        drawn = draw_audit(
            case.portfolio,
            case.evidence,
            confidence=wish["confidence"],
            margin=wish["margin"],
            seed=wish["seed"],
            max_calls=wish["max_calls"],
            time_zone=case.policy.evidence.time_zone,
        )
        if not drawn.claims:
            raise _refused(
                "nothing-to-audit", tr.gettext("no contact in the log is left to ask a client about")
            )
        path = files.folder(CASES, task.subject) / SHEET
        new = path.with_name(f".{task.job_id}.xlsx")
        write_call_sheet(drawn, case.portfolio, case.evidence, case.policy, tr, new)
        os.replace(new, path)
    return {"calls": len(drawn.claims), "managers": len(drawn.plans)}


def _refused(code: str, message: str) -> InputError:
    return InputError([Issue(Severity.ERROR, code, message)])


def read_audit_sheet(task: Task, job: JobContext) -> Row:
    """Read the filled sheet: the answers as decisions, and what they say of each manager's log.

    Raises InputError with everything wrong in the sheet.
    """
    tr, wish = Translator(task.language), task.argument
    files = Files(task.data_dir)
    folder = files.folder(SHEETS, wish["sheet"])
    with within(wish["memory_mb"], wish["seconds"], tr):
        before = case_of(files, task.subject, None, wish["decisions"], tr=tr)
        try:
            answers = read_audit(folder / FILLED, before.portfolio, tr=tr)
        except InputError as error:
            raise InputError(replace(issue, file=wish["name"]) for issue in error.issues) from None
        said = _decisions(answers, before)
        after = case_of(files, task.subject, None, _later(wish["decisions"], said), tr=tr)
        result = _result(wish, before, after, answers)
    _keep(plain(audit_document(result)), files.folder(CASES, task.subject) / RESULT)
    return {"decisions": said}


def _keep(document: Row, path: Path) -> None:
    new = path.with_name(f".{path.name}")
    write_json(document, new)
    os.replace(new, path)


def _decisions(answers: Answers, case: Case) -> list[Row]:
    """The answers that say something, as decisions; of several about one pair the latest."""
    clients, managers = case.portfolio.clients.client_id, case.portfolio.managers.manager_id
    found: dict[tuple[int, int], Row] = {}
    for n in _by_day(answers):
        client, manager, until = int(answers.client_idx[n]), int(answers.manager_idx[n]), answers.until[n]
        found[client, manager] = {
            "kind": ANSWERED,
            "a": str(clients[client]),
            "b": str(managers[manager]),
            "reason": "",
            "answer": _ANSWERS[int(answers.answer[n])].value,
            "until": None if np.isnat(until) else str(until),
        }
    return [one for one in found.values() if one["answer"] != Answer.UNREACHED.value]


def _by_day(answers: Answers) -> list[int]:
    """Positions, the latest answer of a pair last; one that says something after one that says nothing."""
    days = np.where(np.isnat(answers.until), np.datetime64("9999-12-31", "D"), answers.until)
    order: list[int] = np.lexsort((days, answers.answer >= 0)).tolist()
    return order


def _later(standing: list[Row], said: list[Row]) -> list[Row]:
    """The decisions that will stand once these answers are kept."""
    new = {(one["a"], one["b"]) for one in said}
    return [one for one in standing if one["kind"] != ANSWERED or (one["a"], one["b"]) not in new] + said


def _result(wish: Mapping[str, Any], before: Case, after: Case, answers: Answers) -> AuditResult:
    """What the answers say: of the claims on the day of the draw, and of the states today."""
    said = {
        (int(answers.client_idx[n]), int(answers.manager_idx[n])): _ANSWERS[int(answers.answer[n])]
        for n in _by_day(answers)
    }
    until = _last_day(answers, before.evidence.as_of)
    then = weigh_evidence(before.portfolio, Policy(), as_of=until)
    claims = list_claims(before.portfolio, then, time_zone=before.policy.evidence.time_zone)
    asked = {(claim.client_idx, claim.manager_idx) for claim in claims}
    return AuditResult(
        portfolio=after.portfolio,
        sheet=wish["name"],
        as_of=before.evidence.as_of,
        until=until,
        confidence=wish["confidence"],
        answers=Counter(said.values()),
        outside=sum(pair not in asked for pair in said),
        estimates=estimate(claims, said, confidence=wish["confidence"]),
        changes=state_changes(before.evidence, after.evidence, said),
    )


def _last_day(answers: Answers, otherwise: date) -> date:
    """The day of the latest draw."""
    days = answers.until[~np.isnat(answers.until)]
    last: date = days.max().item() if len(days) else otherwise
    return last
