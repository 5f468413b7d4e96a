"""The nouns of writing back: a move, the user who gets it, and what a program is sent or given."""

from __future__ import annotations

import json
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from assigner.errors import Issue


class System(StrEnum):
    """The programs that are known."""

    BITRIX24 = "bitrix24"
    AMOCRM = "amocrm"
    ONE_C = "1c"
    SALESFORCE = "salesforce"
    HUBSPOT = "hubspot"

    @property
    def label(self) -> str:
        """The name as its maker writes it."""
        return _TITLES[self]


_TITLES = {
    System.BITRIX24: "Bitrix24",
    System.AMOCRM: "amoCRM",
    System.ONE_C: "1C",
    System.SALESFORCE: "Salesforce",
    System.HUBSPOT: "HubSpot",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """One card that gets another manager: the columns of moves.csv. A blank previous manager is nobody."""

    client_id: str
    manager_id: str
    previous_manager_id: str = ""
    client_name: str = ""
    manager: str = ""
    previous_manager: str = ""

    def undone(self) -> Move:
        """The move back."""
        return Move(
            client_id=self.client_id,
            manager_id=self.previous_manager_id,
            previous_manager_id=self.manager_id,
            client_name=self.client_name,
            manager=self.previous_manager,
            previous_manager=self.manager,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class User:
    """How the program knows a manager, where the tables name him otherwise."""

    user_id: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """A move that the program can make, in its own ids; a blank user is nobody."""

    row: int
    client_id: str
    user_id: str
    email: str
    client_name: str
    manager: str


@dataclass(frozen=True, slots=True)
class File:
    """A file to download."""

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Request:
    """One call of the program's HTTP interface; `path` follows the address of the account."""

    method: str
    path: str
    body: Any
    num_moves: int

    def content(self) -> bytes:
        """The body as the program wants it: JSON in UTF-8."""
        return json.dumps(self.body, ensure_ascii=False, separators=(",", ":")).encode()


@dataclass(frozen=True, slots=True)
class WriteBack:
    """Everything that one program needs to make the moves, and every row that it can't make.

    `issues` with severity error name moves that are nowhere in `files` and `requests`; warnings name moves
    that are missing in one of them only. Rows count as in moves.csv: the first move is row 2.
    """

    system: System
    files: tuple[File, ...]
    requests: tuple[Request, ...]
    issues: tuple[Issue, ...]
    num_moves: int
    num_written: int

    @property
    def complete(self) -> bool:
        """Whether every move is written."""
        return self.num_written == self.num_moves
