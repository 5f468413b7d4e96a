"""The text of a file as plain data that knows its lines."""

from __future__ import annotations

import json
from pathlib import Path

import yaml

from assigner.errors import InputError
from assigner.i18n import Translator
from assigner.policy.nodes import PlainDocument, read_document
from scenarios.files.problems import issue

MAX_BYTES = 4 << 20


def read_text(path: Path, tr: Translator) -> PlainDocument:
    """YAML, or JSON where the name says so. Raises InputError: unreadable, no UTF-8, no mapping, too long."""
    text = _text(path, tr)
    document = _json(text, path, tr) if path.suffix.lower() == ".json" else _yaml(text, path, tr)
    if not isinstance(document.data, dict):
        message = tr.gettext("a file of scenarios must hold keys and values, such as `scenarios:`")
        raise InputError([issue(path, "scenario_file", message, see_catalogue(tr))])
    return document


def see_catalogue(tr: Translator) -> str:
    """Where there is an example."""
    return tr.gettext("`assigner scenario catalogue --show hire-two` prints an example")


def _text(path: Path, tr: Translator) -> str:
    try:
        data = path.read_bytes()
        if len(data) <= MAX_BYTES:
            return data.decode("utf-8-sig")
        message = tr.gettext("is too long for a file of scenarios")
        remedy = tr.gettext("give the file of scenarios, not a table")
    except OSError as error:
        message = tr.gettext("can't be read: {reason}", reason=error.strerror or error)
        remedy = tr.gettext("check the name and the access rights of the file")
    except UnicodeDecodeError:
        message, remedy = tr.gettext("is not a text in UTF-8"), tr.gettext("save it as UTF-8")
    raise InputError([issue(path, "scenario_unreadable", message, remedy)])


def _yaml(text: str, path: Path, tr: Translator) -> PlainDocument:
    try:
        return read_document(text)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        reason = getattr(error, "problem", None) or str(error).splitlines()[0]
        row = mark.line + 1 if mark is not None else None
    message = tr.gettext("is not valid YAML: {reason}", reason=reason)
    remedy = tr.gettext("check indents, colons and quotes near this line")
    raise InputError([issue(path, "scenario_syntax", message, remedy, row=row)])


def _json(text: str, path: Path, tr: Translator) -> PlainDocument:
    """The data by the rules of JSON; the lines by those of YAML, which reads nearly all of it."""
    try:
        data = json.loads(text)
    except (json.JSONDecodeError, RecursionError) as error:
        message = tr.gettext("is not valid JSON: {reason}", reason=getattr(error, "msg", error))
        remedy = tr.gettext("check commas, brackets and quotes near this line")
        row = getattr(error, "lineno", None)
        raise InputError([issue(path, "scenario_syntax", message, remedy, row=row)]) from None
    try:
        read = read_document(text.replace("\t", " "))
    except yaml.YAMLError:
        return PlainDocument(data)
    return PlainDocument(data, read.lines, read.duplicates)
