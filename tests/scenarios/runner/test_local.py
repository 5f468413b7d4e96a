"""Processes of this machine: who starts them, what they may use, and who goes when somebody dies."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from scenarios.runner import Job, JobState, LocalRunner
from tests.project.places import ROOT
from tests.scenarios.runner import jobs
from tests.scenarios.runner.watching import PATIENCE, Watch, is_gone, wait_until

MAIN = 'if __name__ == "__main__":\n'
IMPORTS = (
    "from scenarios.runner import Job, LocalRunner\n"
    "from tests.scenarios.runner import jobs\n"
    "from tests.scenarios.runner.watching import Watch\n"
)


def script(folder: Path, body: str, before: str = "") -> list[str]:
    """The command line of a program that uses a runner as any other would."""
    path = folder / "program.py"
    lines = "".join(f"    {line}\n" for line in body.splitlines())
    path.write_text(IMPORTS + before + MAIN + lines, encoding="utf-8")
    return [sys.executable, str(path)]


def environment() -> dict[str, str]:
    """Ours, without anybody's wishes for threads."""
    mine = {name: value for name, value in os.environ.items() if not name.endswith("_NUM_THREADS")}
    return mine | {"PYTHONPATH": str(ROOT)}


@contextmanager
def program(folder: Path, body: str) -> Iterator[subprocess.Popen[str]]:
    """A running program in a session of its own, killed in the end."""
    process = subprocess.Popen(
        script(folder, body), env=environment(), stdout=subprocess.PIPE, text=True, start_new_session=True
    )
    with process:
        try:
            yield process
        finally:
            process.kill()


def output(command: list[str]) -> str:
    """What a program prints that ends well."""
    done = subprocess.run(
        command, env=environment(), stdout=subprocess.PIPE, text=True, check=True, timeout=PATIENCE
    )
    return done.stdout.strip()


def line(process: subprocess.Popen[str]) -> str:
    """The next line it prints."""
    assert process.stdout is not None
    return process.stdout.readline().strip()


def test_less_than_one_slot_is_refused() -> None:
    with pytest.raises(ValueError, match="slots must be at least 1, not 0"):
        LocalRunner(0)


def test_nothing_is_started_before_the_first_job() -> None:
    program = (
        "import os, scenarios.runner\n"
        "runner = scenarios.runner.LocalRunner(2)\n"
        "print(open(f'/proc/self/task/{os.getpid()}/children').read())\n"
        "runner.close()"
    )
    assert output([sys.executable, "-c", program]) == ""


@pytest.mark.parametrize(("slots", "threads"), [(1, "6"), (2, "3"), (4, "1"), (9, "1")])
def test_cores_are_shared_among_the_slots(slots: int, threads: str, tmp_path: Path) -> None:
    # Six cores: six threads for one process, three each for two, one each for four (1.5) and for nine.
    body = (
        "import scenarios.runner.local\n"
        "scenarios.runner.local.num_cores = lambda: 6\n"
        f"watch = Watch(LocalRunner({slots}))\n"
        'watch.runner.submit(Job("j", jobs.variable, "OPENBLAS_NUM_THREADS"))\n'
        'print(watch.final("j").result)\n'
        "watch.runner.close()"
    )
    assert output(script(tmp_path, body)) == threads


def test_the_environment_of_the_parent_is_left_as_it_was() -> None:
    before = dict(os.environ)
    watch = Watch(LocalRunner(1))
    watch.runner.submit(Job("j", jobs.double, 1))
    watch.final("j")
    watch.runner.close()
    assert dict(os.environ) == before


def test_the_processes_go_when_their_parent_is_killed(tmp_path: Path) -> None:
    body = (
        "watch = Watch(LocalRunner(1))\n"
        'watch.runner.submit(Job("j", jobs.deaf, None))\n'
        'print(watch.pid("j"), flush=True)\n'
        'watch.final("j")'
    )
    with program(tmp_path, body) as process:
        pid = int(line(process))
        assert not is_gone(pid)
        process.kill()
        wait_until(lambda: is_gone(pid))


def test_the_processes_go_when_their_parent_forgets_to_close(tmp_path: Path) -> None:
    body = (
        "watch = Watch(LocalRunner(1))\n"
        'watch.runner.submit(Job("j", jobs.deaf, None))\n'
        'print(watch.pid("j"), flush=True)'
    )
    with program(tmp_path, body) as process:
        pid = int(line(process))
        assert process.wait(PATIENCE) == 0
        wait_until(lambda: is_gone(pid))


def test_ctrl_c_reaches_the_parent_alone(tmp_path: Path) -> None:
    # The signal goes to the whole group, as from a terminal. The job goes on in its first attempt.
    sign = tmp_path / "sign"
    body = (
        "from pathlib import Path\n"
        f"sign = Path({str(sign)!r})\n"
        "watch = Watch(LocalRunner(1))\n"
        'watch.runner.submit(Job("j", jobs.until_seen, sign))\n'
        "try:\n"
        '    print(watch.pid("j"), flush=True)\n'
        '    watch.final("j")\n'
        "except KeyboardInterrupt:\n"
        '    print("interrupted", flush=True)\n'
        "sign.touch()\n"
        'print(watch.final("j").attempt, watch.final("j").result, flush=True)\n'
        "watch.runner.close()"
    )
    with program(tmp_path, body) as process:
        pid = int(line(process))
        os.killpg(process.pid, signal.SIGINT)
        assert line(process) == "interrupted"
        assert line(process) == f"1 {pid}"


def test_the_fork_server_may_be_killed_too(tmp_path: Path) -> None:
    watch = Watch(LocalRunner(2))
    watch.runner.submit(Job("server", jobs.parent_id, None))
    server = watch.final("server").result
    assert server != os.getpid()
    watch.runner.submit(Job("j", jobs.until_seen, tmp_path / "sign"))
    pid = watch.pid("j")
    os.kill(server, signal.SIGKILL)
    wait_until(lambda: is_gone(server))
    watch.runner.submit(Job("next", jobs.parent_id, None))
    assert watch.final("next").result not in (server, os.getpid())
    (tmp_path / "sign").touch()
    assert (watch.final("j").result, watch.final("j").attempt) == (pid, 1)
    watch.runner.close()


def test_a_job_of_the_main_program_is_found(tmp_path: Path) -> None:
    body = (
        "watch = Watch(LocalRunner(1))\n"
        'watch.runner.submit(Job("j", triple, 5))\n'
        'print(watch.final("j").result)\n'
        "watch.runner.close()"
    )
    triple = "def triple(number, context):\n    return 3 * number\n"
    assert output(script(tmp_path, body, triple)) == "15"


def test_polling_waits_no_longer_than_it_must() -> None:
    runner = LocalRunner(1)
    assert runner.poll() == []
    runner.submit(Job("j", jobs.double, 1))
    (first,) = runner.poll(PATIENCE)
    assert first.state is JobState.RUNNING
    runner.close()
