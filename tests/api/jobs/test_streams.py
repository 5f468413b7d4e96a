"""Streams of one process: one query for all, so many for each actor, an end when the process leaves."""

from __future__ import annotations

import asyncio
from collections.abc import Collection
from typing import Any

from api.jobs import streams
from api.jobs.streams import MOST_EACH, Streams


def job(name: str, state: str = "running", **progress: float) -> dict[str, Any]:
    return {"id": name, "state": state, "attempt": 1, "progress": progress or None}


async def all_of(found: Streams, actor: str, first: dict[str, Any]) -> list[str]:
    return [part.decode() async for part in found.events(actor, first, None)]


def test_all_streams_share_one_query() -> None:
    asked: list[set[str]] = []

    def look(ids: Collection[str]) -> dict[str, Any]:
        asked.append(set(ids))
        return {name: job(name, "succeeded" if len(asked) >= 3 else "running") for name in ids}

    async def follow() -> list[list[str]]:
        found = Streams(look, interval=0.01)
        return await asyncio.gather(*(all_of(found, "me", job(name)) for name in ("a", "b", "a")))

    said = asyncio.run(follow())
    assert asked == [{"a", "b"}] * 3
    assert all("succeeded" in parts[-1] for parts in said)


def test_streams_of_one_actor_are_limited_and_given_back() -> None:
    async def follow() -> tuple[bool, bool, bool]:
        found = Streams(lambda ids: {}, interval=0.01)
        tasks = [asyncio.create_task(all_of(found, "me", job("a"))) for _ in range(MOST_EACH)]
        await asyncio.sleep(0.05)
        full, other = found.is_full_for("me"), found.is_full_for("you")
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        return full, other, found.is_full_for("me")

    assert asyncio.run(follow()) == (True, False, False)


def test_a_silent_stream_says_that_it_lives_and_ends_when_the_process_leaves() -> None:
    async def follow() -> list[str]:
        found = Streams(lambda ids: {}, interval=0.001)
        task = asyncio.create_task(all_of(found, "me", job("a")))
        await asyncio.sleep(0.001 * streams.KEEP_ALIVE * 20)
        found.close()
        return await task

    said = asyncio.run(follow())
    assert ": still here\n\n" in said


def test_a_database_that_is_away_ends_no_stream() -> None:
    calls = 0

    def look(ids: Collection[str]) -> dict[str, Any]:
        nonlocal calls
        calls += 1
        if calls == 1:
            raise ConnectionError
        return {"a": job("a", "failed")}

    said = asyncio.run(all_of(Streams(look, interval=0.01), "me", job("a")))
    assert '"failed"' in said[-1]
