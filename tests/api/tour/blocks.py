"""Fenced blocks of a document, and a shell that runs them as they stand."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

from tests.project.places import ROOT

_BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def blocks(name: str, language: str) -> list[str]:
    """The blocks of a language in a document of docs/, in their order."""
    text = (ROOT / "docs" / name).read_text("utf-8")
    return [body for kind, body in _BLOCK.findall(text) if kind == language]


def run_in_shell(script: str, folder: Path, *, seconds: float) -> subprocess.CompletedProcess[str]:
    """Run a script in one bash, in the folder; the first command that fails ends it.

    `assigner` is the one of this checkout, and listens on a free port.
    """
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    clean = {name: value for name, value in os.environ.items() if not name.startswith("ASSIGNER_")}
    environment = clean | {"PATH": path, "ASSIGNER_PORT": "0"}
    command = ["bash", "-c", "set -euo pipefail\n" + script]
    process = subprocess.Popen(
        command,
        cwd=folder,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    try:
        out, err = process.communicate(timeout=seconds)
    finally:
        with suppress(ProcessLookupError):  # a script that broke off leaves the service behind
            os.killpg(process.pid, signal.SIGKILL)
    return subprocess.CompletedProcess(command, process.returncode, out, err)
