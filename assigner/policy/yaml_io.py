"""A policy from YAML and back: every problem listed, every number commented, every policy with its hash."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path

import yaml
from pydantic import ValidationError

from assigner.errors import InputError, Issue
from assigner.i18n import Translator
from assigner.policy.comments import dump_policy
from assigner.policy.model import Policy
from assigner.policy.nodes import PlainDocument, read_document
from assigner.policy.problems import duplicate_issues, file_issue, value_issues

__all__ = ["dump_policy", "load_policy", "parse_policy", "policy_sha256"]


def load_policy(path: Path | str, *, tr: Translator | None = None) -> Policy:
    """Read a policy file; what it does not mention keeps its default, an empty file is the default.

    Args:
        path: a YAML file in UTF-8.
        tr: language of the messages; English by default.

    Raises:
        InputError: with every problem of the file: unreadable, not YAML, a key that is unknown or stands
            twice, a value of the wrong kind or out of range. `row` is the line, `column` the dotted path.
    """
    tr = tr or Translator()
    file = str(path)
    return _validated(_document(_text(Path(path), file, tr), file, tr), file, tr)


def parse_policy(data: Mapping[str, object], *, file: str = "", tr: Translator | None = None) -> Policy:
    """A policy from plain nested data, such as a scenario's; same rules and errors as `load_policy`."""
    return _validated(PlainDocument(dict(data)), file, tr or Translator())


def policy_sha256(policy: Policy) -> str:
    """Hash of a policy's content as 64 hex digits: equal policies have equal hashes, however written."""
    content = _canonical(policy.model_dump(mode="json"))
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=True, allow_nan=False)
    return hashlib.sha256(text.encode("ascii")).hexdigest()


def _canonical(value: object) -> object:
    """The same data with 180.0 written as 180, so that equal numbers look equal."""
    if isinstance(value, dict):
        return {key: _canonical(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_canonical(inner) for inner in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _text(path: Path, file: str, tr: Translator) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        message = tr.gettext("can't be read: {reason}", reason=error.strerror or error)
        remedy = tr.gettext("check the name and the access rights of the file")
    except UnicodeDecodeError:
        message = tr.gettext("is not a text in UTF-8")
        remedy = tr.gettext("save it as UTF-8")
    raise InputError([file_issue("policy_unreadable", message, remedy, file=file)])


def _document(text: str, file: str, tr: Translator) -> PlainDocument:
    """Plain data of the text, with a mapping at the top."""
    try:
        document = read_document(text)
    except yaml.YAMLError as error:
        raise InputError([_syntax_issue(error, file, tr)]) from None
    if document.data is None:
        return PlainDocument({})
    if not isinstance(document.data, dict):
        message = tr.gettext("the policy must hold keys and values, such as `balance:`")
        remedy = tr.gettext("`assigner policy --write` prints a complete example")
        raise InputError([file_issue("policy_not_mapping", message, remedy, file=file)])
    return document


def _syntax_issue(error: yaml.YAMLError, file: str, tr: Translator) -> Issue:
    mark = getattr(error, "problem_mark", None)
    reason = getattr(error, "problem", None) or str(error).splitlines()[0]
    return file_issue(
        "policy_syntax",
        tr.gettext("is not valid YAML: {reason}", reason=reason),
        tr.gettext("check indents, colons and quotes near this line"),
        file=file,
        row=mark.line + 1 if mark is not None else None,
    )


def _validated(document: PlainDocument, file: str, tr: Translator) -> Policy:
    """The policy, or all issues at once.

    Strict validation of JSON refuses what would be guessing (`true` for 1, "15" for 15) and still takes lists
    for tuples and words for enumerations.
    """
    issues = duplicate_issues(document.duplicates, file, tr)
    try:
        policy = Policy.model_validate_json(json.dumps(document.data, default=str), strict=True)
    except ValidationError as error:
        issues += value_issues(error, document, file, tr)
    else:
        if not issues:
            return policy
    raise InputError(sorted(issues, key=lambda issue: issue.row or 0))
