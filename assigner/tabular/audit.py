"""The filled call sheet of an audit: whose touches the clients confirmed or refuted (model §2, §10)."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd

from assigner.evidence.ages import touch_days
from assigner.i18n import Translator
from assigner.portfolio import Activities, Answers, BoolArray, IntArray, Kind, Portfolio, StrArray
from assigner.tabular.fields import Fields
from assigner.tabular.files import load_table
from assigner.tabular.headers import match_headers
from assigner.tabular.naming import KnownClients
from assigner.tabular.owners import KnownManagers
from assigner.tabular.probe import LIMITS, Limits
from assigner.tabular.problems import Problems, examples
from assigner.tabular.records import only_records
from assigner.tabular.table import Columns
from assigner.tabular.vocabulary import vocabulary

CONFIRMED, REFUTED, UNREACHED = 1, 0, -1

_DAY_BITS, _FIRST_DAY = 20, 1 << 18
_ALWAYS = (1 << _DAY_BITS) - 1
"""Days are counted from 1252 to 4122 in one number with the pair; the last stands for no day at all."""


def read_audit(
    path: Path, portfolio: Portfolio, *, tr: Translator | None = None, limits: Limits = LIMITS
) -> Answers:
    """The answers of a filled call sheet about the clients and managers of `portfolio`.

    A card that was merged away stands for its client. Raises `InputError` with everything wrong in the sheet.
    """
    problems = Problems(tr=tr)
    table = load_table(Path(path), "audit", {}, problems, limits)
    columns = only_records(match_headers(table, {}, problems), problems) if table is not None else None
    problems.raise_if_failed()
    if columns is None:
        raise AssertionError("a call sheet that can't be read was not reported")
    known = KnownClients.of_portfolio(portfolio)
    answers = read_answers(columns, known, KnownManagers(portfolio.managers), problems)
    problems.raise_if_failed()
    return answers


def read_answers(columns: Columns, clients: KnownClients, team: KnownManagers, problems: Problems) -> Answers:
    """The answers of an audit table; rows of unknown clients and managers are row-level errors.

    Two different answers about one pair up to one day are an error, tolerant or not.
    """
    fields = Fields(columns, problems)
    client_idx, manager_idx = clients.positions(columns, problems), team.positions(columns, problems)
    for code, name, idx in (
        ("audit-unknown-client", "client_id", client_idx),
        ("audit-unknown-manager", "manager_id", manager_idx),
    ):
        fields.report(code, name, np.asarray(idx < 0, dtype=bool), columns.text(name))
    answers = Answers(
        client_idx=client_idx,
        manager_idx=manager_idx,
        answer=fields.word("answer", vocabulary().answers, UNREACHED, code="bad-answer"),
        until=fields.date("until").astype("datetime64[D]"),
        rows=columns.table.rows.copy(),
    )
    known = np.asarray((client_idx >= 0) & (manager_idx >= 0), dtype=bool)
    _report_contradictions(answers.where(known), columns, columns.text("client_id")[known], problems)
    return answers.where(known)


def _report_contradictions(
    answers: Answers, columns: Columns, client_ids: StrArray, problems: Problems
) -> None:
    """Report every row that contradicts the first answer about its pair and day."""
    frame = pd.DataFrame({"pair": _moments(answers), "row": answers.rows, "answer": answers.answer})
    frame["client"] = client_ids
    frame = frame[frame["answer"] != UNREACHED]
    first = frame.groupby("pair")[["row", "answer"]].transform("first")
    wrong = frame[frame["answer"] != first["answer"]]
    for row, client, earlier in zip(wrong["row"], wrong["client"], first["row"][wrong.index], strict=True):
        problems.error(
            "audit-contradiction",
            file=columns.table.file,
            row=int(row),
            column=columns.header("answer"),
            value=str(client),
            first=int(earlier),
        )


def _pairs(client_idx: IntArray, manager_idx: IntArray) -> IntArray:
    """One number per client-manager pair."""
    return (client_idx.astype(np.int64) << 20) | manager_idx.astype(np.int64)


def _moments(answers: Answers) -> IntArray:
    """Pair and last day as one number that sorts by pair, then day; no day comes last."""
    days = answers.until.astype(np.int64) + _FIRST_DAY
    pairs = _pairs(answers.client_idx, answers.manager_idx)
    return (pairs << _DAY_BITS) | np.where(np.isnat(answers.until), _ALWAYS, days)


def apply_answers(log: Activities, answers: Answers, *, time_zone: str) -> tuple[Activities, BoolArray]:
    """The log with `verified` set on all touches that an answer speaks for, and which answers found any.

    A touch, but no transaction, takes the answer of its pair with the first `until` that is not before its
    day in `time_zone`: a later audit draws only what no earlier one has settled. Answers beat the log's own
    column.
    """
    told = answers.answer != UNREACHED
    order = np.flatnonzero(told)[np.argsort(_moments(answers)[told], kind="stable")]
    moments = _moments(answers)[order]
    touched, spots = _first_answers(moments, log, time_zone)
    touched &= log.kind != Kind.TRANSACTION
    verified = log.verified.copy()
    verified[touched] = answers.answer[order[spots[touched]]]
    used = np.isin(_moments(answers), moments[spots[touched]])
    return replace(log, verified=verified), used | ~told


def _first_answers(moments: IntArray, log: Activities, time_zone: str) -> tuple[BoolArray, IntArray]:
    """Whether an answer speaks for each touch, and the position of the first one in sorted `moments`."""
    pairs = _pairs(log.client_idx, log.manager_idx)
    days = touch_days(log, time_zone).astype(np.int64) + _FIRST_DAY
    spots = np.searchsorted(moments, (pairs << _DAY_BITS) | days)
    found = np.zeros(len(log), dtype=bool)
    inside = spots < len(moments)
    found[inside] = moments[spots[inside]] >> _DAY_BITS == pairs[inside]
    return found, spots


def verify_again(portfolio: Portfolio, *, time_zone: str) -> Portfolio:
    """The portfolio with its audit's answers applied to the touches of merged clients as well (model §1, §2).

    An answer about a client speaks for the touches of all its cards, which reading alone can't know.
    `answers` must be about the clients as they are now.
    """
    if portfolio.answers is None or portfolio.activities is None:
        return portfolio
    log, _ = apply_answers(portfolio.activities, portfolio.answers, time_zone=time_zone)
    return replace(portfolio, activities=log)


def warn_idle(answers: Answers, used: BoolArray, columns: Columns, problems: Problems) -> None:
    """Tell of answers about pairs without a touch that they could speak for."""
    rows = answers.rows[~used]
    if len(rows):
        problems.warn(
            "audit-without-touches",
            file=columns.table.file,
            row=int(rows[0]),
            count=len(rows),
            rows=examples(rows.astype(np.int64)),
        )
