"""An uploaded base on the disk: its tables, how they were given, and the decisions that go with them.

`files/datasets/<id>/` holds the tables under names of ours and `base.json`, which says what the user called
them. The engine reads decisions as two more tables (docs/files.md), so they are written as tables for as long
as they are needed: a proposal's folder then keeps copies of everything that it stands on.
"""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from api.files import Files
from assigner.errors import InputError, Issue
from assigner.portfolio import Portfolio
from assigner.tabular import Sources

UPLOADS = "datasets"
"""Kind of folder that uploads lie in."""

MANIFEST = "base.json"
ANSWERED = "audit"
"""Kind of decision that is an answer of an audit; all others are rows of the decisions table."""

Decision = Mapping[str, Any]
"""kind (merge, distinct, owner, exclude, audit), a, b, reason, answer, until (ISO day or None)."""

_RULES = {"merge": ("merge", "yes"), "distinct": ("merge", "no"), "owner": ("pin", "yes")}
"""Kind of decision -> kind of rule and what was said to it; other kinds are called the same."""


@dataclass(frozen=True, slots=True)
class UploadedBase:
    """What was uploaded: table -> name of our file, table -> the user's name for it, how to read them."""

    folder: Path
    tables: Mapping[str, str]
    names: Mapping[str, str]
    tolerant: bool = False
    as_of: date | None = None
    aside: Path | None = None  # where decisions lie as tables

    def write(self) -> None:
        """Keep all this beside the tables."""
        document = {
            "tables": dict(self.tables),
            "names": dict(self.names),
            "tolerant": self.tolerant,
            "as_of": None if self.as_of is None else self.as_of.isoformat(),
        }
        new = self.folder / f".{MANIFEST}"
        new.write_text(json.dumps(document, ensure_ascii=False, indent=1), "utf-8")
        os.replace(new, self.folder / MANIFEST)

    def sources(self) -> Sources:
        """The tables as the engine takes them."""
        paths = {table: self.folder / file for table, file in self.tables.items()}
        return Sources(clients=paths.pop("clients"), **paths)

    def told(self, error: InputError) -> InputError:
        """The same problems with the user's own names of the files."""
        return InputError(self._issue(issue) for issue in error.issues)

    def named(self, portfolio: Portfolio) -> Portfolio:
        """The portfolio with the user's own names of the files wherever it names one."""
        return replace(
            portfolio,
            issues=tuple(self._issue(issue) for issue in portfolio.issues),
            rules=tuple(replace(rule, file=self._name(rule.file)) for rule in portfolio.rules),
            distinct=tuple(replace(rule, file=self._name(rule.file)) for rule in portfolio.distinct),
            columns=tuple(replace(column, file=self._name(column.file)) for column in portfolio.columns),
            files={table: self._name(file) for table, file in portfolio.files.items()},
        )

    def _issue(self, issue: Issue) -> Issue:
        return replace(issue, file=self._name(issue.file), message=self._name(issue.message))

    def _name(self, text: str) -> str:
        for table, file in self.tables.items():
            text = text.replace(str(self.folder / file), self.names.get(table, file))
        for folder in (self.folder, self.aside):
            text = text.replace(f"{folder}/", "")
        return text


def uploaded_base(files: Files, dataset_id: str) -> UploadedBase:
    """What was uploaded as this dataset. Raises FileNotFoundError where it is gone."""
    folder = files.folder(UPLOADS, dataset_id)
    found = json.loads((folder / MANIFEST).read_text("utf-8"))
    as_of = found["as_of"] and date.fromisoformat(found["as_of"])
    return UploadedBase(folder, found["tables"], found["names"], found["tolerant"], as_of or None)


@contextmanager
def sources_of(
    files: Files, dataset_id: str, decisions: Sequence[Decision] = ()
) -> Iterator[tuple[UploadedBase, Sources]]:
    """The base and its tables, with the decisions as tables that exist while the block lasts.

    Equal decisions give the same bytes, in whatever order they come: the input's hash is theirs.
    """
    base = uploaded_base(files, dataset_id)
    with tempfile.TemporaryDirectory(prefix="decisions-") as folder:
        yield replace(base, aside=Path(folder)), _with_decisions(base.sources(), decisions, Path(folder))


def _with_decisions(sources: Sources, decisions: Sequence[Decision], folder: Path) -> Sources:
    answers = [_answer(one) for one in decisions if one["kind"] == ANSWERED]
    rules = [_rule(one) for one in decisions if one["kind"] != ANSWERED]
    given = {
        table: _write(rows, folder / f"{table}.jsonl")
        for table, rows in (("decisions", rules), ("audit", answers))
        if rows
    }
    return replace(sources, **given)


def _rule(one: Decision) -> dict[str, str]:
    kind, said = _RULES.get(one["kind"], (one["kind"], "yes"))
    return {"decision": said, "kind": kind, "a": one["a"], "b": one["b"], "reason": one.get("reason") or ""}


def _answer(one: Decision) -> dict[str, str]:
    return {
        "client_id": one["a"],
        "manager_id": one["b"],
        "answer": one["answer"],
        "until": one.get("until") or "",
    }


def _write(rows: Sequence[Mapping[str, str]], path: Path) -> Path:
    """One JSON object a line: no delimiter or encoding is left to a guess."""
    lines = sorted(json.dumps(row) for row in rows)
    path.write_text("\n".join(dict.fromkeys(lines)) + "\n", "utf-8")
    return path
