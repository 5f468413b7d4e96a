"""What can go wrong with the machinery around a job, apart from what the job itself raises."""

from __future__ import annotations

from assigner.errors import AssignerError
from assigner.i18n import Translator


class WorkerLost(AssignerError):  # noqa: N818 - the domain's word
    """The process that worked on a job died; `attempts` is how often that has happened to the job.

    `process_code` is what the system said of the process: negative for a signal, None where nothing is known.
    `reason` tells that in words.
    """

    def __init__(
        self, message: str, attempts: int = 1, process_code: int | None = None, reason: str = ""
    ) -> None:
        super().__init__(message)
        self.reason = reason
        self.attempts = attempts
        self.process_code = process_code


class ClusterLost(AssignerError):  # noqa: N818 - the domain's word
    """The scheduler of the cluster is gone, and with it everything that it had to do."""


class JobFailed(AssignerError):  # noqa: N818 - the domain's word
    """A job broke on something that nobody foresaw: a defect. `details` is the traceback, "" where none."""

    def __init__(self, message: str, details: str = "") -> None:
        super().__init__(message)
        self.details = details


def worker_lost(attempts: int, most: int, exit_code: int | None, detail: str, tr: Translator) -> WorkerLost:
    """The loss of one attempt, or of the last one, in words."""
    reason = _reason(exit_code, detail, tr)
    if attempts < most:
        text = tr.gettext("the process was lost ({reason}); the job is tried again", reason=reason)
    else:
        text = tr.gettext(
            "the process was lost {n} times and the job was given up, the last time: {reason}",
            n=tr.number(attempts),
            reason=reason,
        )
    return WorkerLost(text, attempts, exit_code, reason)


def _reason(exit_code: int | None, detail: str, tr: Translator) -> str:
    if detail:
        return detail
    if exit_code is None:
        return tr.gettext("the worker is gone")
    if exit_code < 0:
        return tr.gettext("killed by signal {n}; with signal 9 memory may have run out", n=-exit_code)
    return tr.gettext("it ended with code {n} before it gave a result", n=exit_code)
