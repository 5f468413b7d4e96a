"""Edits from plain data, such as a scenario file's, with every problem found."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Any

from pydantic import BaseModel, TypeAdapter, ValidationError
from pydantic_core import ErrorDetails
from rapidfuzz import process

from assigner.errors import InputError, Issue, Severity
from assigner.i18n import Translator
from assigner.policy.problems import dotted, inner_parts, message_of, shown
from scenarios.edits.union import KINDS, Edit

Path = tuple[str | int, ...]
"""Place of a value among the edits: number of the edit, field, ..."""

_ONE: TypeAdapter[Edit] = TypeAdapter(Edit)
_ALIKE = 65


def no_line(path: Path) -> int | None:
    """The line of nothing: the data come from no file."""
    return None


def parse_edits(
    data: Sequence[object],
    *,
    file: str = "",
    tr: Translator | None = None,
    line: Callable[[Path], int | None] = no_line,
) -> tuple[Edit, ...]:
    """The edits, in their order, judged as strictly as a policy file: no guessing of numbers or flags.

    `line` tells the line in `file` of a path such as (2, "manager"). Raises InputError with every problem;
    `column` is the place, `edits.2.manager`.
    """
    reader = _Reader(file, tr or Translator(), line)
    edits = [reader.read(n, one) for n, one in enumerate(data)]
    if reader.issues:
        raise InputError(reader.issues)
    return tuple(edit for edit in edits if edit is not None)


class _Reader:
    """Reads single edits and collects what is wrong with them."""

    def __init__(self, file: str, tr: Translator, line: Callable[[Path], int | None]) -> None:
        self._file, self._tr, self._line = file, tr, line
        self.issues: list[Issue] = []

    def read(self, n: int, data: object) -> Edit | None:
        """One edit, None where it has problems."""
        if not isinstance(data, dict):
            message = self._tr.gettext("must hold keys and values")
            self._report((n,), message, self._tr.gettext("an edit begins with `kind: ...`"), shown(data))
            return None
        kind = data.get("kind")
        if not isinstance(kind, str) or kind not in KINDS:
            self._report_kind(n, kind)
            return None
        try:
            return _ONE.validate_json(json.dumps(data, default=str), strict=True)
        except ValidationError as error:
            for found in error.errors(include_url=False):
                self._report_error(n, KINDS[kind], found)
            return None

    def _report_kind(self, n: int, kind: object) -> None:
        tr = self._tr
        if kind is None:
            message, shape = tr.gettext("the edit has no kind"), ""
        else:
            message, shape = tr.gettext("there is no such kind of edit"), shown(kind)
        best = process.extractOne(shape, list(KINDS), score_cutoff=_ALIKE) if shape else None
        remedy = (
            tr.gettext("did you mean {word}?", word=best[0])
            if best
            else tr.gettext("kinds: {names}", names=", ".join(KINDS))
        )
        self._report((n, "kind"), message, remedy, shape)

    def _report_error(self, n: int, model: type[BaseModel], error: ErrorDetails) -> None:
        path = tuple(part for part in error["loc"][1:] if part != "[key]")  # the first part is the kind
        value = "" if error["type"] == "missing" else shown(error["input"])
        self._report((n, *path), self._message(error), self._remedy(model, path, error), value)

    def _message(self, error: ErrorDetails) -> str:
        kind = error["type"]
        if kind.startswith("date"):
            return self._tr.gettext("must be a date, as 2026-09-30")
        if kind.endswith("too_short") and isinstance(error["input"], str | int):
            return self._tr.gettext("must not be blank")
        if kind in ("dict_type", "mapping_type"):
            return self._tr.gettext("must hold keys and values")
        return message_of(error, self._tr)

    def _remedy(self, model: type[BaseModel], path: Path, error: ErrorDetails) -> str:
        if error["type"] == "missing":
            return self._tr.gettext("give it a value")
        if error["type"] != "extra_forbidden":
            return self._tr.gettext("correct the value")
        known = list(_part_at(model, path[:-1]).model_fields)
        best = process.extractOne(str(path[-1]), known, score_cutoff=_ALIKE)
        if best:
            return self._tr.gettext("did you mean {word}?", word=best[0])
        return self._tr.gettext("known keys here: {keys}", keys=", ".join(known))

    def _report(self, path: Path, message: str, remedy: str, value: str) -> None:
        place = dotted(("edits", *path))
        row = self._line(path)
        self.issues.append(
            Issue(
                Severity.ERROR, "edit", message, remedy, file=self._file, row=row, column=place, value=value
            )
        )


def _part_at(model: type[BaseModel], path: Path) -> type[BaseModel]:
    """The model whose keys may stand at a path inside an edit."""
    for key in path:
        spec = model.model_fields.get(str(key))
        inner: Any = next(inner_parts(spec.annotation), None) if spec is not None else None
        model = inner or model
    return model
