"""Logs: one JSON object a line, with the request or job it belongs to, and nothing personal in it.

Messages of unexpected errors may quote what was uploaded, so only their types and places are logged, unless
the level is debug.
"""

from __future__ import annotations

import logging
import re
import sys
from types import TracebackType
from typing import Any, TextIO

import structlog
from structlog.typing import EventDict, Processor

_PLACE = re.compile(r'^ *File "([^"]+)", line (\d+), in (\S+)$', re.MULTILINE)
"""A place in a traceback that was written out."""

QUIET = ("alembic", "httpx", "httpx2", "httpcore", "multipart", "distributed", "asyncio")
"""Loggers whose everyday news interest nobody."""


def configure_logs(level: str) -> None:
    """Send all logs of this process to its error output, from `level` up."""
    root = logging.getLogger()
    root.handlers[:] = [json_handler(sys.stderr, level)]
    root.setLevel(level.upper())
    for name in QUIET:
        logging.getLogger(name).setLevel(max(logging.WARNING, root.level))


def json_handler(stream: TextIO, level: str = "info") -> logging.Handler:
    """Writes one JSON object a line."""
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.stdlib.ExtraAdder(),
        _without_colours,
        _without_messages if level != "debug" else structlog.processors.format_exc_info,
    ]
    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=shared,
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
    )
    handler = logging.StreamHandler(stream)
    handler.setFormatter(formatter)
    return handler


def bind(**values: str | int) -> None:
    """Put these values on every line of this request or job from now on; they replace what was bound."""
    structlog.contextvars.clear_contextvars()
    structlog.contextvars.bind_contextvars(**values)


def request_id() -> str:
    """The id of the request that is being answered, "" outside one."""
    return str(structlog.contextvars.get_contextvars().get("request_id", ""))


def _without_colours(logger: Any, method: str, event: EventDict) -> EventDict:
    """Uvicorn says some things twice, once in colour."""
    event.pop("color_message", None)
    return event


def _without_messages(logger: Any, method: str, event: EventDict) -> EventDict:
    """Put type and places of an error in the place of its traceback."""
    found = event.pop("exc_info", None)
    if found is True:
        found = sys.exc_info()
    error = found[1] if isinstance(found, tuple) else found
    if isinstance(error, BaseException):
        event["error"] = type(error).__name__
        event["places"] = _places(error.__traceback__) or _places_told(error)
    return event


def _places(trace: TracebackType | None) -> list[str]:
    places = []
    while trace is not None:
        code = trace.tb_frame.f_code
        places.append(f"{code.co_filename}:{trace.tb_lineno} {code.co_name}")
        trace = trace.tb_next
    return places[-20:]


def _places_told(error: BaseException) -> list[str]:
    """Places of an error of another process: its traceback came as a text, of which no words are kept."""
    texts = [*getattr(error, "__notes__", ()), str(getattr(error, "details", ""))]
    found = _PLACE.findall("\n".join(texts))
    return [f"{file}:{line} {name}" for file, line, name in found][-20:]
