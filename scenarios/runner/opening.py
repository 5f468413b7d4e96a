"""The runner that somebody asked for: so many slots here, or a cluster by its address."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from assigner.errors import InputError, Issue, Severity
from assigner.i18n import Translator
from scenarios.runner.local import LocalRunner, num_cores
from scenarios.runner.model import Runner
from scenarios.runner.queueing import MOST_ATTEMPTS


@contextmanager
def open_runner(slots: int | None, dask: str | None, *, tr: Translator | None = None) -> Iterator[Runner]:
    """A runner that is closed in the end.

    Without `dask`, processes of this machine, `slots` at a time (None: one for each core); with it, the Dask
    scheduler at that address, where `slots` limits how many jobs it is given at once. Raises InputError for
    slots below one, where the extra `cluster` isn't installed, and where the cluster can't be used.
    """
    tr = tr or Translator()
    if slots is not None and slots < 1:
        raise _refused(
            tr.gettext("at least one job must run at a time"),
            tr.gettext("give 1 or more, or leave it out for one per core"),
            "slots",
            str(slots),
        )
    runner: Runner
    if dask is not None:
        runner = open_cluster(dask, slots, tr=tr)
    else:
        runner = LocalRunner(slots or num_cores(), tr=tr)
    try:
        yield runner
    finally:
        runner.close()


def open_cluster(
    address: str, slots: int | None = None, *, attempts: int = MOST_ATTEMPTS, tr: Translator | None = None
) -> Runner:
    """A runner on the Dask scheduler at that address, to be closed by the caller.

    Raises InputError where the extra `cluster` isn't installed, and where the cluster can't be used.
    """
    tr = tr or Translator()
    try:
        from scenarios.runner.cluster import ClusterRunner
    except ImportError as missing:
        raise _refused(
            tr.gettext(
                "running on a Dask cluster needs a package that isn't installed: {name}", name=missing.name
            ),
            tr.gettext("install assigner with the extra `cluster`, or leave --dask out"),
            "dask",
            address,
        ) from None
    return ClusterRunner(address, slots=slots, attempts=attempts, tr=tr)


def _refused(message: str, remedy: str, column: str, value: str) -> InputError:
    return InputError([Issue(Severity.ERROR, "runner", message, remedy, column=column, value=value)])
