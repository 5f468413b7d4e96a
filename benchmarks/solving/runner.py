"""Runs each task in a fresh process, stops it when it is late, and writes a line whatever happens."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from queue import Empty, Queue
from threading import Thread
from typing import IO, Any

from benchmarks.solving.machine import machine
from benchmarks.solving.methods import OURS
from benchmarks.solving.records import FAILED, KILLED, Event, Record, Task, append, read, thinned

LOADING = 3600.0
"""Seconds that reading an instance, or judging an answer, may take."""

GRACE = 10.0
GRACE_SHARE = 0.25
"""A method that is back so much later than its limit is still heard; afterwards it is killed."""

ERROR_CHARACTERS = 1500

Tell = Callable[[str], None]


@dataclass(slots=True)
class Heard:
    """What a process has said so far."""

    ready: bool = False
    answered: bool = False
    before: float | None = None
    peak: float | None = None
    events: list[Event] = field(default_factory=list)
    result: dict[str, Any] | None = None

    def hear(self, line: str) -> None:
        """One line of it; lines that aren't ours are ignored."""
        try:
            ((word, value),) = json.loads(line).items()
        except (ValueError, AttributeError):
            return
        if word == "ready":
            self.ready, self.before = True, value
        elif word == "event":
            *event, self.peak = value
            self.events.append(Event(*event))
        elif word == "answered":
            self.answered = True
        elif word == "result":
            self.result = value

    def deadline(self, task: Task) -> float:
        """Seconds that may pass until the next stage."""
        during = self.ready and not self.answered
        return task.seconds * (1 + GRACE_SHARE) + GRACE if during else LOADING


def child_command(task: Task, cache: Path) -> list[str]:
    """The command line of a run."""
    return [sys.executable, "-m", "benchmarks.solving.child", str(cache), json.dumps(asdict(task))]


def run_task(task: Task, command: Sequence[str]) -> Record:
    """Run one task by a command that speaks as `child` does; killed and failed ones are records too."""
    facts = machine()
    with tempfile.TemporaryFile() as errors:
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=errors, text=True)
        lines: Queue[str | None] = Queue()
        ear = Thread(target=_pump, args=(process.stdout, lines), daemon=True)
        ear.start()
        heard = Heard()
        try:
            late = _listen(lines, heard, task)
            if not late:
                process.wait()
        finally:
            process.kill()
            code = process.wait()
            ear.join()
        errors.seek(0)
        said = errors.read().decode(errors="replace")[-ERROR_CHARACTERS:]
    if late:
        return _record(task, heard, facts, KILLED, "stopped: it was late")
    return _record(task, heard, facts, FAILED, said or f"exit code {code}")


def _listen(lines: Queue[str | None], heard: Heard, task: Task) -> bool:
    """Hear a process until its end; whether it has to be stopped because it is late."""
    stage, since = (heard.ready, heard.answered), time.monotonic()
    while True:
        left = since + heard.deadline(task) - time.monotonic()
        try:
            line = lines.get(timeout=max(0.01, min(left, 1.0)))
        except Empty:
            if left <= 0:
                return True
            continue
        if line is None:
            return False
        heard.hear(line)
        if (heard.ready, heard.answered) != stage:
            stage, since = (heard.ready, heard.answered), time.monotonic()
        if since + heard.deadline(task) < time.monotonic():
            return True


def _pump(stream: IO[str], lines: Queue[str | None]) -> None:
    with stream:
        for line in stream:
            lines.put(line)
    lines.put(None)


def _record(task: Task, heard: Heard, facts: dict[str, Any], otherwise: str, error: str) -> Record:
    """The record of what was heard.

    Without a result it is `otherwise`, with the last event's score as a note: nobody checked that answer.
    """
    events = thinned(heard.events)
    if heard.result is not None:
        found = heard.result | {"peak_mib": heard.result.get("peak_mib") or heard.peak}
        return Record(task=task, events=events, before_mib=heard.before, machine=facts, **found)
    last = heard.events[-1] if heard.events else Event(0.0, None, None)
    return Record(
        task=task,
        status=otherwise,
        bound=last.bound,
        peak_mib=heard.peak,
        before_mib=heard.before,
        events=events,
        notes={"claimed_score": last.score},
        machine=facts,
        error=error,
    )


def run_all(tasks: Iterable[Task], cache: Path, out: Path, tell: Tell) -> None:
    """Run what the file does not have yet, one after the other."""
    tasks = list(tasks)
    done = {record.task.key for record in read([out])}
    left = [task for task in tasks if task.key not in done]
    tell(f"{len(tasks) - len(left)} of {len(tasks)} runs are in {out} already")
    for number, task in enumerate(left, start=1):
        record = _prepared(task, cache) or run_task(task, child_command(task, cache))
        append(out, record)
        tell(f"{number}/{len(left)} {in_short(record)}")


def compile_kernels() -> None:
    """Compile what changed since the last time, so that no clock runs meanwhile."""
    subprocess.run([sys.executable, "-m", "assigner.optimize.warm"], check=True)


def _prepared(task: Task, cache: Path) -> Record | None:
    """Make the instance in a process of its own; a record only where that failed."""
    command = [sys.executable, "-m", "benchmarks.solving.instances", str(cache), task.instance]
    whole = ["--whole"] if task.method == OURS else []
    done = subprocess.run([*command, *whole], capture_output=True, text=True, check=False)
    if done.returncode == 0:
        return None
    return Record(task=task, status=FAILED, machine=machine(), error=done.stderr[-ERROR_CHARACTERS:])


def in_short(record: Record) -> str:
    """One line about a run."""
    task = record.task
    head = f"{task.instance} {task.method} {task.seconds:g} s: {record.status}"
    if record.score is None or record.took is None:
        return f"{head} {record.error.strip()[-200:]}"
    bound = "-" if record.bound is None else f"{record.bound:.4f}"
    broken = f", {record.broken} rules broken" if record.broken else ""
    return f"{head} after {record.took:.1f} s, score {record.score:.4f}, bound {bound}{broken}"
