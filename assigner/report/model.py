"""What the report needs beside the proposal itself."""

from __future__ import annotations

from dataclasses import dataclass

from assigner.portfolio import FloatArray, StrArray


@dataclass(frozen=True, slots=True, eq=False)
class ClientReasons:
    """Why each client stays or goes; arrays over all clients, excluded ones too.

    `code` is stable and the same in every language, `text` is one sentence in the reader's language, `pain`
    is p(i, x(i)) in the user's currency (model §5), 0 where nothing is lost.
    """

    code: StrArray
    text: StrArray
    pain: FloatArray
