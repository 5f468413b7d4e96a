"""`assigner serve` as a user starts it: a process of its own, on a free port, with a fresh folder."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

PATIENCE = 120.0


@dataclass(frozen=True, slots=True)
class Serving:
    """Where it listens, and the admin's key that it printed."""

    url: str
    key: str


@contextmanager
def assigner_serve(folder: Path, **settings: str) -> Iterator[Serving]:
    """Serve for the block, without pages. Settings as in the environment, without their prefix."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("ASSIGNER_")}
    environment |= {"ASSIGNER_DATA_DIR": str(folder / "data"), "ASSIGNER_PAGES": "false"}
    environment |= {f"ASSIGNER_{name.upper()}": value for name, value in settings.items()}
    said, log = folder / "served.txt", folder / "served.log"
    command = [str(Path(sys.executable).with_name("assigner")), "serve", "--port", "0"]
    with said.open("wb") as out, log.open("wb") as err:
        process = subprocess.Popen(command, env=environment, stdout=out, stderr=err)
        try:
            yield _listening(process, said, log)
        finally:
            process.terminate()
            ended = process.wait(PATIENCE)
    assert ended == 0, log.read_text("utf-8")[-2000:]


def _listening(process: subprocess.Popen[bytes], said: Path, log: Path) -> Serving:
    deadline = time.monotonic() + PATIENCE
    while "ask_" not in said.read_text("utf-8"):
        assert process.poll() is None, log.read_text("utf-8")[-2000:]
        assert time.monotonic() < deadline, "the service does not begin to listen"
        time.sleep(0.1)
    text = said.read_text("utf-8")
    return Serving(re.findall(r"http://\S+?(?=;)", text)[0], re.findall(r"ask_\S+", text)[0])
