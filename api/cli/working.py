"""`assigner worker`: a process with a supervisor and nothing else."""

from __future__ import annotations

import signal
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from api.cli.configuring import open_service, read_settings
from api.lifespan import background
from api.logs import configure_logs
from assigner.cli.screen import Screen
from assigner.i18n import Translator


def run(given: Mapping[str, Any], env_file: Path | None, *, tr: Translator) -> None:
    """Run jobs until SIGTERM or Ctrl-C; then what runs gets its time to end, and goes back to the queue."""
    settings = read_settings(given, env_file, tr)
    ctx = open_service(settings, tr)
    configure_logs(settings.log_level)
    asked = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: asked.set())
    with background(ctx):
        Screen(tr).line(tr.gettext("Waiting for jobs; Ctrl-C stops."), indent=0)
        asked.wait()
    ctx.db.close()
