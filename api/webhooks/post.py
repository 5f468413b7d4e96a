"""One POST to one address: no redirects, no proxies, ten seconds in all, and little of the answer read."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from http.client import HTTPConnection, HTTPException

from api.webhooks.targets import Target

SECONDS = 10.0
"""Connecting, sending and the answer's first bytes together."""
READ_BYTES = 1024


class NotDelivered(Exception):  # noqa: N818 - it says what happened
    """Nothing that counts as an answer came; the text says what happened instead."""


def post(target: Target, body: bytes, headers: Mapping[str, str], seconds: float = SECONDS) -> int:
    """Send the body; gives the status of the answer. Raises NotDelivered where there is none."""
    connection = _Pinned(target, seconds)
    try:
        with _cut_after(connection, seconds):
            everything = {"Host": target.host_header, "Content-Type": "application/json", **headers}
            connection.request("POST", target.path, body, everything)
            answer = connection.getresponse()
            answer.read(READ_BYTES)
            return answer.status
    except TimeoutError:
        raise NotDelivered("no answer in time") from None
    except ssl.SSLError:
        raise NotDelivered("no secure connection") from None
    except (OSError, HTTPException) as error:
        raise NotDelivered(f"no answer: {type(error).__name__}") from None
    finally:
        connection.close()


class _Pinned(HTTPConnection):
    """A connection to the address that was looked at; the certificate must be the name's."""

    def __init__(self, target: Target, seconds: float) -> None:
        super().__init__(target.host, target.port, timeout=seconds)
        self._target, self._seconds = target, seconds

    def connect(self) -> None:
        plain = socket.create_connection((self._target.address, self._target.port), self._seconds)
        self.sock = plain
        if self._target.tls:
            self.sock = ssl.create_default_context().wrap_socket(plain, server_hostname=self._target.host)


@contextmanager
def _cut_after(connection: HTTPConnection, seconds: float) -> Iterator[None]:
    """Cut the line when the time is up: a timeout of the socket only counts between two bytes."""
    cut = threading.Event()

    def hang_up() -> None:
        cut.set()
        if connection.sock is not None:
            with suppress(OSError):  # the other end may be quicker
                connection.sock.shutdown(socket.SHUT_RDWR)

    timer = threading.Timer(seconds, hang_up)
    timer.daemon = True
    timer.start()
    try:
        yield
    except (OSError, HTTPException):
        if cut.is_set():
            raise TimeoutError from None
        raise
    finally:
        timer.cancel()
