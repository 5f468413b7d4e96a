"""Routing plans in memory: loading one takes a moment, routing by it should not."""

from __future__ import annotations

import logging
import threading
from collections import OrderedDict

from api.errors import Unavailable
from api.files import Files
from api.work.routing import read_plan
from assigner.errors import InputError
from assigner.i18n import Translator
from assigner.routing import RoutingPlan

KEPT = 2
"""Plans of one process: the live one, and the one before."""

_log = logging.getLogger(__name__)


class Plans:
    """The plans used last, each read once: whoever asks for it meanwhile waits."""

    def __init__(self, most: int = KEPT) -> None:
        self._most = most
        self._lock = threading.Lock()
        self._kept: OrderedDict[tuple[str, str], RoutingPlan] = OrderedDict()

    def get(self, files: Files, proposal_id: str, tr: Translator) -> RoutingPlan:
        """The plan of a proposal; plans never change. Raises Unavailable where it is gone or damaged."""
        key = (str(files.root), proposal_id)
        with self._lock:
            found = self._kept.get(key) or _read(files, proposal_id, tr)
            self._kept[key] = found
            self._kept.move_to_end(key)
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
            return found


def _read(files: Files, proposal_id: str, tr: Translator) -> RoutingPlan:
    try:
        return read_plan(files, proposal_id)
    except (OSError, InputError) as error:
        _log.error("the routing plan of %s can't be read: %s", proposal_id, type(error).__name__)
        text = tr.gettext(
            "The routing plan can't be read: restore files/routing, or activate another proposal."
        )
        raise Unavailable(text) from None


PLANS = Plans()
"""Those of this process."""
