"""What a workbook's XML holds, counted in one pass without a parser: cells, texts, what is hidden.

A parser would have to build what is to be refused. Counts are upper bounds: what looks like a cell inside a
comment counts too. Every part is scanned, because any of them may be named as a sheet.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assigner.portfolio import IntArray
from assigner.tabular.problems import FileProblem
from assigner.tabular.wellformed import MAX_PIECE_BYTES

_NAME = rb"<(?:[\w.-]+:)?"
_ATTRIBUTES = rb"((?:[^>\"']|\"[^\"]*\"|'[^']*')*)"
_REFERENCES = re.compile(rb'<c r="([A-Z]{1,3}\d{1,7})"[^>/]*>')
_EMPTY_CELL = re.compile(rb'<c r="[A-Z]{1,3}\d{1,7}"[^>/]*/>')
_AFTER_NAME = (b" ", b">", b"/", b"\n", b"\r", b"\t")
_SHARED = re.compile(rb'<c r="[A-Z]{1,3}\d{1,7}"(?: s="\d{1,9}")? t="s"><v>(\d{1,9})</v>')
_NOT_SHARED = re.compile(rb'<c r="[A-Z]{1,3}\d{1,7}"(?: s="\d{1,9}")?(?: t="(?:inlineStr|str|b|n|e|d)")?>')
_ROW_OR_CELL = re.compile(_NAME + rb"(row|c)(?=[\s/>])" + _ATTRIBUTES + rb">")
_HIDDEN = re.compile(_NAME + rb"(row|col)(?=[\s/>])" + _ATTRIBUTES + rb">")
_REFERENCE = re.compile(rb"(?:^|\s)r\s*=\s*[\"']\s*([A-Za-z]*)(\d*)")
_IS_HIDDEN = re.compile(rb"\shidden\s*=\s*[\"'](?:1|true)[\"']")
_STRING = re.compile(_NAME + rb"si[\s/>]")
_MAX_HIDDEN = 2_000_000


@dataclass(frozen=True, slots=True)
class PartShape:
    """What one part of a workbook holds at most.

    `num_rows` and `num_columns` span all cells that are not empty; `hidden_rows` are row numbers as Excel
    shows them, `hidden_columns` first and last column, counted from 1. `string_at` are the places of the
    shared strings.
    """

    num_bytes: int
    num_cells: int
    num_rows: int
    num_columns: int
    num_merges: int
    hidden_rows: IntArray
    hidden_columns: tuple[tuple[int, int], ...]
    string_at: NDArray[np.int64]

    @property
    def string_lengths(self) -> NDArray[np.int64]:
        """Bytes of every shared string, tags included."""
        return np.diff(self.string_at, append=self.num_bytes)


def scan(chunks: Iterable[bytes]) -> PartShape:
    """The shape of one part; raises `FileProblem` where a tag or a text in it has no end in sight."""
    found = _Scan()
    for text in _whole_tags(chunks):
        found.take(text)
    return found.shape()


def _whole_tags(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """The bytes again, cut before a "<", so that no tag is torn."""
    rest = b""
    for chunk in chunks:
        text = rest + chunk
        cut = text.rfind(b"<")
        yield text[: max(cut, 0)]
        rest = text[max(cut, 0) :]
        if len(rest) > MAX_PIECE_BYTES:
            raise FileProblem("workbook-broken", reason="a text of several megabytes")
    yield rest


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number


def _numbers(references: list[bytes]) -> tuple[IntArray, IntArray]:
    """Rows and columns, counted from 1, of references such as b"AB12"."""
    signs = np.array(references, dtype="S10").view(np.uint8).reshape(len(references), 10)
    rows, columns = np.zeros((2, len(references)), dtype=np.int32)
    for sign in signs.T:
        is_digit = (sign >= ord("0")) & (sign <= ord("9"))
        rows = np.where(is_digit, rows * 10 + sign - ord("0"), rows)
        columns = np.where(sign >= ord("A"), columns * 26 + sign - (ord("A") - 1), columns)
    return rows, columns


def _string_places(text: bytes) -> NDArray[np.int64]:
    """Where the shared strings begin."""
    if b":si" in text:
        return np.fromiter((match.start() for match in _STRING.finditer(text)), dtype=np.int64)
    if b"<si" not in text:
        return np.zeros(0, dtype=np.int64)
    signs = np.frombuffer(text, dtype=np.uint8)
    ends = np.isin(signs[3:], np.frombuffer(b"".join(_AFTER_NAME), dtype=np.uint8))
    begins = (signs[:-3] == ord("<")) & (signs[1:-2] == ord("s")) & (signs[2:-1] == ord("i"))
    return np.flatnonzero(begins & ends)


class _Scan:
    """The counts so far."""

    def __init__(self) -> None:
        self._bytes = self._cells = self._merges = 0
        self._last_row = self._last_column = self._widest = 0
        self._hidden_rows: list[int] = []
        self._hidden_columns: list[tuple[int, int]] = []
        self._strings: list[NDArray[np.int64]] = []

    def take(self, text: bytes) -> None:
        """Count the next bytes; they hold whole tags only."""
        self._take_cells(text)
        if b"hidden" in text:
            self._take_hidden(text)
        self._merges += text.count(b"mergeCell ")
        self._strings.append(_string_places(text) + self._bytes)
        self._bytes += len(text)

    def _take_cells(self, text: bytes) -> None:
        """Cells with a reference as every usual program writes it, at speed; else one by one."""
        found = _REFERENCES.findall(text)
        others = sum(text.count(b"<c" + end) for end in _AFTER_NAME) - len(found)
        if b":c" in text or (others and others != len(_EMPTY_CELL.findall(text))):
            self._take_odd_cells(text)
        elif found:
            rows, columns = _numbers(found)
            self._cells += len(found)
            self._last_row = max(self._last_row, int(rows.max()))
            self._widest = max(self._widest, int(columns.max()))

    def _take_odd_cells(self, text: bytes) -> None:
        """Cells without a reference follow the one before, in the row that is open."""
        for name, attributes in _ROW_OR_CELL.findall(text):
            reference = _REFERENCE.search(attributes)
            letters, row = reference.groups() if reference else (b"", b"")
            if name == b"row":
                self._last_row = max(self._last_row + 1, int(row[:9] or 0))
                self._last_column = 0
                continue
            self._cells += 1
            self._last_row = max(self._last_row, int(row[:9] or 0))
            self._last_column = max(self._last_column + 1, _column_number(letters[:6]))
            self._widest = max(self._widest, self._last_column)

    def _take_hidden(self, text: bytes) -> None:
        for name, attributes in _HIDDEN.findall(text):
            if _IS_HIDDEN.search(attributes) is None:
                continue
            if name == b"row":
                self._hidden_rows.append(_attribute(attributes, b"r"))
            else:
                self._hidden_columns.append((_attribute(attributes, b"min"), _attribute(attributes, b"max")))
        if len(self._hidden_rows) + len(self._hidden_columns) > _MAX_HIDDEN:
            raise FileProblem("workbook-broken", reason="too many hidden rows")

    def shape(self) -> PartShape:
        """The counts as they stand at the end."""
        return PartShape(
            num_bytes=self._bytes,
            num_cells=self._cells,
            num_rows=self._last_row,
            num_columns=self._widest,
            num_merges=self._merges,
            hidden_rows=np.unique(np.array([row for row in self._hidden_rows if row], dtype=np.int64)),
            hidden_columns=tuple(self._hidden_columns),
            string_at=np.concatenate([np.zeros(0, dtype=np.int64), *self._strings]),
        )


def _attribute(attributes: bytes, name: bytes) -> int:
    """A number among the attributes of a tag, 0 where it is missing."""
    found = re.search(rb"(?:^|\s)" + name + rb"\s*=\s*[\"'](\d{1,9})", attributes)
    return int(found.group(1)) if found else 0


def text_bytes(chunks: Iterable[bytes], lengths: NDArray[np.int64], num_cells: int) -> int:
    """Bytes of the shared strings that the cells of a part refer to, each as often as it is referred to.

    Cells whose reference is written in an unusual way count as the longest string.
    """
    total, num_known = 0, 0
    for text in _whole_tags(chunks):
        found = _SHARED.findall(text)
        num_known += len(found) + len(_NOT_SHARED.findall(text))
        indices = np.array(found, dtype="S9").astype(np.int64) if found else np.zeros(0, dtype=np.int64)
        total += int(lengths[indices[indices < len(lengths)]].sum())
    return total + max(num_cells - num_known, 0) * int(lengths.max(initial=0))
