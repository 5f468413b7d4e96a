"""The filled call sheet of an audit: whose touches the clients confirmed or refuted (model §2, §10)."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd

from assigner.evidence.ages import touch_days
from assigner.i18n import Translator
from assigner.portfolio import (
    Activities,
    Answers,
    BoolArray,
    Clients,
    IntArray,
    Kind,
    Managers,
    Portfolio,
)
from assigner.tabular.fields import Fields, clients_of_cards
from assigner.tabular.files import load_table
from assigner.tabular.headers import match_headers
from assigner.tabular.managers import manager_positions
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

    A card that was merged stands for its client. Raises `InputError` with everything wrong in it.
    """
    problems = Problems(tr=tr)
    table = load_table(Path(path), "audit", {}, problems, limits)
    columns = only_records(match_headers(table, {}, problems), problems) if table is not None else None
    problems.raise_if_failed()
    if columns is None:
        raise AssertionError("a call sheet that can't be read was not reported")
    client_idx = clients_of_cards(portfolio, columns.text("client_id"))
    answers = read_answers(columns, client_idx, portfolio.clients, portfolio.managers, problems)
    problems.raise_if_failed()
    return answers


def read_answers(
    columns: Columns, client_idx: IntArray, clients: Clients, team: Managers, problems: Problems
) -> Answers:
    """The answers of an audit table; rows of unknown clients and managers are row-level errors.

    Two different answers about one pair up to one day are an error, tolerant or not.
    """
    fields = Fields(columns, problems)
    manager_idx = manager_positions(columns, team, problems)
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
        rows=columns.table.rows,
    )
    answers = answers.where(np.asarray((client_idx >= 0) & (manager_idx >= 0), dtype=bool))
    _report_contradictions(answers, columns, clients, problems)
    return answers


def _report_contradictions(answers: Answers, columns: Columns, clients: Clients, problems: Problems) -> None:
    """Report every row that contradicts the first answer about its pair and day."""
    told = answers.where(answers.answer != UNREACHED)
    frame = pd.DataFrame(
        {"pair": _moments(told, _pairs(told.client_idx, told.manager_idx)), "row": told.rows}
    )
    frame["answer"] = told.answer
    first = frame.groupby("pair").transform("first")
    for at in np.flatnonzero((frame["answer"] != first["answer"]).to_numpy()).tolist():
        problems.error(
            "audit-contradiction",
            file=columns.table.file,
            row=int(told.rows[at]),
            column=columns.header("answer"),
            value=str(clients.client_id[told.client_idx[at]]),
            first=int(first["row"].iloc[at]),
        )


def _pairs(client_idx: IntArray, manager_idx: IntArray) -> IntArray:
    """One number per client-manager pair."""
    return (client_idx.astype(np.int64) << 20) | manager_idx.astype(np.int64)


def _moments(answers: Answers, pairs: IntArray) -> IntArray:
    """Pair and last day as one number that sorts by pair, then day; no day comes last."""
    days = answers.until.astype(np.int64) + _FIRST_DAY
    return (pairs << _DAY_BITS) | np.where(np.isnat(answers.until), _ALWAYS, days)


def apply_answers(
    log: Activities, answers: Answers, columns: Columns, problems: Problems, *, time_zone: str
) -> Activities:
    """The log with the answers in it; those that speak for no touch are told."""
    marked, idle = mark_touches(log, answers, time_zone)
    _warn_idle(idle, columns, problems)
    return marked


def mark_touches(log: Activities, answers: Answers, time_zone: str) -> tuple[Activities, IntArray]:
    """The log with `verified` set on all touches but transactions that an answer speaks for.

    Beside it the rows of the answers that speak for none. A touch takes the answer of its pair with the first `until` that is not before its day (in `time_zone`):
    a later audit draws only what no earlier one has settled. Answers beat the log's own column.
    """
    told = answers.where(answers.answer != UNREACHED)
    moments = _moments(told, _pairs(told.client_idx, told.manager_idx))
    order = np.argsort(moments, kind="stable")
    touched, of_touch = _first_answers(moments[order], log, time_zone)
    touched &= log.kind != Kind.TRANSACTION
    verified = log.verified.copy()
    verified[touched] = told.answer[order[of_touch[touched]]]
    used = moments[order[of_touch[touched]]]
    return replace(log, verified=verified), told.rows[~np.isin(moments, used)]


def _first_answers(moments: IntArray, log: Activities, time_zone: str) -> tuple[BoolArray, IntArray]:
    """Whether an answer speaks for each touch, and the position of the first one in sorted `moments`."""
    pairs = _pairs(log.client_idx, log.manager_idx)
    days = touch_days(log, time_zone).astype(np.int64) + _FIRST_DAY
    spots = np.searchsorted(moments, (pairs << _DAY_BITS) | days)
    found = np.zeros(len(log), dtype=bool)
    inside = spots < len(moments)
    found[inside] = moments[spots[inside]] >> _DAY_BITS == pairs[inside]
    return found, spots


def _warn_idle(rows: IntArray, columns: Columns, problems: Problems) -> None:
    """Tell of answers about pairs without a touch that they could speak for."""
    if len(rows):
        problems.warn(
            "audit-without-touches",
            file=columns.table.file,
            row=int(rows[0]),
            count=len(rows),
            rows=examples(rows.astype(np.int64)),
        )
