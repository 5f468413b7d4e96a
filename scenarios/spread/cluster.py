"""Blocks priced by the workers of a Dask cluster, which hold them as scattered data."""

from __future__ import annotations

import pickle
from collections.abc import Sequence
from typing import Any

from assigner.optimize.spread import Block, Priced, Question, price_block

WAITING = 300.0
"""Seconds that one round on a block may take before it is priced here."""


class ClusterPricer:
    """A Pricer over the workers of a client. A block whose worker is lost is priced here and sent anew.

    The blocks are sent once, spread evenly; each round sends the prices to every block. Closing lets the
    cluster forget the blocks; the client is the caller's.
    """

    def __init__(self, blocks: Sequence[Block], client: Any) -> None:
        self._blocks, self._client = blocks, client
        self._held = [self._send(number) for number in range(len(blocks))]

    def _send(self, number: int) -> Any:
        """Give a block to one of the workers; None where there is none."""
        workers = sorted(self._client.scheduler_info()["workers"])
        if not workers:
            return None
        where = [workers[number % len(workers)]]
        try:
            return self._client.scatter([self._blocks[number]], workers=where, hash=False)[0]
        except Exception:  # the worker went down in the middle
            return None

    def price(self, question: Question) -> list[Priced]:
        """The answer of every block, in the order of the blocks."""
        asked = pickle.dumps(question)
        futures = [self._ask(held, asked) for held in self._held]
        return [self._hear(number, future, question) for number, future in enumerate(futures)]

    def _ask(self, held: Any, asked: bytes) -> Any:
        return None if held is None else self._client.submit(price_held, held, asked, pure=False)

    def _hear(self, number: int, future: Any, question: Question) -> Priced:
        try:
            if future is not None:
                answer: Priced = future.result(timeout=WAITING)
                return answer
        except Exception:  # whatever befell the worker: the block is here as well
            future.release()
        self._held[number] = self._send(number)
        return price_block(self._blocks[number], question)

    def close(self) -> None:
        """Let the cluster forget the blocks. May be called twice."""
        for held in self._held:
            if held is not None:
                held.release()
        self._held = []


def price_held(block: Block, asked: bytes) -> Priced:
    """On a worker: one block's answer to a pickled question of ours."""
    question: Question = pickle.loads(asked)  # noqa: S301 - sent by our own client
    return price_block(block, question)
