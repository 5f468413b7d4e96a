"""What a study is asked: plain values from the row of the job, checked once more where they are used."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from scenarios.scenario import Effort

StudyKind = Literal["scenarios", "frontier", "sensitivity", "onboarding"]
KINDS: tuple[StudyKind, ...] = ("scenarios", "frontier", "sensitivity", "onboarding")


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class ScenarioAsk(_Part):
    """One scenario beside today's base; `policy` is its own, None for that of the study."""

    name: str
    edits: tuple[dict[str, Any], ...] = ()
    policy: dict[str, Any] | None = None


class Coming(_Part):
    """One newcomer, or one who returns from leave: a share of 1 is full time, `eligible` by dimension."""

    manager_id: str
    name: str = ""
    start: date | None = None
    share: float = 1.0
    eligible: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    returns: bool = False


class StudyAsk(_Part):
    """The whole question. `effort` holds for each solve, in an onboarding for all searches together."""

    kind: StudyKind
    dataset_id: str
    policy: dict[str, Any]
    decisions: tuple[dict[str, Any], ...] = ()
    effort: Effort = Field(default_factory=Effort)
    scenarios: tuple[ScenarioAsk, ...] = ()
    points: int = 8
    knobs: tuple[str, ...] = ()
    newcomers: tuple[Coming, ...] = ()
    leaver: str | None = None
    ramp: tuple[float, ...] | None = None
    loss_cap: float | None = None
    take_active: bool = False
    store_mb: int = 1024
