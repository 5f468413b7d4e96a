"""Blocks priced by processes of this machine, each of which holds its blocks as long as it lives."""

from __future__ import annotations

import multiprocessing
import signal
from collections.abc import Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess

from assigner.optimize.spread import Block, Priced, Question, price_block

ENDING = 5.0
"""Seconds that a process gets to end by itself."""


@dataclass(frozen=True, slots=True, eq=False)
class _Holder:
    """A process, the pipe to it, and which blocks it holds."""

    process: SpawnProcess
    pipe: Connection
    numbers: tuple[int, ...]


class ProcessPricer:
    """A Pricer over `slots` processes. A block whose process is gone is priced here from then on.

    The blocks are sent once, when it is made. To be closed in the end; usable as a context manager.
    """

    def __init__(self, blocks: Sequence[Block], slots: int) -> None:
        self._blocks = blocks
        self._holders: list[_Holder] = []
        count = max(1, min(slots, len(blocks)))
        try:
            self._holders = [_begin() for _ in range(count)]
            self._holders = [self._give(one, at, count) for at, one in enumerate(self._holders)]
        except BaseException:
            self.close()
            raise

    def _give(self, holder: _Holder, at: int, count: int) -> _Holder:
        """Send a process every block that is its own."""
        numbers = tuple(range(at, len(self._blocks), count))
        holder.pipe.send([self._blocks[number] for number in numbers])
        return _Holder(holder.process, holder.pipe, numbers)

    @property
    def pids(self) -> tuple[int, ...]:
        """The processes that are still asked."""
        return tuple(one.process.pid for one in self._holders if one.process.pid is not None)

    def price(self, question: Question) -> list[Priced]:
        """The answer of every block, in the order of the blocks."""
        asked = [(one, _ask(one, question)) for one in self._holders]
        found: dict[int, Priced] = {}
        for holder, heard in asked:
            answers = _hear(holder) if heard else None
            if answers is None:
                self._drop(holder)
            else:
                found |= dict(zip(holder.numbers, answers, strict=True))
        return [
            found[number] if number in found else price_block(block, question)
            for number, block in enumerate(self._blocks)
        ]

    def _drop(self, holder: _Holder) -> None:
        self._holders.remove(holder)
        _end(holder)

    def close(self) -> None:
        """End all processes. May be called twice."""
        while self._holders:
            self._drop(self._holders[-1])

    def __enter__(self) -> ProcessPricer:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _begin() -> _Holder:
    """A fresh process: never a fork, which would copy locks and compiled code's threads."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=hold, args=(theirs,), daemon=True, name="assigner-block")
    process.start()
    theirs.close()
    return _Holder(process, ours, ())


def hold(pipe: Connection) -> None:
    """In a process of its own: take blocks, answer questions until the other side is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's business
    try:
        blocks = pipe.recv()
        while True:
            question = pipe.recv()
            pipe.send([price_block(block, question) for block in blocks])
    except (EOFError, OSError):
        return


def _ask(holder: _Holder, question: Question) -> bool:
    """Whether the process still takes questions."""
    try:
        holder.pipe.send(question)
    except OSError:
        return False
    return True


def _hear(holder: _Holder) -> list[Priced] | None:
    """The answers, None where the process has died."""
    try:
        answers: list[Priced] = holder.pipe.recv()
    except (EOFError, OSError):
        return None
    return answers


def _end(holder: _Holder) -> None:
    """Close the pipe, which ends the process; kill it where that takes too long."""
    holder.pipe.close()
    holder.process.join(ENDING)
    if holder.process.is_alive():
        holder.process.kill()
        holder.process.join()
    holder.process.close()
