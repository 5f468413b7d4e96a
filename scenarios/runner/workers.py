"""Whether the workers of a cluster can do what is asked of them, and what to say where they can't."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from assigner.errors import InputError, Issue, Severity
from assigner.i18n import Translator
from scenarios.runner.versions import differences, versions


def check_workers(
    client: Any, address: str, expected: Mapping[str, str], seconds: float, tr: Translator
) -> None:
    """Wait so long for a first worker and ask all of them for their versions.

    Raises InputError where there is none, or where one has others than expected and might answer otherwise.
    """
    try:
        client.wait_for_workers(1, timeout=seconds)
    except TimeoutError:
        raise _refused(
            address,
            tr.gettext("the Dask scheduler has no workers"),
            tr.gettext("start some with `dask worker {address} --nthreads 1`", address=address),
        ) from None
    found = client.run(versions, on_error="return")
    wrong = {worker: _differences(expected, theirs) for worker, theirs in found.items()}
    if any(wrong.values()):
        raise InputError(_mismatch(worker, "; ".join(said), tr) for worker, said in wrong.items() if said)


def unreachable(address: str, error: Exception, tr: Translator) -> InputError:
    """Nobody answers at the address."""
    return _refused(
        address,
        tr.gettext("no Dask scheduler could be reached: {reason}", reason=" ".join(str(error).split())),
        tr.gettext("start one with `dask scheduler`, or leave --dask out"),
    )


def _differences(expected: Mapping[str, str], theirs: Any) -> list[str]:
    """How a worker's versions differ; the error of one that can't even tell, lacking the package."""
    return differences(expected, theirs) if isinstance(theirs, dict) else [repr(theirs)]


def _mismatch(worker: str, said: str, tr: Translator) -> Issue:
    return _issue(
        worker,
        tr.gettext("the worker does not have what this machine has: {differences}", differences=said),
        tr.gettext("install the same versions on all machines of the cluster"),
    )


def _refused(address: str, message: str, remedy: str) -> InputError:
    return InputError([_issue(address, message, remedy)])


def _issue(address: str, message: str, remedy: str) -> Issue:
    return Issue(Severity.ERROR, "cluster", message, remedy, column="dask", value=address)
