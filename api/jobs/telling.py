"""What running jobs tell, as plain values: the latest message, and a thinned course for a chart."""

from __future__ import annotations

import math
from dataclasses import asdict, is_dataclass
from typing import Any

from assigner.solution import Progress

MOST_POINTS = 300
"""Points of a course at most."""

Point = list[float | None]
"""[seconds, score, bound]"""


class Told:
    """The messages of one attempt. Takes `Progress`, or any mapping of plain values."""

    def __init__(self) -> None:
        self.latest: dict[str, Any] | None = None
        self.course: list[Point] = []

    def hear(self, message: object) -> None:
        """Keep a message; where score or bound have changed, it is a point of the course."""
        plain = plain_progress(message)
        if plain is None:
            return
        self.latest = plain
        point = [plain.get("seconds"), plain.get("score"), plain.get("bound")]
        if point[0] is None or point[1:] == [None, None]:
            return
        if not self.course or self.course[-1][1:] != point[1:]:
            self.course = thinned([*self.course, point])


def thinned(course: list[Point]) -> list[Point]:
    """The course, without every other point where it is too long; first and last stay."""
    if len(course) <= MOST_POINTS:
        return course
    return course[:-1:2] + course[-1:]


def plain_progress(message: object) -> dict[str, Any] | None:
    """A message as a JSON object, None for what is none. Numbers that JSON lacks become None."""
    if isinstance(message, Progress):
        message = {**asdict(message), "gap": message.gap}
    if is_dataclass(message) and not isinstance(message, type):
        message = asdict(message)
    plain: dict[str, Any] | None = _plain(message) if isinstance(message, dict) else None
    return plain


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(key): _plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    return value if isinstance(value, str | int | None) else str(value)
