"""The proposal.json that lies beside an assignment: which day it used and whether its figures agree."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from assigner.engine import Case
from assigner.policy.yaml_io import policy_sha256
from assigner.tabular.sources import split_sheet

TOLERANCE = 1e-6
"""Figures agree within this, times the larger of 1 and the figure (model §7)."""


@dataclass(frozen=True, slots=True)
class Companion:
    """What a proposal.json says."""

    content: Mapping[str, Any]

    @property
    def as_of(self) -> date | None:
        """The day for which the proposal weighed the evidence."""
        try:
            return date.fromisoformat(self.content["as_of"])
        except (KeyError, TypeError, ValueError):
            return None

    def same_input(self, case: Case) -> bool:
        """Whether the tables are the proposal's, byte for byte."""
        return bool(self._certificate.get("input_sha256") == case.portfolio.input_sha256)

    def same_policy(self, case: Case) -> bool:
        """Whether the policy is the proposal's."""
        return bool(self._certificate.get("policy_sha256") == policy_sha256(case.policy))

    @property
    def _certificate(self) -> Mapping[str, Any]:
        found = self.content.get("certificate")
        return found if isinstance(found, dict) else {}

    def agreement(self, key: str, here: float) -> bool | None:
        """Whether a figure (`score`, `levels.fit`) agrees; None where the file does not have it."""
        there = figure(self.content, key)
        if there is None:
            return None
        return abs(here - there) <= TOLERANCE * max(1.0, abs(there))

    def agreements(self, figures: Mapping[str, Any], keys: tuple[str, ...]) -> list[bool | None]:
        """`agreement` of several figures."""
        return [self.agreement(key, figure(figures, key) or 0.0) for key in keys]

    def differences(self, figures: Mapping[str, Any]) -> list[dict[str, Any]]:
        """The figures that differ, or that the file lacks, with both values."""
        return [
            {"figure": key, "here": value, "there": figure(self.content, key)}
            for key, value in flat(figures).items()
            if self.agreement(key, value) is not True
        ]


def flat(figures: Mapping[str, Any]) -> dict[str, float]:
    """Figures by dotted key."""
    found: dict[str, float] = {}
    for key, value in figures.items():
        inner = value.items() if isinstance(value, Mapping) else ()
        found |= {f"{key}.{name}": number for name, number in inner}
        if not isinstance(value, Mapping):
            found[key] = value
    return found


def figure(content: Mapping[str, Any], key: str) -> float | None:
    """A number under a dotted key, None where there is none."""
    value: Any = content
    for part in key.split("."):
        value = value.get(part) if isinstance(value, Mapping) else None
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def read_companion(assignment: Path) -> Companion | None:
    """The proposal.json beside an assignment file; None where there is none that is ours."""
    file, _ = split_sheet(assignment)
    try:
        content = json.loads((file.parent / "proposal.json").read_text("utf-8"))
    except (OSError, ValueError, RecursionError):
        return None
    return Companion(content) if isinstance(content, dict) and "score" in content else None
