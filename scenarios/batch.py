"""Many scenarios solved behind one runner; what was solved before is not solved again."""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import count

from assigner.engine import PACKAGES, propose
from assigner.errors import AssignerError, NoAnswer
from assigner.i18n import Translator
from assigner.portfolio import IntArray
from assigner.solution import ShouldStop, SolverConfig, never_stop
from scenarios.base import Base
from scenarios.results import RunResult, result_of, run_key
from scenarios.runner.errors import JobFailed
from scenarios.runner.model import Job, JobContext, JobEvent, JobState, Runner
from scenarios.runner.versions import version_of
from scenarios.store import Store

TICK = 0.2
"""Seconds between two looks at whether the batch is to stop."""

_NUMBERS = count()
"""Two batches may solve one key: their jobs are two."""

OnEvent = Callable[[str, JobEvent], None]
"""Hears of what happens to a scenario, by its name."""


@dataclass(frozen=True, slots=True, eq=False)
class Ask:
    """One scenario to solve: its edited base, the effort and seed, and what to begin from.

    `start` is an assignment in the order of the base's clients, as `scenarios.results.start_of` gives it.
    """

    name: str
    base: Base
    config: SolverConfig
    start: IntArray | None = None


@dataclass(frozen=True, slots=True, eq=False)
class _Task:
    """An Ask as it travels to the process that solves it."""

    key: str
    ask: Ask
    language: str


def ignore_event(name: str, event: JobEvent, /) -> None:
    """Event callback that does nothing."""


@cache
def engine_version() -> str:
    """Versions of all packages that an answer depends on, as one word of the key."""
    return " ".join(f"{name}={version_of(name)}" for name in PACKAGES)


def key_of(ask: Ask) -> str:
    """The key under which the answer is kept."""
    return run_key(ask.base, ask.config, engine_version(), ask.start)


def solve_many(
    asks: Sequence[Ask],
    *,
    runner: Runner,
    store: Store | None = None,
    on_event: OnEvent = ignore_event,
    should_stop: ShouldStop = never_stop,
    tr: Translator | None = None,
) -> dict[str, RunResult | AssignerError]:
    """Solve scenarios with a runner that nobody else polls meanwhile; results by name, in the order asked.

    Asks that are equal but for their names are solved once. With a store, what it holds is not solved, and
    every whole answer is put there. A scenario whose rules conflict, or whose processes die, is an error of
    its own. When `should_stop` says so, what was found so far is returned: whole answers, the best answers of
    what was running (not kept in the store), NoAnswer for the rest.

    `on_event` hears of a kept answer as of a success in attempt 0. Texts of errors are in the language of
    `tr`. Raises ValueError where two asks have one name.
    """
    batch = _Batch(asks, store, on_event, tr or Translator())
    try:
        for job in batch.jobs():
            runner.submit(job)
        stopping = False
        while batch.open:
            if not stopping and should_stop():
                stopping = True
                batch.cancel(runner)
            for event in runner.poll(TICK):
                batch.hear(event)
    except BaseException:
        batch.cancel(runner)
        raise
    return batch.answers()


def solve_one(task: _Task, context: JobContext) -> RunResult:
    """The job: solve one scenario, in a process of its own. Raises what `propose` raises."""
    ask = task.ask
    proposal = propose(
        ask.base.case(),
        ask.config,
        on_progress=context.tell,
        should_stop=context.should_stop,
        start=ask.start,
        tr=Translator(task.language),
    )
    return result_of(task.key, proposal)


class _Batch:
    """What is known of each key while a batch runs; `open` are the keys being solved, by job."""

    def __init__(self, asks: Sequence[Ask], store: Store | None, on_event: OnEvent, tr: Translator) -> None:
        self.open: dict[str, str] = {}
        self._store, self._on_event, self._tr = store, on_event, tr
        self._asks = {ask.name: ask for ask in asks}
        if len(self._asks) < len(asks):
            raise ValueError("two scenarios have one name")
        self._keys = {name: key_of(ask) for name, ask in self._asks.items()}
        self._found: dict[str, RunResult | AssignerError] = {}
        self._names: dict[str, list[str]] = defaultdict(list)
        for name, key in self._keys.items():
            self._names[key].append(name)

    def jobs(self) -> Iterator[Job]:
        """What has to be solved; of what the store holds everybody hears at once."""
        for key, names in self._names.items():
            kept = self._store.get(key) if self._store is not None else None
            if kept is None:
                job_id = f"{key[:16]}-{next(_NUMBERS)}"
                self.open[job_id] = key
                yield Job(job_id, solve_one, _Task(key, self._asks[names[0]], self._tr.language))
            else:
                self._found[key] = kept
                self._say(key, JobEvent(key, JobState.SUCCEEDED, attempt=0, result=kept))

    def cancel(self, runner: Runner) -> None:
        """Ask everything that is still open to stop."""
        for job_id in self.open:
            runner.cancel(job_id)

    def hear(self, event: JobEvent) -> None:
        """Take what happened to a job; one that isn't open belongs to a batch that was given up."""
        key = self.open.get(event.job_id)
        if key is None:
            return
        if event.state.is_final:
            del self.open[event.job_id]
            self._found[key] = self._answer(event)
        self._say(key, event)

    def answers(self) -> dict[str, RunResult | AssignerError]:
        """Everything found, by name."""
        return {name: self._found[key] for name, key in self._keys.items()}

    def _answer(self, event: JobEvent) -> RunResult | AssignerError:
        if isinstance(event.result, RunResult):
            if event.state is JobState.SUCCEEDED:
                self._keep(event.result)
            return event.result
        if isinstance(event.error, AssignerError):
            return event.error
        if event.error is not None:
            return _defect(event.error)
        return NoAnswer(self._tr.gettext("the scenario was cancelled before it had an answer"))

    def _keep(self, result: RunResult) -> None:
        """Put a whole answer into the store; a full disk must not cost the answer in hand."""
        if self._store is None:
            return
        try:
            self._store.put(result)
        except OSError as error:
            logging.getLogger(__name__).warning("an answer could not be kept: %s", error)

    def _say(self, key: str, event: JobEvent) -> None:
        for name in self._names[key]:
            self._on_event(name, event)


def _defect(error: BaseException) -> JobFailed:
    """What nobody foresaw, as an error of one scenario."""
    return JobFailed(f"{type(error).__name__}: {error}", "\n".join(getattr(error, "__notes__", [])))
