"""One transaction for all the writing blocks of one act: its effect and its record stand or fall together.

`Database.unit()` opens it; within, `Database.write()` and `read()` use its session. The transaction itself
begins with the first writing block, so nothing is locked before. Each block is a savepoint: one that fails
and is caught leaves nothing behind, just as alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from sqlalchemy.orm import Session

AFTER_COMMIT = "after_commit"


class Unit:
    """The transaction; `session` is None until something is written."""

    def __init__(self, new_session: Callable[[], Session]) -> None:
        self._new_session = new_session
        self.session: Session | None = None

    @contextmanager
    def block(self) -> Iterator[Session]:
        """One writing block: a savepoint in the transaction."""
        session = self.session = self.session or self._begun()
        calls = session.info.setdefault(AFTER_COMMIT, [])
        before = len(calls)
        try:
            with session.begin_nested():
                yield session
        except BaseException:
            del calls[before:]
            raise

    def commit(self) -> None:
        """Keep everything; then run what waited for that."""
        if self.session is not None:
            self.session.commit()
            run_after_commit(self.session)

    def close(self) -> None:
        """Give the connection back; what was not committed is undone."""
        if self.session is not None:
            self.session.close()

    def _begun(self) -> Session:
        session = self._new_session()
        session.begin()
        return session


def run_after_commit(session: Session) -> None:
    """Run what was queued for the moment after the commit."""
    for call in session.info.pop(AFTER_COMMIT, ()):
        call()


CURRENT: ContextVar[Unit | None] = ContextVar("unit", default=None)
"""The unit that this thread of work is in."""
