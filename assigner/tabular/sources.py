"""Where the tables of one run are: paths, sheets and the mapping file."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from assigner.tabular.problems import FileProblem, Problems, listing
from assigner.tabular.required import kind_of_title
from assigner.tabular.vocabulary import vocabulary

TABLES = ("clients", "managers", "activities", "rules", "decisions", "audit")
MAY_BE_EMPTY = ("rules", "decisions", "audit")
"""Tables of which a header without rows is as good as none."""

Overrides = Mapping[str, Mapping[str, str]]
"""Table -> canonical column -> header, as the mapping file says."""

_MAX_MAPPING_BYTES = 1 << 20
_SCALAR = str | int | float


@dataclass(frozen=True, slots=True)
class Sources:
    """The files of one run. A path may name a sheet: `base.xlsx#Clients`.

    Where `clients` is a workbook, tables without a path of their own are taken from its sheets of that
    name, in English or Russian. `mapping` is a YAML file `table: {column: header}` that overrides the
    matching of headers. `decisions` are rules that the head of sales said yes to, in the form that
    `assigner inspect` writes; `audit` is a filled call sheet of `assigner audit draw`.
    """

    clients: Path
    managers: Path | None = None
    activities: Path | None = None
    rules: Path | None = None
    mapping: Path | None = None
    decisions: Path | None = None
    audit: Path | None = None

    def paths(self) -> dict[str, Path]:
        """The paths that are given, by table, in the fixed order."""
        given = {table: getattr(self, table) for table in TABLES}
        return {table: Path(path) for table, path in given.items() if path is not None}


def split_sheet(path: Path) -> tuple[Path, str | None]:
    """`book.xlsx#Sheet` as file and sheet; a file whose own name holds "#" stays whole."""
    text = str(path)
    if "#" not in text or path.exists():
        return path, None
    file, _, sheet = text.rpartition("#")
    return Path(file), sheet


def input_sha256(sources: Sources) -> str:
    """Hash of the input: per table in the fixed order its name, its sheet, the length and the bytes.

    The kind that the name of a log says counts as well: it may be that of every row.
    """
    digest = hashlib.sha256()
    given = sources.paths() | ({"mapping": Path(sources.mapping)} if sources.mapping is not None else {})
    for table, path in given.items():
        file, sheet = split_sheet(path)
        kind = kind_of_title(file.stem) if table == "activities" else None
        for label in (table, sheet or "", *([] if kind is None else [kind.name])):
            digest.update(len(label.encode()).to_bytes(8, "big") + label.encode())
        digest.update(file.stat().st_size.to_bytes(8, "big"))
        with file.open("rb") as stream:
            while chunk := stream.read(1 << 20):
                digest.update(chunk)
    return digest.hexdigest()


def read_mapping(path: Path | None, problems: Problems) -> Overrides:
    """The mapping file, checked; what is wrong in it is reported and left out."""
    if path is None:
        return {}
    try:
        raw = _load_yaml(path)
    except FileProblem as problem:
        problems.file_problem(problem, str(path))
        return {}
    return {table: _columns(table, columns, str(path), problems) for table, columns in raw.items()}


def _load_yaml(path: Path) -> dict[str, Any]:
    try:
        if path.stat().st_size > _MAX_MAPPING_BYTES:
            raise FileProblem(
                "file-too-large", size=path.stat().st_size >> 20, limit=_MAX_MAPPING_BYTES >> 20
            )
        raw = yaml.safe_load(path.read_text("utf-8-sig")) or {}
    except (OSError, ValueError, RecursionError, yaml.YAMLError) as error:
        raise FileProblem("map-unreadable", reason=" ".join(str(error).split())[:200]) from error
    if not isinstance(raw, dict):
        raise FileProblem("map-unreadable", reason=type(raw).__name__)
    return {str(key): value for key, value in raw.items()}


def _columns(table: str, columns: Any, file: str, problems: Problems) -> dict[str, str]:
    """The overrides of one table: canonical column -> header."""
    known = vocabulary().headers
    if table not in known:
        problems.error("map-unknown-table", file=file, value=table, tables=listing(known))
        return {}
    if not isinstance(columns, dict) or not all(isinstance(name, _SCALAR) for name in columns.values()):
        problems.error("map-unreadable", file=file, value=table, reason=type(columns).__name__)
        return {}
    checked = {}
    for column, header in columns.items():
        if _allowed(table, str(column)):
            checked[str(column)] = str(header)
        else:
            problems.error(
                "map-unknown-column", file=file, value=str(column), table=table, columns=listing(known[table])
            )
    return checked


def _allowed(table: str, column: str) -> bool:
    """Clients may map any name: what is no canonical column is a dimension of that name."""
    is_eligible = table == "managers" and column.startswith("eligible_")
    return table == "clients" or is_eligible or column in vocabulary().headers[table]
