"""What every runner promises, on this machine and on a real cluster."""

from __future__ import annotations

import os
import signal
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from assigner.errors import InputError, NoAnswer
from scenarios.runner import Job, JobFailed, JobState, WorkerLost
from tests.scenarios.runner import jobs
from tests.scenarios.runner.watching import Watch, is_gone, wait_until

MEGABYTES = 1 << 24

RUNNING, QUEUED = JobState.RUNNING, JobState.QUEUED


def test_results_come_back_to_their_jobs(watch: Watch) -> None:
    for n in range(6):
        watch.runner.submit(Job(f"j{n}", jobs.double, n))
    finals = [watch.final(f"j{n}") for n in range(6)]
    assert [(e.state, e.result, e.attempt) for e in finals] == [
        (JobState.SUCCEEDED, 2 * n, 1) for n in range(6)
    ]
    assert watch.states("j0") == [(RUNNING, 1, False), (JobState.SUCCEEDED, 1, False)]


def test_no_more_than_the_slots_run_at_once(watch: Watch) -> None:
    watch.until(lambda: watch.runner.slots == 2)
    for n in range(8):
        watch.runner.submit(Job(f"j{n}", jobs.double, n))
    for n in range(8):
        watch.final(f"j{n}")
    running: Counter[str] = Counter()
    for event in watch.events:
        running[event.job_id] = int(event.state is RUNNING)
        assert running.total() <= 2


def test_arguments_and_results_may_be_larger_than_any_buffer(watch: Watch) -> None:
    watch.runner.submit(Job("in", jobs.length, b"x" * MEGABYTES))
    watch.runner.submit(Job("out", jobs.large, MEGABYTES))
    assert watch.final("in").result == MEGABYTES
    assert len(watch.final("out").result) == MEGABYTES


def test_of_many_messages_the_last_arrives(watch: Watch, tmp_path: Path) -> None:
    watch.runner.submit(Job("j", jobs.tell_and_wait, (list(range(5000)), tmp_path / "sign")))
    watch.until(lambda: 4999 in watch.progress("j"))
    (tmp_path / "sign").touch()
    assert watch.final("j").result == 5000
    heard: list[Any] = watch.progress("j")
    assert heard == sorted(heard)
    assert len(heard) < 500


def test_progress_that_cannot_be_read_costs_nothing(watch: Watch) -> None:
    watch.runner.submit(Job("j", jobs.tell_a_trap, 5))
    assert watch.final("j").result == 5
    assert watch.progress("j") == []


@pytest.mark.parametrize(
    ("function", "kind", "says"),
    [
        (jobs.fail, ValueError, "text"),
        (jobs.fail_unreadably, JobFailed, "Stubborn: half and half"),
        (jobs.unpicklable, TypeError, "cannot pickle"),
        (jobs.trap, LookupError, "the trap was opened"),
        (jobs.tell_the_untellable, TypeError, "cannot pickle"),
    ],
)
def test_what_a_job_raises_is_its_failure_at_once(
    watch: Watch, function: Any, kind: type[Exception], says: str
) -> None:
    watch.runner.submit(Job("j", function, "text"))
    final = watch.final("j")
    assert (final.state, final.attempt) == (JobState.FAILED, 1)
    assert isinstance(final.error, kind)
    assert says in str(final.error)


def test_a_defect_brings_its_traceback(watch: Watch) -> None:
    watch.runner.submit(Job("j", jobs.fail, "text"))
    error = watch.final("j").error
    assert error is not None
    assert "in fail" in error.__notes__[0]


def test_an_expected_error_keeps_its_fields(watch: Watch) -> None:
    watch.runner.submit(Job("j", jobs.fail_as_expected, "wrong"))
    error = watch.final("j").error
    assert isinstance(error, InputError)
    assert [(issue.file, issue.row, issue.message) for issue in error.issues] == [("a.csv", 3, "wrong")]
    assert str(error) == "a.csv, row 3: wrong. Remedy: mend it"


@pytest.mark.parametrize(
    ("function", "argument", "reason", "code"),
    [
        (jobs.die, signal.SIGKILL, "signal 9", -9),
        (jobs.die, signal.SIGSEGV, "signal 11", -11),
        (jobs.leave, 3, "code 3", 3),
        (jobs.leave_politely, 4, "code 4", 4),
        (jobs.run_out_of_memory, None, "MemoryError", None),
    ],
)
def test_a_job_whose_process_always_dies_is_given_up_after_three_attempts(
    watch: Watch, function: Any, argument: object, reason: str, code: int | None
) -> None:
    watch.runner.submit(Job("bad", function, argument))
    watch.runner.submit(Job("good", jobs.double, 4))
    final = watch.final("bad")
    assert watch.states("bad") == [
        (RUNNING, 1, False),
        (QUEUED, 1, True),
        (RUNNING, 2, False),
        (QUEUED, 2, True),
        (RUNNING, 3, False),
        (JobState.FAILED, 3, False),
    ]
    assert isinstance(final.error, WorkerLost)
    assert (final.error.attempts, final.error.process_code) == (3, code)
    assert reason in str(final.error)
    assert watch.final("good").result == 8


