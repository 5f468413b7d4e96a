"""Answers kept in memory: reading a large base takes seconds, explaining one client of it should not."""

from __future__ import annotations

import threading
from collections import OrderedDict

from api.files import Files
from api.work.opening import load_answer
from assigner.proposal import Proposal

KEPT = 2
"""Answers of one process; a base of 100,000 clients takes about as much memory as a solve of it."""


class Loaded:
    """The answers used last. One is read at a time; whoever asks for the same one meanwhile waits for it."""

    def __init__(self, most: int = KEPT) -> None:
        self._most = most
        self._lock = threading.Lock()
        self._kept: OrderedDict[tuple[str, str], Proposal] = OrderedDict()

    def get(self, files: Files, proposal_id: str) -> Proposal:
        """The answer of a proposal's folder; answers never change. Raises InputError where it is damaged."""
        key = (str(files.root), proposal_id)
        with self._lock:
            found = self._kept.get(key)
            if found is None:
                found = load_answer(files, proposal_id)
                self._kept[key] = found
            self._kept.move_to_end(key)
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
            return found


LOADED = Loaded()
"""Those of this process."""
