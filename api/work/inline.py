"""A runner that solves in this very process, one job after the other.

The job of a study is a process already, which somebody else watches, stops and kills: with one core to use
another one below it would cost seconds to start and could only be left behind.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import partial

from scenarios.runner.driving import Wish
from scenarios.runner.queueing import Attempt, QueueRunner
from scenarios.runner.wire import pack, raised, returned


class InlineRunner(QueueRunner):
    """Runs one job at a time in a thread; whoever polls hears of its progress meanwhile.

    Nothing is killed here: a job ends when it looks at the wish to stop, or with the whole process.
    """

    def __init__(self) -> None:
        super().__init__()
        self._thread: threading.Thread | None = None

    @property
    def slots(self) -> int:
        """One: the process has one core to use."""
        return 1

    def _launch(self, attempt: Attempt) -> None:
        self._thread = threading.Thread(target=self._work, args=(attempt,), daemon=True)
        self._thread.start()

    def _work(self, attempt: Attempt) -> None:
        self._begun(attempt)
        context = _Context(attempt, partial(self._told, attempt))
        try:
            result = attempt.job.function(attempt.job.argument, context)
            outcome = returned(result, stopped=context.noticed)
        except Exception as error:
            outcome = raised(error, stopped=context.noticed)
        self._ended(attempt, outcome)

    def _wish_changed(self, attempt: Attempt) -> None:
        """The job looks for itself."""

    def _shut(self) -> None:
        if self._thread is not None:
            self._thread.join()


class _Context:
    """What the job may do beside computing."""

    def __init__(self, attempt: Attempt, told: Callable[[bytes], None]) -> None:
        self.noticed = False
        self._attempt, self._told = attempt, told

    def tell(self, progress: object, /) -> None:
        """Let whoever polls hear of it."""
        self._told(pack(progress))

    def should_stop(self) -> bool:
        """Whether the job was cancelled; remembers that it has heard of it."""
        self.noticed = self.noticed or self._attempt.wish is not Wish.GO_ON
        return self.noticed
