"""Words of the button that stops a job: what stays depends on what the job does."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from assigner.i18n import Translator


class Stopping(NamedTuple):
    """What the button says, and what is said once it was pressed."""

    button: str
    pressed: str


Words = Callable[[Translator], Stopping]


def of_a_search(tr: Translator) -> Stopping:
    """A search that is stopped keeps what it has found."""
    pressed = tr.gettext("Stopping; the best answer so far is kept ...")
    return Stopping(tr.gettext("Stop, and keep the best answer"), pressed)


def of_reading(tr: Translator) -> Stopping:
    """Reading that is stopped leaves nothing."""
    return Stopping(tr.gettext("Stop reading"), tr.gettext("Stopping; nothing is kept of what was read ..."))


def of_drawing(tr: Translator) -> Stopping:
    """A sample that is not drawn to its end is none."""
    return Stopping(tr.gettext("Stop drawing"), tr.gettext("Stopping; no sheet is made ..."))
