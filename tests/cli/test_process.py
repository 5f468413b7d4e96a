"""The command as a process of its own: imports, encodings, signals."""

from __future__ import annotations

import contextlib
import json
import os
import pty
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from assigner.cli.stopping import Stopping
from tests.cli.runs import FILES, assigner, command, document, names_in, process, tables

HEAVY = ("numpy", "pandas", "scipy", "numba", "ortools", "pydantic", "jinja2")


def test_help_loads_nothing_heavy() -> None:
    code = f"import sys, assigner.cli.main; print([name for name in {HEAVY} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_help_names_every_command() -> None:
    done = process("--help")
    assert done.returncode == 0
    for name in ("demo", "propose", "check", "explain", "generate", "policy"):
        assert f" {name} ".encode() in done.stdout


@pytest.mark.parametrize("encoding", ["ascii", "cp1251"])
def test_no_encoding_is_fatal(proposal: Path, encoding: str) -> None:
    env = {"PYTHONIOENCODING": encoding, "LC_ALL": "C", "NO_COLOR": "1"}
    done = process("explain", proposal, "C00001", "--lang", "ru", env=env)
    assert done.returncode == 0, done.stderr
    assert b"C00001" in done.stdout
    assert b"\x1b" not in done.stdout


def test_json_is_plain_where_the_terminal_is_not_unicode(proposal: Path) -> None:
    run = ("explain", proposal, "C00001", "--lang", "ru", "--json")
    read = json.loads(process(*run, env={"PYTHONIOENCODING": "ascii"}).stdout.decode("ascii"))
    assert any("а" <= letter <= "я" for letter in read["text"])


class Search:
    """A search that would take a minute, with its progress on a terminal."""

    def __init__(self, company: Path, out: Path) -> None:
        self._terminal, terminal = pty.openpty()
        args = command("propose", *tables(company), "--out", out, "--time-limit", 60, "--json")
        # A parent that ignores SIGINT must not make the child ignore it.
        args[2] = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler);" + args[2]
        env = os.environ | {"TERM": "xterm", "COLUMNS": "100"}
        self.run = subprocess.Popen(args, stdout=subprocess.PIPE, stderr=terminal, env=env)
        os.close(terminal)
        self.seen = b""

    def wait_for(self, words: bytes) -> None:
        """Read the terminal until it shows these words."""
        while words not in self.seen:
            self.seen += os.read(self._terminal, 4096)

    def finish(self) -> bytes:
        """Wait for the end; what stood on the standard output."""
        reader = threading.Thread(target=self._drain, daemon=True)
        reader.start()
        try:
            return self.run.communicate(timeout=50)[0]
        finally:
            self.run.kill()
            reader.join()
            os.close(self._terminal)

    def _drain(self) -> None:
        """A full terminal would hold the process up; its end is an error on Linux."""
        with contextlib.suppress(OSError):
            while more := os.read(self._terminal, 4096):
                self.seen += more


@pytest.fixture(scope="module")
def larger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A company that is not solved to proof within seconds."""
    folder = tmp_path_factory.mktemp("larger")
    done = assigner("generate", "--clients", 400, "--managers", 9, "--seed", 3, "--out", folder)
    assert done.exit_code == 0
    return folder


@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_keeps_the_best_answer(larger: Path, tmp_path: Path, sent: signal.Signals) -> None:
    out = tmp_path / "out"
    search = Search(larger, out)
    search.wait_for(b"bound")
    search.run.send_signal(sent)
    stdout = search.finish()
    assert search.run.returncode == 0, search.seen
    assert names_in(out) == FILES
    assert json.loads(stdout)["stopped_by"] == "cancel"
    assert document(out)["certificate"]["seconds"] < 45
    for word in (b"best", b"gap", b"of 60 s", b"Ctrl-C"):
        assert word in search.seen


def test_a_signal_before_the_search_ends_the_run_with_nothing_written(larger: Path, tmp_path: Path) -> None:
    search = Search(larger, tmp_path / "out")
    search.wait_for(b"Reading")
    search.run.send_signal(signal.SIGINT)
    stdout = search.finish()
    assert search.run.returncode == 4
    assert json.loads(stdout)["errors"][0]["code"] == "no-answer"
    assert not (tmp_path / "out").exists()


def test_the_first_signal_is_kept_and_the_second_ends_the_run() -> None:
    stopping = Stopping()

    def search() -> None:
        with stopping.watching(), stopping.keeping():
            os.kill(os.getpid(), signal.SIGTERM)
            wait_until(stopping.should_stop)
            os.kill(os.getpid(), signal.SIGTERM)
            wait_until(lambda: False)

    with pytest.raises(KeyboardInterrupt):
        search()
    assert stopping.asked
    assert signal.getsignal(signal.SIGTERM) == signal.SIG_DFL


def wait_until(done: Callable[[], bool]) -> None:
    """At most five seconds."""
    end = time.monotonic() + 5
    while not done() and time.monotonic() < end:
        time.sleep(0.01)
