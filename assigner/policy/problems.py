"""What pydantic found wrong with a policy, as issues a head of sales can act on."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from assigner.errors import Issue, Severity
from assigner.i18n import Translator
from assigner.policy.comments import flow
from assigner.policy.model import Policy
from assigner.policy.nodes import Path, PlainDocument

_MAX_SHOWN = 80


def dotted(path: Sequence[str | int]) -> str:
    """A path as people write it: `balance.goals.0.weight`."""
    return ".".join(str(part) for part in path)


def inner_parts(annotation: Any) -> Iterator[type[BaseModel]]:
    """The policy parts an annotation is made of, in a tuple or beside None too."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for inner in get_args(annotation):
        yield from inner_parts(inner)


def part_at(path: Path) -> type[BaseModel] | None:
    """The model whose keys may stand at a path; None where there is none."""
    part: type[BaseModel] | None = Policy
    for key in path:
        if isinstance(key, int):
            continue
        spec = part.model_fields.get(key) if part is not None else None
        part = next(inner_parts(spec.annotation), None) if spec is not None else None
    return part


def _places(key: str, part: type[BaseModel] = Policy, above: Path = ()) -> Iterator[Path]:
    """Every path of the policy that ends in this key."""
    for name, spec in part.model_fields.items():
        if name == key:
            yield (*above, name)
        for inner in inner_parts(spec.annotation):
            yield from _places(key, inner, (*above, name))


def key_remedy(path: Path, tr: Translator) -> str:
    """What to write instead of an unknown key: a similar one, the place it belongs to, or the known keys."""
    part = part_at(path[:-1])
    known = list(part.model_fields) if part is not None else []
    key = str(path[-1])
    similar = difflib.get_close_matches(key, known, n=1)
    if similar:
        return tr.gettext("did you mean {key!r}?", key=similar[0])
    places = [dotted(place) for place in _places(key)]
    if places:
        return tr.gettext("it belongs to {places}", places=", ".join(places))
    return tr.gettext("known keys here: {keys}", keys=", ".join(known))


def _limit_message(error: ErrorDetails, tr: Translator) -> str | None:
    ctx = error.get("ctx", {})
    match error["type"]:
        case "greater_than":
            return tr.gettext("must be more than {limit}", limit=f"{ctx['gt']:g}")
        case "greater_than_equal":
            return tr.gettext("must be at least {limit}", limit=f"{ctx['ge']:g}")
        case "less_than_equal":
            return tr.gettext("must be at most {limit}", limit=f"{ctx['le']:g}")
        case "enum" | "literal_error":
            expected = str(ctx["expected"]).replace(" or ", ", ").replace("'", "")
            return tr.gettext("must be one of: {expected}", expected=expected)
        case "too_short":
            return tr.gettext("must have at least one entry")
    return None


def _kind_message(error: ErrorDetails, tr: Translator) -> str | None:
    match error["type"]:
        case "extra_forbidden":
            return tr.gettext("unknown key")
        case "missing":
            return tr.gettext("is missing")
        case "int_type" | "int_from_float" | "int_parsing" | "int_parsing_size":
            return tr.gettext("must be a whole number")
        case "float_type" | "float_parsing" | "finite_number":
            return tr.gettext("must be a number")
        case "bool_type" | "bool_parsing":
            return tr.gettext("must be true or false")
        case "string_type":
            return tr.gettext("must be a text")
        case "model_type" | "model_attributes_type":
            return tr.gettext("must hold keys and values")
        case "tuple_type":
            return tr.gettext("must be a list: [...]")
    return None


def message_of(error: ErrorDetails, tr: Translator) -> str:
    """The problem in words; a validator of the policy speaks for itself."""
    if error["type"] == "value_error":
        return str(error["ctx"]["error"])
    return _limit_message(error, tr) or _kind_message(error, tr) or error["msg"]


def _remedy(error: ErrorDetails, tr: Translator) -> str:
    path = error["loc"]
    if error["type"] == "extra_forbidden":
        return key_remedy(path, tr)
    if error["type"] == "missing":
        return tr.gettext("give it a value")
    return tr.gettext("correct the value, or leave the key out to use the default")


def shown(value: object) -> str:
    """A value as it stands in the file, cut where it is long."""
    text = value if isinstance(value, str) else flow(value)
    return text if len(text) <= _MAX_SHOWN else text[: _MAX_SHOWN - 3] + "..."


def value_issues(found: ValidationError, document: PlainDocument, file: str, tr: Translator) -> list[Issue]:
    """One issue for each error pydantic found, with its line, dotted path, value and remedy."""
    return [
        Issue(
            severity=Severity.ERROR,
            code="policy_unknown_key" if error["type"] == "extra_forbidden" else "policy_value",
            message=message_of(error, tr),
            remedy=_remedy(error, tr),
            file=file,
            row=document.line(error["loc"]),
            column=dotted(error["loc"]),
            value="" if error["type"] == "missing" else shown(error["input"]),
        )
        for error in found.errors(include_url=False)
    ]


def duplicate_issues(duplicates: Iterable[tuple[Path, int]], file: str, tr: Translator) -> list[Issue]:
    """One issue for each key that stands twice."""
    return [
        Issue(
            severity=Severity.ERROR,
            code="policy_duplicate_key",
            message=tr.gettext("the key stands twice"),
            remedy=tr.gettext("keep one of them"),
            file=file,
            row=line,
            column=dotted(path),
        )
        for path, line in duplicates
    ]


def file_issue(code: str, message: str, remedy: str, *, file: str, row: int | None = None) -> Issue:
    """An issue about the whole file."""
    return Issue(severity=Severity.ERROR, code=code, message=message, remedy=remedy, file=file, row=row)
