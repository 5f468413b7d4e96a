"""What the report needs beside the proposal itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from assigner.portfolio import FloatArray, StrArray


class ReasonColumns(Protocol):
    """Why each client stays or goes; arrays over all clients, excluded ones too.

    `code` is stable and the same in every language, `text` is one sentence in the reader's language, `pain`
    is p(i, x(i)) in the user's currency (model §5), 0 where nothing is lost.
    """

    @property
    def code(self) -> StrArray:
        """Code of each reason."""

    @property
    def text(self) -> StrArray:
        """Sentence of each reason."""

    @property
    def pain(self) -> FloatArray:
        """What each client's place costs, money."""


@dataclass(frozen=True, slots=True, eq=False)
class ClientReasons:
    """Plain `ReasonColumns`, for callers that have reasons of their own."""

    code: StrArray
    text: StrArray
    pain: FloatArray
