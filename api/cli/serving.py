"""`assigner serve`: the service under uvicorn, from a port that is ours to the last answered request."""

from __future__ import annotations

import gc
import os
import signal
import socket
from collections.abc import Callable, Mapping
from pathlib import Path
from types import FrameType
from typing import Any

import uvicorn
from fastapi import FastAPI

from api.app import create_app
from api.cli.configuring import open_service, read_settings
from api.lifespan import leave
from api.logs import configure_logs
from api.services.first_user import first_run
from api.services.keys import first_key
from api.settings import Settings
from assigner.cli.screen import Screen
from assigner.errors import InputError, Issue, Severity
from assigner.i18n import Translator

ANSWERING = 20
"""Seconds that requests get to be answered once the process was asked to stop."""


class Server(uvicorn.Server):
    """A server that tells when it listens, and lets go of streams as soon as it is asked to stop."""

    def __init__(self, config: uvicorn.Config, app: FastAPI, begun: Callable[[], None]) -> None:
        super().__init__(config)
        self._app, self._begun = app, begun

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, then tell."""
        await super().startup(sockets)
        gc.collect()
        gc.freeze()  # what is here now stays: looking through it again would hold answers up for 100 ms
        if not self.should_exit:
            self._begun()

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Somebody asked to stop."""
        leave(self._app)
        super().handle_exit(sig, frame)


def run(given: Mapping[str, Any], env_file: Path | None, *, tr: Translator) -> None:
    """Serve until SIGTERM or Ctrl-C. Raises InputError for what keeps it from starting."""
    settings = read_settings(given, env_file, tr)
    listening = _listen(settings, tr)
    ctx = open_service(settings, tr)
    key = first_key(ctx)
    token = first_run(ctx) if settings.pages else None
    ctx.db.close()
    app = create_app(settings)
    configure_logs(settings.log_level)
    config = uvicorn.Config(
        app,
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,  # whom to believe is our own setting
        timeout_graceful_shutdown=ANSWERING,
    )
    address = _address(settings, listening)
    server = Server(config, app, lambda: _tell(Screen(tr), address, key, token))
    for number in (signal.SIGTERM, signal.SIGINT):  # uvicorn hands them on when it has stopped: then we end
        signal.signal(number, lambda *_: None)
    server.run(sockets=[listening])


def _listen(settings: Settings, tr: Translator) -> socket.socket:
    """The socket. Raises InputError where the port is taken or the address is not ours."""
    try:
        family, *_, where = socket.getaddrinfo(settings.host, settings.port, type=socket.SOCK_STREAM)[0]
        found = socket.create_server(where[:2], family=family, backlog=2048)
    except OSError as error:
        message = tr.gettext("can't listen there: {reason}", reason=_reason(error))
        remedy = tr.gettext("stop what uses the port, or give another --port (0 takes a free one)")
        value = f"{settings.host}:{settings.port}"
        raise InputError(
            [Issue(Severity.ERROR, "settings", message, remedy, file="ASSIGNER_PORT", value=value)]
        ) from None
    found.setblocking(False)
    return found


def _reason(error: OSError) -> str:
    known = error.errno is not None and error.errno > 0  # addresses that can't be found have numbers below
    return os.strerror(error.errno) if known and error.errno is not None else str(error.strerror or error)


def _address(settings: Settings, listening: socket.socket) -> str:
    port = listening.getsockname()[1]
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    return f"http://{host}:{port}"


def _tell(screen: Screen, address: str, key: str | None, token: str | None) -> None:
    """Where it is and, on the first run, how to get in."""
    tr = screen.tr
    screen.line(tr.gettext("Listening on {address}; Ctrl-C stops.", address=address), "bold", indent=0)
    if token is not None:
        page = f"{address}/setup?token={token}"
        screen.line(tr.gettext("Make the first account here: {address}", address=page), indent=0)
    if key is not None:
        screen.line(tr.gettext("Admin key, shown this once: {key}", key=key), indent=0)
