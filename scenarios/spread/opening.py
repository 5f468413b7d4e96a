"""The pricer that somebody asked for: here, in processes, or on a cluster by its address."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from assigner.i18n import Translator
from assigner.optimize.spread import Block, HerePricer, Pricer
from scenarios.runner import open_runner
from scenarios.spread.processes import ProcessPricer

if TYPE_CHECKING:
    from scenarios.spread.cluster import ClusterPricer


@contextmanager
def open_pricer(
    blocks: Sequence[Block],
    slots: int | None = None,
    dask: str | None = None,
    *,
    tr: Translator | None = None,
) -> Iterator[Pricer]:
    """A pricer that holds the blocks, closed in the end.

    With `dask` the workers of the scheduler at that address, else `slots` processes, else (None or 1) this
    process. Raises InputError where the cluster can't be used.
    """
    if dask is not None:
        with _on_cluster(blocks, dask, tr or Translator()) as pricer:
            yield pricer
    elif slots is not None and slots > 1:
        with ProcessPricer(blocks, slots) as processes:
            yield processes
    else:
        yield HerePricer(blocks)


@contextmanager
def _on_cluster(blocks: Sequence[Block], address: str, tr: Translator) -> Iterator[ClusterPricer]:
    """Over the connection of a runner, which sees to it that the cluster can be used."""
    with open_runner(None, address, tr=tr) as runner:
        from scenarios.runner.cluster import ClusterRunner
        from scenarios.spread.cluster import ClusterPricer

        assert isinstance(runner, ClusterRunner)  # noqa: S101 - an address was given
        pricer = ClusterPricer(blocks, runner.client)
        try:
            yield pricer
        finally:
            pricer.close()
