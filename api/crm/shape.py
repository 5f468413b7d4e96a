"""What differs from program to program."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from api.crm.model import Change, File, Request
from api.crm.problems import Problems


class Encoding(StrEnum):
    """Of the CSV file for 1C; UTF-8 has a byte order mark, by which Windows programs know it."""

    UTF_8 = "utf-8-sig"
    CP1251 = "cp1251"


@dataclass(frozen=True, slots=True)
class Options:
    """How files are to be written: the language of headers, the encoding of the CSV file for 1C."""

    language: str
    encoding: Encoding


@dataclass(frozen=True, slots=True)
class Shape:
    """One program: its ids, whether a company may have no owner, its files, its requests (none: no HTTP)."""

    client_id: Callable[[str], str]
    user_id: Callable[[str], str]
    may_be_free: bool
    files: Callable[[Sequence[Change], Options, Problems], list[File]]
    requests: Callable[[Sequence[Change]], list[Request]]
