"""What a file of one scenario is about, without its placeholders filled in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from assigner.i18n import Translator
from scenarios.files.model import Parameter, ParameterSpec, Texts, plain
from scenarios.files.parameters import PARAMETERS, placeholders
from scenarios.files.text import read_text

_TEXTS = TypeAdapter(Texts)


@dataclass(frozen=True, slots=True)
class Outline:
    """Title and purpose by language, and the placeholders in the order in which they are declared."""

    titles: Mapping[str, str]
    about: Mapping[str, str]
    parameters: tuple[Parameter, ...]


def outline(path: Path, tr: Translator) -> Outline:
    """Read it. Raises InputError where the file is no mapping, ValidationError where its texts are none."""
    data: Any = read_text(path, tr).data
    declared = data.get(PARAMETERS, {})
    names = dict.fromkeys([*declared, *(name for name, _ in placeholders(data))])
    return Outline(
        plain(_TEXTS.validate_python(data.get("title", {}))),
        plain(_TEXTS.validate_python(data.get("about", {}))),
        tuple(_parameter(name, declared.get(name, {})) for name in names),
    )


def _parameter(name: str, declared: Any) -> Parameter:
    spec = ParameterSpec.model_validate(declared)
    return Parameter(name, plain(spec.about), spec.default, "default" in spec.model_fields_set)
