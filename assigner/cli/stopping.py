"""Ctrl-C and SIGTERM while an answer is looked for: the first keeps the best answer, the second ends the run.

Where the system can, the signals are held back from all threads and one thread waits for them. An ordinary
handler would not do: Python runs it only between two of its own steps, so not during a call of a solver, and
a solver may put its own handler in the place of ours.
"""

from __future__ import annotations

import _thread
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

SIGNALS = (signal.SIGINT, signal.SIGTERM)


class Stopping:
    """Whether the user asked to stop. Begin `watching()` before threads start: all of them hold back then.

    Inside `keeping()` the first signal only sets `asked`; outside, and on the second one, the run ends with
    KeyboardInterrupt.
    """

    def __init__(self) -> None:
        self.asked = False
        self._gentle = False

    def should_stop(self) -> bool:
        """For the solver: whether to stop with the best answer so far."""
        return self.asked

    @contextmanager
    def keeping(self) -> Iterator[None]:
        """While an answer is looked for."""
        self._gentle = True
        try:
            yield
        finally:
            self._gentle = False

    def _on_signal(self, number: signal.Signals) -> None:
        if self._gentle and not self.asked:
            self.asked = True
        else:
            _thread.interrupt_main(number)

    @contextmanager
    def watching(self) -> Iterator[Stopping]:
        """Catch the signals while the block lasts; a signal that the parent process ignores stays ignored."""
        if threading.current_thread() is not threading.main_thread():
            yield self
            return
        watched = {number for number in SIGNALS if signal.getsignal(number) is not signal.SIG_IGN}
        held_back = hasattr(signal, "pthread_sigmask")
        before = {number: signal.signal(number, self._handle) for number in watched}
        try:
            if held_back:
                with self._thread(watched):
                    yield self
            else:
                yield self
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    def _handle(self, number: int, _frame: FrameType | None) -> None:
        """The ordinary handler: for `interrupt_main`, threads older than the block, and other systems."""
        if self._gentle and not self.asked:
            self.asked = True
        else:
            raise KeyboardInterrupt

    @contextmanager
    def _thread(self, watched: set[signal.Signals]) -> Iterator[None]:
        """A thread that waits for the signals; SIGUSR1 tells it that the block is over."""
        waited_for = watched | {signal.SIGUSR1}
        mask = signal.pthread_sigmask(signal.SIG_BLOCK, waited_for)
        waiting = threading.Thread(target=self._wait, args=(waited_for,), daemon=True)
        waiting.start()
        try:
            yield
        finally:
            if waiting.ident is not None:
                signal.pthread_kill(waiting.ident, signal.SIGUSR1)
            waiting.join()
            signal.pthread_sigmask(signal.SIG_SETMASK, mask)

    def _wait(self, waited_for: set[signal.Signals]) -> None:
        while (number := signal.sigwait(waited_for)) != signal.SIGUSR1:
            self._on_signal(signal.Signals(number))
