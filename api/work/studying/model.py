"""What a study made, before it becomes files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from api.work.studying.progress import Board
from assigner.solution import ShouldStop
from scenarios.base import Base
from scenarios.results import RunResult
from scenarios.runner import Runner
from scenarios.store import Store

ANSWERS = "answers"
"""Folder of the answers that one may adopt, inside the study's folder."""


HANDOVER = "handover.json"
"""Edits that make a proposal of an onboarding, by its steps: "first", "all"."""


def document_name(language: str) -> str:
    """The document's file in a language."""
    return f"document.{language}.json"


def page_name(language: str) -> str:
    """The page's file in a language."""
    return f"page.{language}.html"


@dataclass(frozen=True, slots=True, eq=False)
class Means:
    """What the solves of a study are done with. `workers` are the cores that each of them may use.

    `cluster` is where a search goes that is no batch; None: it is made here.
    """

    base: Base
    runner: Runner
    store: Store
    board: Board
    should_stop: ShouldStop
    workers: int = 1
    cluster: Runner | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Made:
    """Document and page by language, the headline figures, and what one may adopt: answers, or edits."""

    documents: Mapping[str, Mapping[str, Any]]
    pages: Mapping[str, str]
    figures: Mapping[str, Any]
    answers: Sequence[RunResult] = field(default_factory=tuple)
    handover: Mapping[str, Any] = field(default_factory=dict)
