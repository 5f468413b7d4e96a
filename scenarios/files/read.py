"""Files of scenarios into scenarios: all problems of all files at once."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from assigner.errors import InputError, Issue
from assigner.i18n import Translator
from assigner.policy.nodes import Path as Place
from assigner.policy.nodes import PlainDocument
from assigner.policy.problems import dotted
from scenarios.edits import Edit, parse_edits
from scenarios.files.bases import base_of_files
from scenarios.files.extend import broken_references, extended
from scenarios.files.model import KEYS, FileSpec, ScenarioSpec, Written
from scenarios.files.model import ScenarioBook as ScenarioBook
from scenarios.files.names import bad_names
from scenarios.files.parameters import fill, placeholders, unused
from scenarios.files.problems import shape_issues, twice
from scenarios.files.text import read_text
from scenarios.scenario import Effort

ALONE = ("name", "title", "about", "extends", "edits")
"""Keys of a scenario that is alone in its file: they stand at the top."""


@dataclass(slots=True)
class _Findings:
    """What was read so far, and everything that was wrong with it."""

    issues: list[Issue] = field(default_factory=list)
    written: list[Written] = field(default_factory=list)
    files: list[tuple[Path, PlainDocument, FileSpec]] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    parameters: list[str] = field(default_factory=list)


def read_scenarios(
    paths: Sequence[Path], *, settings: Mapping[str, object] | None = None, tr: Translator | None = None
) -> ScenarioBook:
    """All scenarios of the files, in their order, with `extends` followed over all of them.

    Args:
        paths: YAML files, or JSON where the name ends so; each holds one scenario, or several.
        settings: values of placeholders, by name.
        tr: language of the messages.

    Raises:
        InputError: with every problem of every file. `row` is the line, `column` the dotted path.
    """
    tr, settings = tr or Translator(), settings or {}
    found = _Findings()
    for path in dict.fromkeys(paths):
        try:
            _read(path, settings, found, tr)
        except InputError as error:
            found.issues += error.issues
    found.issues += bad_names(found.written, tr)
    found.issues += broken_references(found.written, set(found.names), tr)
    found.issues += unused(settings, found.parameters, tr)
    base, issues = base_of_files(found.files, tr)
    if found.issues or issues:
        raise InputError([*found.issues, *issues])
    return ScenarioBook(extended(found.written), base, _common_effort(spec for _, _, spec in found.files))


def _common_effort(files: Iterable[FileSpec]) -> Effort:
    """What the first file that says so wants."""
    common = Effort()
    for spec in files:
        common = common.or_else(spec.effort)
    return common


def _read(path: Path, settings: Mapping[str, object], found: _Findings, tr: Translator) -> None:
    """Add what one file holds to the findings."""
    document = read_text(path, tr)
    found.issues += twice(document, path, tr)
    found.names += _names(document.data, path)
    found.parameters += [name for name, _ in placeholders(document.data)]
    document, missing = fill(document, path, settings, tr)
    found.issues += missing
    if missing:
        return
    alone = _is_alone(document.data)
    spec = _shape(document, path, alone, tr)
    found.files.append((path, document, spec))
    for n, one in enumerate(spec.scenarios):
        above = () if alone else ("scenarios", n)
        edits = _edits(one, document, above, path, found, tr)
        found.written.append(Written(one, edits, spec.effort, path, document, above))


def _is_alone(data: Any) -> bool:
    return "scenarios" not in data and any(key in data for key in ALONE)


def _names(data: Any, path: Path) -> Iterator[str]:
    """Names of scenarios, whatever else is wrong with them, so that references to them are no error."""
    if _is_alone(data):
        yield str(data.get("name", path.stem))
    listed = data.get("scenarios")
    for one in listed if isinstance(listed, list) else ():
        if isinstance(one, dict) and "name" in one:
            yield str(one["name"])


def _shape(document: PlainDocument, path: Path, alone: bool, tr: Translator) -> FileSpec:
    data: Any = document.data
    if alone:
        document = _as_list(document, path)
        data = document.data
    try:
        return FileSpec.model_validate_json(json.dumps(data, default=str), strict=True)
    except ValidationError as error:
        found = shape_issues(error, document, path, KEYS, tr)
    raise InputError([_at_top(one) for one in found] if alone else found)


def _as_list(document: PlainDocument, path: Path) -> PlainDocument:
    """A scenario that is alone, written as a list of one."""
    data: Any = document.data
    own = {"name": path.stem, **{key: value for key, value in data.items() if key in ALONE}}
    rest = {key: value for key, value in data.items() if key not in ALONE}
    lines = {
        ("scenarios", 0, *place) if place[0] in ALONE else place: line
        for place, line in document.lines.items()
    }
    return replace(document, data={**rest, "scenarios": [own]}, lines=lines)


def _at_top(one: Issue) -> Issue:
    return replace(one, column=one.column.removeprefix("scenarios.0."))


def _edits(
    spec: ScenarioSpec,
    document: PlainDocument,
    above: Place,
    path: Path,
    found: _Findings,
    tr: Translator,
) -> tuple[Edit, ...]:
    """The edits of one scenario; their problems go to the findings."""
    try:
        return parse_edits(
            spec.edits, file=str(path), tr=tr, line=lambda place: document.line((*above, "edits", *place))
        )
    except InputError as error:
        found.issues += [replace(one, column=dotted((*above, one.column))) for one in error.issues]
        return ()
