"""Expected errors survive the way from one process to another with all they carry."""

from __future__ import annotations

import pickle

import pytest

from assigner.errors import (
    AssignerError,
    InputError,
    InternalError,
    Issue,
    NoAnswer,
    Remedy,
    RulesConflict,
    Severity,
)
from assigner.i18n import Translator
from scenarios.edits.base import refused
from scenarios.runner import ClusterLost, JobFailed, WorkerLost
from scenarios.runner.errors import worker_lost

ISSUES = [
    Issue(Severity.ERROR, "a", "first", "mend it", "f.csv", 2, "x", "1"),
    Issue(Severity.ERROR, "b", "2nd"),
]
REMEDIES = [Remedy("raise the cap", ({"rule": "max-load", "to": 12.5},)), Remedy("lift the ban", ())]

ERRORS = [
    InputError(ISSUES),
    refused(Translator(), ("fte", "-1", "must not be negative", "give 0 or more")),
    RulesConflict(["max-load: too little", "keep: too much"], REMEDIES),
    RulesConflict([]),
    NoAnswer("stopped"),
    InternalError("1 is not 2"),
    WorkerLost("gone", 3, -9),
    ClusterLost("gone"),
    JobFailed("KeyError: 1", "a traceback"),
]


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: type(error).__name__)
def test_nothing_is_lost(error: AssignerError) -> None:
    error.add_note("a note")
    for protocol in (2, pickle.HIGHEST_PROTOCOL):
        back = pickle.loads(pickle.dumps(error, protocol))  # noqa: S301 - packed here
        assert type(back) is type(error)
        assert (str(back), back.args, vars(back)) == (str(error), error.args, vars(error))
        assert back.exit_code == error.exit_code


@pytest.mark.parametrize(
    ("attempts", "code", "detail", "language", "says"),
    [
        (
            1,
            -9,
            "",
            "en",
            "signal 9; with signal 9 memory may have run out); the job is tried again",
        ),
        (3, 3, "", "en", "lost 3 times and the job was given up, the last time: it ended with code 3"),
        (2, None, "", "en", "the worker is gone"),
        (1, None, "MemoryError", "en", "(MemoryError)"),
        (3, -9, "", "ru", "процесс потерян, число раз: 3"),
    ],
)
def test_a_loss_is_told_in_words(
    attempts: int, code: int | None, detail: str, language: str, says: str
) -> None:
    error = worker_lost(attempts, 3, code, detail, Translator(language))
    assert says in str(error)
    assert (error.attempts, error.process_code) == (attempts, code)
