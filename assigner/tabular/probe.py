"""Looks at a file before it is parsed: size, kind, line lengths, encoding; in chunks, in bounded memory."""

from __future__ import annotations

import codecs
import os
from dataclasses import dataclass, replace
from pathlib import Path

from charset_normalizer import from_bytes

from assigner.tabular.problems import FileProblem


@dataclass(frozen=True, slots=True)
class Limits:
    """How much is read at most; what is beyond is refused, as a rule before it is parsed.

    `max_held_bytes` are those of all tables of one reading together with the parser at work. The rest of
    the 2 GiB that no input may need is for the program itself and for the arrays made of the texts. A base
    that honestly needs more is let in by the environment variable ASSIGNER_TABLES_MB.
    """

    max_file_bytes: int = 1 << 30
    max_line_bytes: int = 1 << 20
    max_unpacked_bytes: int = 2 << 30
    max_json_bytes: int = 32 << 20
    max_held_bytes: int = 1200 << 20


MEMORY_SETTING = "ASSIGNER_TABLES_MB"
"""Environment variable: megabytes that the tables of one reading may take, and their files and lines."""


def _limits(setting: str) -> Limits:
    """The usual limits, or wider ones where the setting is a number above them."""
    usual = Limits()
    held = int(setting) << 20 if setting.isdecimal() else 0
    if held <= usual.max_held_bytes:
        return usual
    return replace(usual, max_held_bytes=held, max_file_bytes=held, max_unpacked_bytes=held)


LIMITS = _limits(os.environ.get(MEMORY_SETTING, ""))
_HEAD_BYTES = 1 << 18
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_FOREIGN = {
    b"%PDF": "PDF",
    b"\x89PNG": "PNG",
    b"\xff\xd8\xff": "JPEG",
    b"GIF8": "GIF",
    b"\x1f\x8b": "GZIP",
    b"7z\xbc\xaf": "7Z",
    b"Rar!": "RAR",
    b"\x7fELF": "ELF",
    b"<!DOCTYPE": "HTML",
    b"<html": "HTML",
}
ZIP_MAGIC = b"PK\x03\x04"
OLE_MAGIC = bytes.fromhex("d0cf11e0a1b11ae1")
PARQUET_MAGIC = b"PAR1"


def read_head(path: Path, limits: Limits) -> bytes:
    """The first bytes of a file that exists, is not empty and not too large.

    Raises `FileProblem` otherwise, also where the bytes are those of a well-known kind of file that is no
    table.
    """
    if not path.exists():
        raise FileProblem("file-missing")
    if path.is_dir():
        raise FileProblem("file-is-folder")
    if not path.is_file():
        raise FileProblem("file-unreadable", reason="not a regular file")
    size = path.stat().st_size
    if size > limits.max_file_bytes:
        raise FileProblem("file-too-large", size=size >> 20, limit=limits.max_file_bytes >> 20)
    with path.open("rb") as stream:
        head = stream.read(_HEAD_BYTES)
    if not head.strip():
        raise FileProblem("file-empty")
    for magic, what in _FOREIGN.items():
        if head.startswith(magic):
            raise FileProblem("foreign-file", what=what)
    return head


def _is_utf8(decoder: codecs.IncrementalDecoder, chunk: bytes, *, final: bool) -> bool:
    try:
        decoder.decode(chunk, final)
    except UnicodeDecodeError:
        return False
    return True


def text_encoding(path: Path, head: bytes, limits: Limits) -> tuple[str, bool]:
    """Encoding of a text file, and whether it is only a guess.

    A byte order mark decides; then the whole file as strict UTF-8; then a guess from the first part that is
    not.
    Raises `FileProblem` for zero bytes and for lines that are too long.
    """
    marked = next((name for mark, name in _BOMS if head.startswith(mark)), "")
    wide = marked in {"utf-16", "utf-32"}
    decoder = codecs.getincrementaldecoder("utf-8")()
    utf8, tail, chunk, evidence = True, 0, b"", head
    with path.open("rb") as stream:
        while chunk := stream.read(min(_HEAD_BYTES, limits.max_line_bytes)):
            if not wide and b"\0" in chunk:
                raise FileProblem("binary-file")
            tail = _line_tail(chunk, tail, limits)
            if utf8 and not wide and not _is_utf8(decoder, chunk, final=False):
                utf8, evidence = False, chunk
    if marked:
        return marked, False
    if utf8 and _is_utf8(decoder, b"", final=True):
        return "utf-8", False
    return _guess(evidence), True


def _line_tail(chunk: bytes, tail: int, limits: Limits) -> int:
    """Bytes since the last line break after this chunk; raises where a line has become too long."""
    first = min((at for at in (chunk.find(b"\n"), chunk.find(b"\r")) if at >= 0), default=len(chunk))
    if tail + first > limits.max_line_bytes:
        raise FileProblem("line-too-long", limit=limits.max_line_bytes >> 10)
    last = max(chunk.rfind(b"\n"), chunk.rfind(b"\r"))
    return tail + len(chunk) if last < 0 else len(chunk) - last - 1


def _is_russian(text: str) -> bool:
    """Whether most letters beyond ASCII are Russian ones in a case that words have (not "кЛИЕНТ")."""
    letters = [char for char in text if char.isalpha() and not char.isascii()]
    russian = [char for char in letters if "а" <= char.lower() <= "я" or char in "ёЁ"]
    small = sum(char.islower() for char in russian)
    return bool(letters) and len(russian) >= 0.95 * len(letters) and 2 * small >= len(russian)


def _guess(head: bytes) -> str:
    """The most likely one-byte encoding: cp1251 where that reads as Russian, else charset-normalizer's.

    Short files mislead statistics; a Russian export in cp1251 is the usual case and is easily told.
    """
    text = head.decode("cp1251", errors="replace")
    if _is_russian(text) and "\ufffd" not in text:
        return "cp1251"
    best = from_bytes(head).best()
    return best.encoding if best is not None else "cp1251"
