"""HTTP by hand: a load generator must cost less than what it loads."""

from __future__ import annotations

import asyncio
import gc
import json
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit


@dataclass(slots=True)
class Answers:
    """What came back: seconds of each request, from the moment it was due, and bodies in order of sending."""

    seconds: list[float] = field(default_factory=list)
    bodies: list[bytes] = field(default_factory=list)
    refused: int = 0
    took: float = 0.0


class Connection:
    """One kept-alive connection; requests go one after the other."""

    def __init__(self, address: str, path: str, key: str) -> None:
        parts = urlsplit(address)
        self._host, self._port = parts.hostname, parts.port
        self._head = (
            f"POST {path} HTTP/1.1\r\nHost: {parts.netloc}\r\nX-API-Key: {key}\r\n"
            "Content-Type: application/json\r\nContent-Length: "
        ).encode()
        self._reader: asyncio.StreamReader | None = None
        self._writer: asyncio.StreamWriter | None = None

    async def open(self) -> None:
        """Connect."""
        self._reader, self._writer = await asyncio.open_connection(self._host, self._port)

    async def post(self, body: bytes) -> tuple[int, bytes]:
        """Send a body; status and body of the answer."""
        assert self._reader is not None
        assert self._writer is not None
        self._writer.write(self._head + str(len(body)).encode() + b"\r\n\r\n" + body)
        head = await self._reader.readuntil(b"\r\n\r\n")
        length = head.lower().index(b"content-length:") + 15
        size = int(head[length : head.index(b"\r", length)])
        return int(head[9:12]), await self._reader.readexactly(size)

    def close(self) -> None:
        """Hang up."""
        if self._writer is not None:
            self._writer.close()


def bodies_of(clients: Sequence[dict[str, Any]]) -> list[bytes]:
    """Requests, written down before the clock runs."""
    return [json.dumps({"client": client}).encode() for client in clients]


async def all_at_once(connections: Sequence[Connection], bodies: Sequence[bytes]) -> Answers:
    """Every connection sends the next body as soon as it was answered."""
    found, queue = Answers(), iter(bodies)

    async def work(connection: Connection) -> None:
        for body in queue:
            begin = time.perf_counter()
            _note(found, begin, await connection.post(body))

    begin = time.perf_counter()
    await asyncio.gather(*map(work, connections))
    found.took = time.perf_counter() - begin
    return found


async def at_a_rate(connections: Sequence[Connection], bodies: Sequence[bytes], rate: float) -> Answers:
    """Bodies are due at fixed moments, whether or not earlier ones were answered; seconds count from then."""
    found, free = Answers(), asyncio.Queue[Connection]()
    for connection in connections:
        free.put_nowait(connection)

    async def send(body: bytes, due: float) -> None:
        connection = await free.get()
        _note(found, due, await connection.post(body))
        free.put_nowait(connection)

    gc.disable()
    begin, tasks = time.perf_counter(), []
    for n, body in enumerate(bodies):
        due = begin + n / rate
        await asyncio.sleep(max(0.0, due - time.perf_counter()))
        tasks.append(asyncio.create_task(send(body, due)))
    await asyncio.gather(*tasks)
    found.took = time.perf_counter() - begin
    gc.enable()
    return found


def _note(found: Answers, begin: float, answer: tuple[int, bytes]) -> None:
    status, body = answer
    found.seconds.append(time.perf_counter() - begin)
    found.bodies.append(body)
    found.refused += status >= 300
