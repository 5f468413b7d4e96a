"""One live line on a terminal while the engine works; nothing at all on a pipe."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console, RenderableType
from rich.live import Live
from rich.text import Text

from assigner.i18n import Translator
from assigner.report.words import phase_word
from assigner.solution import Progress

REFRESH_PER_SECOND = 4


class ProgressLine:
    """The line: what is being done, and of the search phase, best score, bound, gap and seconds."""

    def __init__(self, tr: Translator) -> None:
        self._tr = tr
        self._doing = ""
        self._since = time.monotonic()
        self._latest: Progress | None = None
        self._limit: float | None = None
        self.refresh: Callable[[], None] = lambda: None

    def begin(self, doing: str, limit: float | None = None) -> None:
        """A new step of the run; `limit` is its time limit in seconds."""
        self._doing, self._limit, self._latest = doing, limit, None
        self._since = time.monotonic()
        self.refresh()

    def __call__(self, progress: Progress, /) -> None:
        """Note what the search says."""
        self._latest = progress

    def __rich__(self) -> Text:
        """The figures come first: a narrow terminal cuts the end."""
        doing = phase_word(self._tr, self._latest.phase) if self._latest else self._doing
        parts = [f"{doing[:1].upper()}{doing[1:]}, {self._time()}", *self._search()]
        return Text(" | ".join(parts), "cyan", no_wrap=True, overflow="ellipsis")

    def _time(self) -> str:
        seconds = self._tr.number(time.monotonic() - self._since)
        if self._limit is None:
            return self._tr.gettext("{seconds} s", seconds=seconds)
        limit = self._tr.number(self._limit)
        return self._tr.gettext("{seconds} of {limit} s", seconds=seconds, limit=limit)

    def _search(self) -> Iterator[str]:
        latest, tr = self._latest, self._tr
        if latest is None:
            return
        if latest.score is not None:
            yield tr.gettext("best {score}", score=tr.number(latest.score, 2))
        if latest.bound is not None:
            yield tr.gettext("bound {bound}", bound=tr.number(latest.bound, 2))
        if latest.gap is not None and latest.gap <= 1:
            yield tr.gettext("gap {gap}", gap=tr.percent(latest.gap, 1))
        yield tr.gettext("Ctrl-C keeps the best")


@contextmanager
def progress_line(tr: Translator) -> Iterator[ProgressLine]:
    """The line, shown on the error output if that is a terminal, and gone in the end."""
    line = ProgressLine(tr)
    with shown_live(line) as live:
        if live is not None:
            line.refresh = live.refresh
        yield line


@contextmanager
def shown_live(shown: RenderableType) -> Iterator[Live | None]:
    """Show something that changes on the error output, while the block lasts, if that is a terminal."""
    console = Console(stderr=True, highlight=False, markup=False, emoji=False)
    if not sys.stderr.isatty() or console.is_dumb_terminal:
        yield None
        return
    with Live(shown, console=console, refresh_per_second=REFRESH_PER_SECOND, transient=True) as live:
        yield live
