"""What an audit found, as audit.json for programs and audit.csv for the CRM."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from assigner.audit.model import Answer, ManagerEstimate, StateChange
from assigner.portfolio import Portfolio
from assigner.report.neutral import neutralise
from assigner.report.plain import plain_values, write_json

CHANGE_COLUMNS = (
    "client_id",
    "client",
    "manager_id",
    "manager",
    "answer",
    "state_before",
    "state_after",
    "disputed_before",
    "disputed_after",
    "strength_before",
    "strength_after",
)


@dataclass(frozen=True, slots=True, eq=False)
class AuditResult:
    """What the answers of a call sheet say.

    `as_of` is the day of the evidence before and after, `until` the day of the draw. `answers` counts the
    answered pairs by answer, `outside` those that are no claims: they are evidence but no part of the sample.
    """

    portfolio: Portfolio
    sheet: str
    as_of: date
    until: date
    confidence: float
    answers: Mapping[Answer, int]
    outside: int
    estimates: tuple[ManagerEstimate, ...]
    changes: tuple[StateChange, ...]

    def client(self, change: StateChange) -> str:
        """Name of the client of a change."""
        return str(self.portfolio.clients.name[change.client_idx])

    def manager(self, row: StateChange | ManagerEstimate) -> str:
        """Name of the manager of a change or an estimate."""
        return str(self.portfolio.managers.name[row.manager_idx])


def audit_document(result: AuditResult) -> dict[str, Any]:
    """The result as JSON; shares are fractions, null where nobody was reached."""
    document: dict[str, Any] = plain_values(
        {
            "as_of": result.as_of,
            "until": result.until,
            "sheet": result.sheet,
            "confidence": result.confidence,
            "answers": {answer.value: result.answers.get(answer, 0) for answer in Answer},
            "outside_the_sample": result.outside,
            "managers": [_estimate(result, found) for found in result.estimates],
            "changes": [_change(result, change) for change in result.changes],
        }
    )
    return document


def _estimate(result: AuditResult, found: ManagerEstimate) -> dict[str, Any]:
    known = bool(found.num_confirmed + found.num_refuted)
    return {
        "manager_id": result.portfolio.managers.manager_id[found.manager_idx],
        "manager": result.manager(found),
        "claims": found.num_claims,
        "confirmed": found.num_confirmed,
        "refuted": found.num_refuted,
        "unreached": found.num_unreached,
        "false_share": found.false_share.share if known else None,
        "false_share_low": found.false_share.low,
        "false_share_high": found.false_share.high,
    }


def _change(result: AuditResult, change: StateChange) -> dict[str, Any]:
    ids = result.portfolio.clients.client_id, result.portfolio.managers.manager_id
    values = (
        ids[0][change.client_idx],
        result.client(change),
        ids[1][change.manager_idx],
        result.manager(change),
        change.answer.value,
        change.state_before,
        change.state_after,
        change.disputed_before,
        change.disputed_after,
        change.strength_before,
        change.strength_after,
    )
    return dict(zip(CHANGE_COLUMNS, values, strict=True))


def write_audit_json(result: AuditResult, path: Path) -> None:
    """Write audit.json."""
    write_json(audit_document(result), path)


def write_audit_csv(result: AuditResult, path: Path) -> None:
    """Write audit.csv: one row per client and manager where the answer changed something.

    UTF-8, comma separated, lines ending in CR LF; names are neutralised, ids and numbers are not touched.
    """
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(CHANGE_COLUMNS)
        writer.writerows(_cells(result))


def _cells(result: AuditResult) -> Iterator[list[Any]]:
    for change in result.changes:
        cells = _change(result, change)
        cells |= {name: neutralise(cells[name]) for name in ("client", "manager")}
        cells |= {name: int(cells[name]) for name in ("disputed_before", "disputed_after")}
        yield list(cells.values())
