"""A solved scenario: its answers by seed, or why there is none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from assigner.errors import AssignerError
from scenarios.base import Base
from scenarios.compare.model import Column, Run
from scenarios.results import RunResult
from scenarios.scenario import Scenario


@dataclass(frozen=True, slots=True, eq=False)
class Prepared:
    """A scenario whose edits were made: the base that it is solved on, with a sentence for each edit."""

    scenario: Scenario
    base: Base
    sha256: str
    sentences: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class SeedAnswer:
    """The answer of one seed; `stored` says that it was not solved now."""

    seed: int
    result: RunResult
    stored: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Answer:
    """A scenario with its answers in the order of seeds; `problems` tell of seeds that have none."""

    prepared: Prepared
    seeds: tuple[SeedAnswer, ...]
    problems: Mapping[int, AssignerError]

    @property
    def name(self) -> str:
        """The scenario's."""
        return self.prepared.scenario.name

    @property
    def best(self) -> SeedAnswer | None:
        """The answer with the lowest score, the first one of equal ones."""
        return min(self.seeds, key=lambda one: float(one.result.document["score"]), default=None)

    @property
    def problem(self) -> AssignerError | None:
        """Why there is no answer at all; None where there is one."""
        return None if self.seeds else next(iter(self.problems.values()), None)

    def column(self, language: str) -> Column:
        """The answer as one side of a comparison."""
        best, scenario = self.best, self.prepared.scenario
        ids = ((), (), ()) if best is None else _ids(best.result)
        return Column(
            scenario.name,
            scenario.title(language),
            tuple(Run(one.seed, one.result.document) for one in self.seeds),
            *ids,
            sentences=self.prepared.sentences,
            problem=str(self.problem or ""),
        )


def _ids(result: RunResult) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    return result.client_id, result.manager_id, result.previous_manager_id
