"""What a file of scenarios may hold, and what is made of all files together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from assigner.i18n import LANGUAGES
from assigner.policy.nodes import Path as Place
from assigner.policy.nodes import PlainDocument
from scenarios.edits import Edit
from scenarios.scenario import Effort, Scenario


def _in_all_languages(value: object) -> object:
    return dict.fromkeys(LANGUAGES, value) if isinstance(value, str) else value


def _as_folder(value: object) -> object:
    return {"folder": value} if isinstance(value, str) else value


Texts = Annotated[dict[Literal["en", "ru"], str], BeforeValidator(_in_all_languages)]
"""A text for all languages, or one for each."""


def plain(texts: Texts) -> dict[str, str]:
    """Texts by language, for whoever does not know these types."""
    return {str(language): text for language, text in texts.items()}


class Part(BaseModel):
    """Base of all parts of a file: unknown keys are errors."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class BaseSpec(Part):
    """The base: the folder of a proposal, or tables; paths are relative to the file."""

    folder: str | None = None
    clients: str | None = None
    managers: str | None = None
    activities: str | None = None
    rules: str | None = None
    decisions: str | None = None
    audit: str | None = None
    policy: str | None = None
    map: str | None = None
    as_of: date | None = None
    merge_exact: bool = False
    tolerant: bool = False


class ParameterSpec(Part):
    """A placeholder of the file: its default, if it has one, and what it is for."""

    default: Any = None
    about: Texts = Field(default_factory=dict)


class ScenarioSpec(Part):
    """One scenario as it is written."""

    name: str
    title: Texts = Field(default_factory=dict)
    about: Texts = Field(default_factory=dict)
    extends: str | None = None
    edits: tuple[Any, ...] = ()
    effort: Effort = Field(default_factory=Effort)


class FileSpec(Part):
    """The whole file; what it says of base and effort holds for all its scenarios."""

    base: Annotated[BaseSpec | None, BeforeValidator(_as_folder)] = None
    base_sha256: str | None = None
    parameters: dict[str, ParameterSpec] = Field(default_factory=dict)
    effort: Effort = Field(default_factory=Effort)
    scenarios: tuple[ScenarioSpec, ...] = Field(min_length=1)


KEYS = frozenset(
    name for part in (FileSpec, ScenarioSpec, BaseSpec, ParameterSpec, Effort) for name in part.model_fields
)
"""Every key that a file may have somewhere."""


@dataclass(frozen=True, slots=True)
class Written:
    """One scenario and where it stands: the path above it is empty where it is alone in its file."""

    spec: ScenarioSpec
    edits: tuple[Edit, ...]
    file_effort: Effort
    file: Path
    document: PlainDocument
    above: Place

    def row(self, key: str) -> int | None:
        """Line of one of its keys."""
        return self.document.line((*self.above, key))

    @property
    def scenario(self) -> Scenario:
        """The scenario with its own edits and effort alone."""
        spec = self.spec
        return Scenario(
            name=spec.name,
            edits=self.edits,
            titles=plain(spec.title),
            effort=spec.effort,
            extends=spec.extends or "",
            file=str(self.file),
            row=self.row("name"),
            places=tuple(
                (str(self.file), self.document.line((*self.above, "edits", n)))
                for n in range(len(self.edits))
            ),
        )


@dataclass(frozen=True, slots=True)
class BaseReference:
    """The base that files name. `spec` is None where none of them does; paths in it are absolute.

    `sha256` is what the base must be, "" where no file says; `file` and `row` are where that stands.
    """

    spec: BaseSpec | None = None
    sha256: str = ""
    file: str = ""
    row: int | None = None


@dataclass(frozen=True, slots=True)
class Parameter:
    """A placeholder of a file, for those who fill it in. Without a default it has to be set."""

    name: str
    about: Mapping[str, str]
    default: object = None
    has_default: bool = False


@dataclass(frozen=True, slots=True)
class ScenarioBook:
    """All scenarios of the files given, in their order.

    `effort` is what the files want for the base, and for scenarios whose own file says nothing.
    """

    scenarios: tuple[Scenario, ...]
    base: BaseReference = field(default_factory=BaseReference)
    effort: Effort = field(default_factory=Effort)