def test_a_killed_process_costs_one_attempt(watch: Watch, tmp_path: Path) -> None:
    # The job tells its process, which is killed from outside while the neighbour's goes on.
    watch.runner.submit(Job("j", jobs.until_seen, tmp_path / "sign"))
    watch.runner.submit(Job("neighbour", jobs.until_seen, tmp_path / "sign"))
    first, neighbour = watch.pid("j"), watch.pid("neighbour")
    os.kill(first, signal.SIGKILL)
    watch.until(lambda: (RUNNING, 2, False) in watch.states("j"))
    (tmp_path / "sign").touch()
    assert watch.final("j").result != first
    assert watch.states("j") == [
        (RUNNING, 1, False),
        (QUEUED, 1, True),
        (RUNNING, 2, False),
        (JobState.SUCCEEDED, 2, False),
    ]
    lost = next(event for event in watch.of("j") if event.lost)
    assert isinstance(lost.error, WorkerLost)
    final = watch.final("neighbour")
    assert (final.result, final.attempt) == (neighbour, 1)


def test_a_cancelled_job_gives_its_best_answer(watch: Watch) -> None:
    watch.runner.submit(Job("j", jobs.until_stopped, "best so far"))
    watch.told("j")
    watch.runner.cancel("j")
    watch.runner.cancel("j")  # once more does no harm
    final = watch.final("j")
    assert (final.state, final.result) == (JobState.CANCELLED, "best so far")


def test_a_cancelled_job_may_have_nothing(watch: Watch) -> None:
    watch.runner.submit(Job("j", jobs.nothing_when_stopped, None))
    watch.told("j")
    watch.runner.cancel("j")
    final = watch.final("j")
    assert (final.state, final.result) == (JobState.CANCELLED, None)
    assert isinstance(final.error, NoAnswer)


def test_a_job_that_does_not_listen_is_killed_after_the_grace_time(strict: Watch) -> None:
    strict.runner.submit(Job("j", jobs.deaf, None))
    pid = strict.pid("j")
    strict.runner.cancel("j")
    final = strict.final("j")
    assert (final.state, final.result, final.attempt) == (JobState.CANCELLED, None, 1)
    wait_until(lambda: is_gone(pid))
    strict.runner.submit(Job("next", jobs.double, 1))
    assert strict.final("next").result == 2


def test_a_waiting_job_is_cancelled_unbegun(watch: Watch, tmp_path: Path) -> None:
    watch.until(lambda: watch.runner.slots == 2)
    for name in ("a", "b", "c"):
        watch.runner.submit(Job(name, jobs.until_seen, tmp_path / "sign"))
    watch.told("a")
    watch.told("b")
    watch.runner.cancel("c")
    assert watch.final("c").state is JobState.CANCELLED
    assert watch.states("c") == [(JobState.CANCELLED, 1, False)]
    (tmp_path / "sign").touch()
    assert watch.final("a").state is watch.final("b").state is JobState.SUCCEEDED


def test_an_id_is_free_again_when_its_job_has_ended(watch: Watch, tmp_path: Path) -> None:
    job = Job("j", jobs.until_seen, tmp_path / "sign")
    watch.runner.submit(job)
    with pytest.raises(ValueError, match="'j' has not ended yet"):
        watch.runner.submit(job)
    (tmp_path / "sign").touch()
    assert watch.final("j").state is JobState.SUCCEEDED
    watch.runner.cancel("j")  # too late, and no harm
    watch.events.clear()
    watch.runner.submit(job)
    assert watch.final("j").state is JobState.SUCCEEDED


def test_closing_kills_what_runs_and_drops_what_waits(watch: Watch) -> None:
    watch.until(lambda: watch.runner.slots == 2)
    for name in ("a", "b", "c"):
        watch.runner.submit(Job(name, jobs.deaf, None))
    pids = [watch.pid("a"), watch.pid("b")]
    watch.runner.close()
    watch.runner.close()
    assert [watch.final(name).state for name in "abc"] == [JobState.CANCELLED] * 3
    for pid in pids:
        wait_until(lambda pid=pid: is_gone(pid))  # type: ignore[misc]
    with pytest.raises(ValueError, match="closed"):
        watch.runner.submit(Job("late", jobs.double, 1))


def test_a_process_is_deaf_to_interrupts(watch: Watch) -> None:
    watch.runner.submit(Job("j", jobs.interrupt_itself, None))
    final = watch.final("j")
    assert (final.result, final.attempt) == ("not disturbed", 1)


def test_a_thread_left_behind_holds_nobody_up(watch: Watch) -> None:
    watch.runner.submit(Job("j", jobs.linger, None))
    assert watch.final("j").result == "done"


def test_a_job_that_cannot_travel_fails(watch: Watch) -> None:
    watch.runner.submit(Job("j", lambda argument, context: argument, 1))
    assert watch.final("j").state is JobState.FAILED
