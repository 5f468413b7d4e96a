"""Moments as documents tell them, for readers; the service's clock is UTC."""

from __future__ import annotations

from datetime import datetime

from assigner.i18n import Translator

MINUTE, SECOND = "%H:%M", "%H:%M:%S"


def day(tr: Translator, at: str | None) -> str:
    """The day of a moment as the reader writes it; "" where there is none."""
    return tr.date(datetime.fromisoformat(at).date()) if at else ""


def moment(tr: Translator, at: str, clock: str = MINUTE) -> str:
    """Day and time of a moment, the day as the reader writes it."""
    return f"{day(tr, at)}, {datetime.fromisoformat(at):{clock}} UTC"
