"""What runs counted: cases by phase, answers by status, and every check that failed."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any


@dataclass
class Figures:
    """What happened in runs."""

    cases: Counter[str] = field(default_factory=Counter)
    statuses: Counter[int] = field(default_factory=Counter)
    failures: Counter[str] = field(default_factory=Counter)

    @property
    def total(self) -> int:
        """All cases, of all phases."""
        return self.cases.total()

    def add(self, other: Figures) -> None:
        """Take the figures of another run in."""
        self.cases += other.cases
        self.statuses += other.statuses
        self.failures += other.failures

    def line(self) -> str:
        """Everything but the failures, in one line."""
        phases = ", ".join(f"{phase} {count:,}" for phase, count in sorted(self.cases.items()))
        answers = ", ".join(f"{status}: {count:,}" for status, count in sorted(self.statuses.items()))
        return f"{self.total:,} cases ({phases}); answers {answers}; {self.failures.total()} failed checks"


def read_figures(report: Path) -> Figures:
    """Count the events of a run. Raises RuntimeError where the run broke off."""
    found, ended = Figures(), False
    for event in _events(report):
        ended = ended or "EngineFinished" in event
        scenario = event.get("ScenarioFinished")
        if scenario is not None:
            _count(found, scenario["phase"], scenario["recorder"])
        for name in ("NonFatalError", "FatalError"):
            if name in event:
                found.failures[f"{name}: {json.dumps(event[name])[:500]}"] += 1
    if not ended:
        raise RuntimeError(f"the run broke off: {report.with_name('schemathesis.out').read_text()[-2000:]}")
    return found


def _count(found: Figures, phase: str, recorder: dict[str, Any]) -> None:
    found.cases[phase] += len(recorder.get("interactions", ()))
    for interaction in recorder.get("interactions", {}).values():
        answer = interaction.get("response")
        found.statuses[answer["status_code"] if answer else 0] += 1
    for checks in recorder.get("checks", {}).values():
        for check in checks:
            if check["status"] != "success":
                message = check["failure_info"]["failure"].get("message", "")
                found.failures[f"{recorder['label']}: {check['name']}: {message}"] += 1


def _events(report: Path) -> Iterator[dict[str, Any]]:
    with report.open(encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)
