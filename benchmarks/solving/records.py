"""What is run and what came of it, as JSON lines: one line a run, so that a broken session loses one run."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

ANSWERED, KILLED, FAILED, NOTHING = "answered", "killed", "failed", "no answer"
"""How a run can end: with an answer, past its time, with an error, without any answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One run: a method on an instance, with wall seconds, a seed of the method, workers and a target gap."""

    instance: str
    method: str
    seconds: float
    seed: int = 0
    workers: int = 2
    target_gap: float = 0.001

    @property
    def key(self) -> tuple[object, ...]:
        """What makes two runs the same run."""
        return (self.instance, self.method, self.seconds, self.seed, self.workers, self.target_gap)


class Event(NamedTuple):
    """Best score and best bound of a method at some second of its run, None until known."""

    seconds: float
    score: float | None
    bound: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """What came of a task.

    `score` is the exact value of the answer, `bound` what the method claims to have proven. `broken` counts
    the hard rules that the answer breaks; None without an answer. `peak_mib` is the most memory of the
    process, `before_mib` the most before the method began. `took` are the method's own seconds. `notes` holds
    what only some methods have: phases, what the independent checker says.
    """

    task: Task
    status: str
    score: float | None = None
    bound: float | None = None
    broken: int | None = None
    took: float | None = None
    peak_mib: float | None = None
    before_mib: float | None = None
    stopped_by: str = ""
    events: tuple[Event, ...] = ()
    notes: dict[str, Any] = field(default_factory=dict)
    machine: dict[str, Any] = field(default_factory=dict)
    error: str = ""

    @property
    def good(self) -> bool:
        """Whether there is an answer that keeps all hard rules."""
        return self.status == ANSWERED and self.score is not None and self.broken == 0


def to_line(record: Record) -> str:
    """One line of JSON."""
    return json.dumps(asdict(record), ensure_ascii=False)


def from_line(line: str) -> Record:
    """The record of a line; raises ValueError, KeyError or TypeError where it is none."""
    document = json.loads(line)
    task = Task(**document.pop("task"))
    events = tuple(Event(*event) for event in document.pop("events"))
    return Record(task=task, events=events, **document)


def append(path: Path, record: Record) -> None:
    """Add a record to a file, which is made where it is missing."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a", encoding="utf-8") as stream:
        stream.write(to_line(record) + "\n")


def read(paths: Iterable[Path]) -> list[Record]:
    """All records of some files; of a run made twice the later one. Half-written lines are skipped."""
    found: dict[tuple[object, ...], Record] = {}
    for path in paths:
        for line in path.read_text(encoding="utf-8").splitlines() if path.exists() else ():
            try:
                record = from_line(line)
            except (ValueError, KeyError, TypeError):
                continue
            found[record.task.key] = record
    return list(found.values())


def thinned(events: Sequence[Event], most: int = 400) -> tuple[Event, ...]:
    """Events that change anything, at most about `most` of them, the first and the last among them."""
    changes: list[Event] = []
    for event in events:
        if not changes or event[1:] != changes[-1][1:]:
            changes.append(event)
    step = max(1, len(changes) // most)
    return tuple(e for n, e in enumerate(changes) if n % step == 0 or n == len(changes) - 1)
