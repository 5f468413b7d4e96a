"""The service as people start it: `assigner serve` in a process of its own."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from queue import Empty, Queue

START_SECONDS = 120


@contextmanager
def serving(data: Path, **settings: str) -> Iterator[tuple[str, str]]:
    """Address of a running service, and of the page for its first account."""
    command = [str(Path(sys.executable).parent / "assigner"), "serve", "--data-dir", str(data), "--port", "0"]
    env = {**os.environ, **settings, "OPENBLAS_NUM_THREADS": "1"}
    with subprocess.Popen(
        command, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as process:
        lines: Queue[str] = Queue()
        threading.Thread(target=_listen, args=(process, lines), daemon=True).start()
        try:
            said = _said(lines)
            yield said["Listening on"], said["Make the first account here:"]
        finally:
            process.terminate()
            process.wait(60)


def _listen(process: subprocess.Popen[str], lines: Queue[str]) -> None:
    assert process.stdout is not None
    for line in process.stdout:
        lines.put(line)


def _said(lines: Queue[str]) -> dict[str, str]:
    """The addresses that the service prints when it has started."""
    found: dict[str, str] = {}
    heard: list[str] = []
    while len(found) < 2:
        try:
            heard.append(lines.get(timeout=START_SECONDS))
        except Empty:
            raise AssertionError("the service did not start:\n" + "".join(heard)) from None
        match = re.match(
            r"(Listening on|Make the first account here:) (http\S+?);?(?: |$)", heard[-1].strip()
        )
        if match:
            found[match[1]] = match[2]
    return found
