"""Server-Sent Events about jobs: one query a second for all streams of a process, whoever runs the jobs.

Events are `state` and `progress`. They are snapshots, so a stream that broke goes on with the present: the id
of an event says what its reader has seen, and comes back as Last-Event-ID.

Before every query each stream is asked whether its reader may still listen; one who may not gets nothing of
the answer, and the stream ends.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import logging
from collections import Counter
from collections.abc import AsyncGenerator, Callable, Collection, Iterator
from contextlib import aclosing, contextmanager
from dataclasses import dataclass
from typing import Any

_log = logging.getLogger(__name__)

Document = dict[str, Any]
Look = Callable[[Collection[str]], dict[str, Document]]
MayListen = Callable[[], bool]
"""Asked in a thread, once in a round. Where it raises, there is no news for anybody in this round."""

FINAL = ("succeeded", "failed", "cancelled")

INTERVAL = 1.0
"""Seconds between two queries."""

KEEP_ALIVE = 15
"""Rounds without news after which a comment is sent, so that proxies don't hang up."""

LONGEST = 900
"""Rounds of one stream: then the reader comes again and shows its key once more."""

MOST_EACH = 8
"""Streams of one actor in one process."""


class Full(Exception):  # noqa: N818 - it says what is the matter
    """The actor has as many streams as one may."""


@dataclass(slots=True, eq=False)
class _Reader:
    """Whoever listens to one stream."""

    may_listen: MayListen
    barred: bool = False

    def ask(self) -> None:
        """Whoever was barred once stays so."""
        self.barred = self.barred or not self.may_listen()


class Streams:
    """The streams of one process. Use it from one event loop."""

    def __init__(self, look: Look, interval: float = INTERVAL) -> None:
        self._look, self._interval = look, interval
        self._followed: Counter[str] = Counter()
        self._actors: Counter[str] = Counter()
        self._readers: set[_Reader] = set()
        self._found: dict[str, Document] = {}
        self._polling: asyncio.Task[None] | None = None
        self._next: asyncio.Event = asyncio.Event()
        self._closing = False

    def is_full_for(self, actor_id: str) -> bool:
        """Whether the actor has as many streams as one may."""
        return self._actors[actor_id] >= MOST_EACH

    def close(self) -> None:
        """Let every stream end soon: the process is about to leave."""
        self._closing = True

    async def opened(
        self, actor_id: str, first: Document, last_id: str | None, may_listen: MayListen
    ) -> AsyncGenerator[bytes, None]:
        """As `events`, counted before the answer begins. Raises Full where the actor has too many."""
        events = self.events(actor_id, first, last_id, may_listen)
        return _whole(await anext(events), events)

    async def events(
        self, actor_id: str, first: Document, last_id: str | None, may_listen: MayListen = lambda: True
    ) -> AsyncGenerator[bytes, None]:
        """The events of a job from its state `first`; ends with the job, or after LONGEST rounds.

        It also ends, without a word, once the reader may not listen any more.
        """
        seen, reader = Seen(last_id), _Reader(may_listen)
        with self._counted(actor_id, first["id"], reader):
            yield b"retry: 2000\n\n"
            latest, silent = first, 0
            for _ in range(LONGEST):
                news = list(seen.news(latest))
                silent = 0 if news else silent + 1
                if silent >= KEEP_ALIVE:
                    news, silent = [b": still here\n\n"], 0
                for event in news:
                    yield event
                if self._closing or latest["state"] in FINAL:
                    return
                await self._next.wait()
                if reader.barred:
                    return
                latest = self._found.get(first["id"], latest)

    @contextmanager
    def _counted(self, actor_id: str, job_id: str, reader: _Reader) -> Iterator[None]:
        """Looking for room and taking it are one step: nothing else runs in between."""
        if self.is_full_for(actor_id):
            raise Full
        self._actors[actor_id] += 1
        self._followed[job_id] += 1
        self._readers.add(reader)
        if self._polling is None or self._polling.done():
            self._polling = asyncio.get_running_loop().create_task(self._poll())
        try:
            yield
        finally:
            self._readers.discard(reader)
            for counter, key in ((self._actors, actor_id), (self._followed, job_id)):
                counter[key] -= 1
                if counter[key] <= 0:
                    del counter[key]

    async def _poll(self) -> None:
        """Ask and tell, until nobody follows anything. While the database is away nothing is news."""
        while self._followed:
            await asyncio.sleep(self._interval)
            try:
                asked = list(self._followed), list(self._readers)
                self._found = await asyncio.to_thread(self._ask, *asked)
            except Exception as error:
                _log.warning("streams of jobs have no news: %s", type(error).__name__)
            told, self._next = self._next, asyncio.Event()
            told.set()

    def _ask(self, jobs: list[str], readers: list[_Reader]) -> dict[str, Document]:
        """Who may still listen, and then the news: nobody hears what came after being barred."""
        for reader in readers:
            reader.ask()
        return self._look(jobs)


class Seen:
    """What the reader of a stream has seen: attempt and state, and the digest of a progress."""

    def __init__(self, last_id: str | None) -> None:
        state, _, progress = (last_id or "").rpartition("-")
        self._state, self._progress = state, progress

    @property
    def id(self) -> str:
        """As the id of an event."""
        return f"{self._state}-{self._progress}"

    def news(self, job: Document) -> Iterator[bytes]:
        """The events that tell what is new; progress comes before a last state."""
        state = f"{job['attempt']}-{job['state']}"
        progress = _digest(job["progress"])
        parts = [("state", state), ("progress", progress)]
        for name, value in reversed(parts) if job["state"] in FINAL else parts:
            if name == "state" and value != self._state:
                self._state = value
                yield self._event(name, {key: one for key, one in job.items() if key != "progress"})
            elif name == "progress" and job["progress"] is not None and value != self._progress:
                self._progress = value
                yield self._event(name, {"id": job["id"], "attempt": job["attempt"], **job["progress"]})

    def _event(self, name: str, data: Document) -> bytes:
        body = json.dumps(data, ensure_ascii=False)
        return f"id: {self.id}\nevent: {name}\ndata: {body}\n\n".encode()


async def _whole(head: bytes, rest: AsyncGenerator[bytes, None]) -> AsyncGenerator[bytes, None]:
    """All events, where the first was taken already."""
    async with aclosing(rest):
        yield head
        async for event in rest:
            yield event


def _digest(progress: Document | None) -> str:
    return hashlib.sha256(json.dumps(progress, sort_keys=True).encode()).hexdigest()[:12]
