"""Many solves on a terminal: how many are done, and where each of those that run stands."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from rich.console import Group
from rich.text import Text

from assigner.cli.progress import shown_live
from assigner.i18n import Translator
from assigner.report.words import phase_word
from assigner.solution import Progress
from scenarios.runner import JobEvent, JobState

MAX_ROWS = 8


@dataclass(slots=True)
class _Solve:
    """What is known of one solve."""

    state: JobState = JobState.QUEUED
    progress: Progress | None = None
    attempt: int = 1
    since: float = field(default_factory=time.monotonic)


class Board:
    """Hears of solves as `solve_many` tells of them; shown by rich.

    `total` is how many there will be; 0 where nobody knows yet.
    """

    def __init__(self, tr: Translator) -> None:
        self._tr = tr
        self._solves: dict[str, _Solve] = {}
        self.total = 0
        self.doing = ""

    def __call__(self, name: str, event: JobEvent) -> None:
        """Take what happened to a solve."""
        solve = self._solves.setdefault(name, _Solve())
        if solve.state is not event.state:
            solve.since = time.monotonic()
        solve.state, solve.attempt = event.state, event.attempt
        if isinstance(event.progress, Progress):
            solve.progress = event.progress

    @property
    def done(self) -> int:
        """How many solves have ended."""
        return sum(one.state.is_final for one in self._solves.values())

    def __rich__(self) -> Group:
        """One line for all, then one for each that runs."""
        running = [(name, one) for name, one in self._solves.items() if one.state is JobState.RUNNING]
        rows = [self._line("  " + self._row(name, one)) for name, one in running[:MAX_ROWS]]
        return Group(self._line(self._head(len(running))), *rows)

    @staticmethod
    def _line(text: str) -> Text:
        return Text(text, "cyan", no_wrap=True, overflow="ellipsis")

    def _head(self, running: int) -> str:
        tr = self._tr
        if not self.total:
            return self.doing
        text = tr.gettext(
            "{done} of {total} solves done, {running} running",
            done=self.done,
            total=self.total,
            running=running,
        )
        return f"{text} | {tr.gettext('Ctrl-C keeps what is found')}"

    def _row(self, name: str, solve: _Solve) -> str:
        tr, latest = self._tr, solve.progress
        seconds = tr.gettext("{seconds} s", seconds=tr.number(time.monotonic() - solve.since))
        parts = [name, seconds]
        if solve.attempt > 1:
            parts.append(tr.gettext("attempt {n}", n=solve.attempt))
        if latest is not None:
            parts.append(phase_word(tr, latest.phase))
            parts += self._figures(latest)
        return " | ".join(parts)

    def _figures(self, latest: Progress) -> Iterator[str]:
        if latest.score is not None:
            yield self._tr.gettext("best {score}", score=self._tr.number(latest.score, 2))
        if latest.gap is not None and latest.gap <= 1:
            yield self._tr.gettext("gap {gap}", gap=self._tr.percent(latest.gap, 1))


@contextmanager
def board(tr: Translator) -> Iterator[Board]:
    """The board, shown on the error output if that is a terminal, and gone in the end."""
    shown = Board(tr)
    with shown_live(shown):
        yield shown
