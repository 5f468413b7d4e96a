"""A scenario: a base plus named edits, how hard it is tried, and the hash by which it is known again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from assigner.solution import SolverConfig
from scenarios.edits import Edit

FORMAT = "assigner-scenario/1"
"""Part of the hash: raise it when the meaning of edits changes."""

DEFAULT_SECONDS = 60.0
BASE_NAME = "base"
"""The column of the unchanged base beside the scenarios; no scenario may be called so."""


class Effort(BaseModel):
    """How hard a scenario is tried; what is blank is left to somebody else to say.

    `time_limit` in seconds and `work_limit` in work units hold for each solve. `seeds` is how many solves
    there are, with the seeds `seed`, `seed + 1`, ...: their spread shows the noise of the search.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    time_limit: Annotated[float, Field(gt=0)] | None = None
    work_limit: Annotated[float, Field(gt=0)] | None = None
    seed: Annotated[int, Field(ge=0)] | None = None
    seeds: Annotated[int, Field(ge=1, le=100)] | None = None
    workers: Annotated[int, Field(ge=1)] | None = None

    def or_else(self, other: Effort) -> Effort:
        """What this one says and, where it is blank, the other. Both limits come from one of them."""
        found = {**_said(other), **_said(self)}
        if self.time_limit is not None or self.work_limit is not None:
            found |= {"time_limit": self.time_limit, "work_limit": self.work_limit}
        return Effort(**found)

    def configs(self, workers: int) -> tuple[SolverConfig, ...]:
        """One for each seed. `workers` are the cores of a solve where nobody said how many.

        With a work limit and no word about workers it is one, so that the answer repeats.
        """
        blank = self.time_limit is None and self.work_limit is None
        cores = self.workers or (workers if self.work_limit is None else 1)
        seed = self.seed or 0
        return tuple(
            SolverConfig(
                time_limit=DEFAULT_SECONDS if blank else self.time_limit,
                work_limit=self.work_limit,
                seed=one,
                workers=cores,
            )
            for one in range(seed, seed + (self.seeds or 1))
        )


def _said(effort: Effort) -> dict[str, Any]:
    return effort.model_dump(exclude_none=True)


@dataclass(frozen=True, slots=True)
class Scenario:
    """Edits in their order, those of the scenario that it extends first.

    `titles` are by language. `file` and `row` say where it was written,
    `places` where each edit was.
    """

    name: str
    edits: tuple[Edit, ...] = ()
    titles: Mapping[str, str] = field(default_factory=dict)
    effort: Effort = field(default_factory=Effort)
    extends: str = ""
    file: str = ""
    row: int | None = None
    places: tuple[tuple[str, int | None], ...] = ()

    def place(self, edit: int) -> tuple[str, int | None]:
        """File and line of an edit, else of the scenario."""
        return self.places[edit] if edit < len(self.places) else (self.file, self.row)

    def title(self, language: str) -> str:
        """What people call it."""
        return text_in(self.titles, language) or self.name


def text_in(texts: Mapping[str, str], language: str) -> str:
    """The text of a language, else of any; "" where there is none."""
    return texts.get(language) or next(iter(texts.values()), "")


def scenario_sha256(base_hash: str, edits: Sequence[Edit]) -> str:
    """64 hex digits of base and ordered edits: names, titles and effort do not matter."""
    content = {
        "format": FORMAT,
        "base": base_hash,
        "edits": [edit.model_dump(mode="json") for edit in edits],
    }
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()
