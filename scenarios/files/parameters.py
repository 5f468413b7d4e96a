"""Placeholders: `${cap}` in a file stands for what `--set cap=0.1` says, or for the parameter's default."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import yaml

from assigner.errors import InputError, Issue, Severity
from assigner.i18n import Translator
from assigner.policy.nodes import Path as Place
from assigner.policy.nodes import PlainDocument, read_document
from assigner.policy.problems import dotted
from scenarios.files.problems import issue, similar

_PLACEHOLDER = re.compile(r"\$\{\s*([^\W\d]\w*)\s*\}")
PARAMETERS = "parameters"


def parse_settings(texts: Iterable[str], tr: Translator) -> dict[str, object]:
    """Values of `--set name=value`, read as YAML: 0.1 is a number, [a, b] a list, North a text.

    Raises InputError with every one that can't be read or is given twice.
    """
    found: dict[str, object] = {}
    issues: list[Issue] = []
    for text in texts:
        name, sign, value = text.partition("=")
        name = name.strip()
        if not sign or not name.isidentifier():
            issues.append(_bad(text, tr.gettext("is no setting"), tr))
        elif name in found:
            issues.append(_bad(text, tr.gettext("the name is set twice"), tr))
        else:
            found[name] = _value(value)
    if issues:
        raise InputError(issues)
    return found


def _bad(text: str, message: str, tr: Translator) -> Issue:
    remedy = tr.gettext("write each setting once, as --set cap=0.1")
    return Issue(Severity.ERROR, "scenario_setting", message, remedy, column="--set", value=text)


def _value(text: str) -> object:
    try:
        return read_document(text).data
    except yaml.YAMLError:
        return text


def placeholders(value: object, path: Place = ()) -> Iterator[tuple[str, Place]]:
    """Every placeholder in plain data, with the path of the text that has it."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from placeholders(key, (*path, key))
            yield from placeholders(inner, (*path, key))
    elif isinstance(value, list):
        for n, inner in enumerate(value):
            yield from placeholders(inner, (*path, n))
    elif isinstance(value, str):
        yield from ((name, path) for name in _PLACEHOLDER.findall(value))


def defaults(data: Mapping[str, Any]) -> dict[str, object]:
    """Defaults of the parameters of a file, whatever else is wrong with it."""
    declared = data.get(PARAMETERS)
    named = declared.items() if isinstance(declared, dict) else ()
    return {name: spec["default"] for name, spec in named if isinstance(spec, dict) and "default" in spec}


def fill(
    document: PlainDocument, file: Path, settings: Mapping[str, object], tr: Translator
) -> tuple[PlainDocument, list[Issue]]:
    """The document with every placeholder replaced, and those that nobody gave a value."""
    data: Any = document.data
    values = {**defaults(data), **settings}
    rest = {key: value for key, value in data.items() if key != PARAMETERS}
    missing = dict(one for one in reversed([*placeholders(rest)]) if one[0] not in values)
    issues = [_missing(name, path, document, file, tr) for name, path in reversed(missing.items())]
    filled = {key: _filled(value, values) for key, value in rest.items()}
    return replace(document, data={**data, **filled}), issues


def _missing(name: str, path: Place, document: PlainDocument, file: Path, tr: Translator) -> Issue:
    return issue(
        file,
        "scenario_parameter",
        tr.gettext("the parameter {name} has no value", name=name),
        tr.gettext("give it one: --set {name}=...", name=name),
        row=document.line(path),
        column=dotted(path),
    )


def _filled(value: Any, values: Mapping[str, object]) -> Any:
    """A text that is one placeholder becomes the value itself, one among others its text."""
    if isinstance(value, dict):
        return {str(_filled(key, values)): _filled(inner, values) for key, inner in value.items()}
    if isinstance(value, list):
        return [_filled(inner, values) for inner in value]
    if not isinstance(value, str):
        return value
    whole = _PLACEHOLDER.fullmatch(value.strip())
    if whole is not None:
        return values.get(whole[1], value)
    return _PLACEHOLDER.sub(lambda found: str(values.get(found[1], found[0])), value)


def unused(settings: Mapping[str, object], used: Iterable[str], tr: Translator) -> list[Issue]:
    """Settings that no file has a placeholder for."""
    known = sorted(set(used))
    message = tr.gettext("no file has a parameter of this name")
    return [
        Issue(
            Severity.ERROR, "scenario_setting", message, similar(name, known, tr), column="--set", value=name
        )
        for name in settings
        if name not in known
    ]
