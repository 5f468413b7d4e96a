"""Multipart bodies, piece by piece: nothing of a file is ever held in memory as a whole."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from fastapi import Request
from fastapi.concurrency import run_in_threadpool
from python_multipart.exceptions import MultipartParseError
from python_multipart.multipart import MultipartParser, parse_options_header

from api.errors import ApiError

MAX_PARTS = 20
MAX_HEADER_BYTES = 8 << 10


class Parts(Protocol):
    """Whoever takes the parts of a body."""

    def begin(self, part: str, file_name: str | None) -> None:
        """A part begins; `file_name` is None for a plain field."""

    def data(self, piece: bytes) -> None:
        """More of it."""

    def end(self) -> None:
        """It has ended."""


class UnreadableBody(ApiError):  # noqa: N818 - the name of the answer
    """The body is no multipart form."""

    status, code, title = 400, "bad-request", "The request can't be understood"


async def read_parts(request: Request, parts: Parts) -> None:
    """Feed the parts of the request to `parts`, in a thread: it writes to the disk.

    Raises UnreadableBody, and whatever `parts` raises; the rest of the body is not read then.
    """
    kind, options = parse_options_header(request.headers.get("content-type"))
    boundary = options.get(b"boundary", b"")
    if kind != b"multipart/form-data" or not boundary:
        raise UnreadableBody("Send the tables as multipart/form-data, each as a file.")
    reader = _Reader(boundary, parts)
    async for piece in request.stream():
        await run_in_threadpool(reader.feed, piece)
    await run_in_threadpool(reader.finish)


class _Reader:
    """Turns bytes into parts."""

    def __init__(self, boundary: bytes, parts: Parts) -> None:
        self._parts, self._count, self._ended = parts, 0, False
        self._name, self._value, self._headers, self._size = b"", b"", dict[bytes, bytes](), 0
        callbacks: dict[str, Callable[..., None]] = {
            "on_part_begin": self._begin,
            "on_header_field": self._on_name,
            "on_header_value": self._on_value,
            "on_header_end": self._on_header,
            "on_headers_finished": self._on_headers,
            "on_part_data": lambda data, start, end: parts.data(data[start:end]),
            "on_part_end": parts.end,
            "on_end": self._on_end,
        }
        self._parser = MultipartParser(boundary, callbacks)  # type: ignore[arg-type]

    def feed(self, piece: bytes) -> None:
        """More bytes of the body."""
        try:
            self._parser.write(piece)
        except MultipartParseError:
            raise UnreadableBody("The body is no multipart form.") from None

    def finish(self) -> None:
        """The body has ended. Raises UnreadableBody where its last part has not."""
        if not self._ended:
            raise UnreadableBody("The body ends in the middle of a part.")

    def _begin(self) -> None:
        self._count += 1
        self._headers, self._size = {}, 0
        if self._count > MAX_PARTS:
            raise UnreadableBody("The form has too many parts.")

    def _on_name(self, data: bytes, start: int, end: int) -> None:
        self._name += self._taken(data[start:end])

    def _on_value(self, data: bytes, start: int, end: int) -> None:
        self._value += self._taken(data[start:end])

    def _taken(self, piece: bytes) -> bytes:
        self._size += len(piece)
        if self._size > MAX_HEADER_BYTES:
            raise UnreadableBody("The headers of a part are too long.")
        return piece

    def _on_header(self) -> None:
        self._headers[self._name.lower()] = self._value
        self._name = self._value = b""

    def _on_headers(self) -> None:
        kind, options = parse_options_header(self._headers.get(b"content-disposition", b""))
        if kind != b"form-data" or b"name" not in options:
            raise UnreadableBody("A part of the form has no name.")
        file_name = options.get(b"filename")
        self._parts.begin(_text(options[b"name"]), None if file_name is None else _text(file_name))

    def _on_end(self) -> None:
        self._ended = True


def _text(value: bytes) -> str:
    return value.decode("utf-8", "replace").replace("\0", "")
