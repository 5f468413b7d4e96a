"""Tables of a base that was not uploaded as files: rows of JSON, a made-up company."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

from api.work.bases import UploadedBase
from assigner.errors import InputError, Issue, Severity
from assigner.generate import CompanySpec, generate_company, write_company
from assigner.i18n import Translator

ROWS = "rows.json"
TABLES = ("clients", "managers", "activities", "rules")
MOST_ISSUES = 50
_SCALAR = str | int | float | bool | None


def make_company(base: UploadedBase, wish: dict[str, Any]) -> UploadedBase:
    """Write a made-up company as the tables of this base."""
    spec = CompanySpec(
        num_clients=wish["clients"],
        num_managers=wish["managers"],
        seed=wish["seed"],
        language=wish["language"],
        num_duplicates=min(40, wish["clients"] // 20),
    )
    company = generate_company(spec)
    write_company(company, base.folder, force=True)
    files = {table: f"{table}.csv" for table in company.tables}
    return _kept(base, files, files)


def take_rows(base: UploadedBase, tr: Translator) -> UploadedBase:
    """Write the rows of a JSON body as tables. Raises InputError with every row that is none."""
    try:
        body = json.loads((base.folder / ROWS).read_bytes())
    except (ValueError, RecursionError) as error:
        message = tr.gettext("the body is no JSON: {reason}", reason=str(error)[:200])
        raise InputError([_issue("bad-json", message, tr)]) from None
    found = body if isinstance(body, dict) else {}
    issues = _shape(found, tr) + [one for table in TABLES for one in _bad_rows(found, table, tr)]
    if issues:
        raise InputError(issues[:MOST_ISSUES])
    given = [table for table in TABLES if found.get(table)]
    for table in given:
        _write(found[table], base.folder / f"{table}.jsonl")
    return _kept(base, {t: f"{t}.jsonl" for t in given}, {t: t for t in given})


def _kept(base: UploadedBase, tables: dict[str, str], names: dict[str, str]) -> UploadedBase:
    """The base with these tables; a mapping that was said before they were made stays."""
    old, called = (
        {part: name for part, name in given.items() if part not in TABLES}
        for given in (base.tables, base.names)
    )
    new = replace(base, tables=old | tables, names=called | names)
    new.write()
    return new


def _shape(body: dict[str, Any], tr: Translator) -> list[Issue]:
    """Tables nobody knows, and the one that must be there."""
    known = ", ".join(TABLES)
    issues = [
        _issue(
            "unknown-table",
            tr.gettext("there is no such table; the tables are: {known}", known=known),
            tr,
            key,
        )
        for key in sorted(set(body) - set(TABLES))
    ]
    if not body.get("clients"):
        issues.append(_issue("no-clients", tr.gettext("there are no clients"), tr, "clients"))
    return issues


def _bad_rows(body: dict[str, Any], table: str, tr: Translator) -> list[Issue]:
    rows = body.get(table) or []
    if not isinstance(rows, list):
        return [_issue("bad-rows", tr.gettext("the table is no list of rows"), tr, table)]
    bad = [n for n, row in enumerate(rows) if not (isinstance(row, dict) and _is_flat(row))]
    message = tr.gettext("the row is no object of texts, numbers and flags")
    return [
        _issue("bad-row", message, tr, table, row=n + 1)
        for n, _ in zip(bad, range(MOST_ISSUES), strict=False)
    ]


def _is_flat(row: dict[str, Any]) -> bool:
    return bool(row) and all(isinstance(value, _SCALAR) for value in row.values())


def _issue(code: str, message: str, tr: Translator, table: str = "", row: int | None = None) -> Issue:
    remedy = tr.gettext("Send {example}.", example='{"clients": [{"client_id": "C1", "name": "..."}], ...}')
    return Issue(Severity.ERROR, code, message, remedy, file=table, row=row)


def _write(rows: list[dict[str, Any]], path: Path) -> None:
    with path.open("w", encoding="utf-8", newline="\n") as stream:
        stream.writelines(json.dumps(row) + "\n" for row in rows)
