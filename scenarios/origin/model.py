"""The way from tables to the case that a proposal stands on."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from assigner.engine import Case
from assigner.i18n import Translator
from assigner.policy import Policy
from scenarios.base import base_of
from scenarios.decisions import Decision, Earlier, Ruling, decided_case
from scenarios.origin.steps import make_steps

FORMAT = "assigner-origin/1"


@dataclass(frozen=True, slots=True)
class Origin:
    """What was asked for: the policy before any edit, the steps in their order, and decisions on moves.

    `steps` are edits as plain data, or ways out of a conflict (`scenarios.origin.steps`). `decisions` are all
    that stand, on the case after the steps.
    """

    policy: Policy
    steps: tuple[Mapping[str, Any], ...] = ()
    decisions: tuple[Decision, ...] = ()

    def edited(self, tables: Case, tr: Translator) -> Case:
        """The case of the tables, read under `policy`, after all steps: the one that decisions are about.

        Raises InputError where a step can't be made.
        """
        if not self.steps:
            return tables
        return make_steps(base_of(tables), self.steps, tr)[0].case()

    def decided(self, edited: Case, tr: Translator) -> Case:
        """The case after the decisions too: the one that the answer is judged on. Raises InputError."""
        rules = [one for one in self.decisions if one.verdict is not Ruling.ACCEPT]
        if not rules:
            return edited
        today = Earlier.of(edited, edited.portfolio.clients.owner_idx)  # pins and bans ask for no answer
        return decided_case(edited, today, rules, tr)

    def write(self, path: Path) -> None:
        """Keep it as JSON."""
        document = {
            "format": FORMAT,
            "policy": self.policy.model_dump(mode="json"),
            "steps": [dict(step) for step in self.steps],
            "decisions": [asdict(one) for one in self.decisions],
        }
        path.write_text(json.dumps(document, ensure_ascii=False, indent=1) + "\n", "utf-8")

    @classmethod
    def read(cls, path: Path) -> Origin:
        """What `write` kept. Raises ValueError or KeyError where it is damaged."""
        found = json.loads(path.read_text("utf-8"))
        if found["format"] != FORMAT:
            raise ValueError(found["format"])
        return cls(
            Policy.model_validate(found["policy"]),
            tuple(found["steps"]),
            tuple(decision_of(one) for one in found["decisions"]),
        )


def decision_of(data: Mapping[str, Any]) -> Decision:
    """A decision from plain data that was checked before."""
    return Decision(
        data["client_id"], Ruling(data["verdict"]), data["manager_id"] or None, data.get("reason", "")
    )
