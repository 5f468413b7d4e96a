"""Whether a part of a workbook is sound XML of small pieces: a reader keeps every piece whole in memory."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from xml.parsers import expat

from assigner.tabular.problems import FileProblem

MAX_PIECE_BYTES = 4 << 20
"""Of a tag, a comment or a text; Excel's longest cell has 32,767 characters."""

_ENCODINGS = {"UTF-8", "US-ASCII"}


def sound(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """The chunks again; raises `FileProblem` for what is no XML in UTF-8, a document type and huge pieces."""
    check = _Check()
    for chunk in chunks:
        check.feed(chunk)
        yield chunk
    check.feed(b"", final=True)


class _Check:
    """A parser without handlers for content: it only looks at the form."""

    def __init__(self) -> None:
        self._parser = expat.ParserCreate()
        self._parser.XmlDeclHandler = self._declared
        self._parser.StartDoctypeDeclHandler = self._document_type
        self._parser.StartCdataSectionHandler = self._section_begins
        self._parser.EndCdataSectionHandler = self._section_ends
        self._num_bytes = 0
        self._section_at: int | None = None

    def feed(self, chunk: bytes, *, final: bool = False) -> None:
        """Look at the next bytes."""
        if not self._num_bytes and chunk.startswith((b"\xff\xfe", b"\xfe\xff")):
            raise _unsound("wide characters")
        self._num_bytes += len(chunk)
        try:
            self._parser.Parse(chunk, final)
        except expat.ExpatError as error:
            raise _unsound(str(error)) from error
        done = self._parser.CurrentByteIndex if self._section_at is None else self._section_at
        if self._num_bytes - done > MAX_PIECE_BYTES:
            raise _unsound("a tag or a comment of several megabytes")

    def _declared(self, _version: str, encoding: str | None, _standalone: int) -> None:
        if encoding is not None and encoding.upper() not in _ENCODINGS:
            raise _unsound(f"encoding {encoding[:20]}")

    def _document_type(self, *_: object) -> None:
        raise _unsound("it has a document type")

    def _section_begins(self) -> None:
        self._section_at = self._parser.CurrentByteIndex

    def _section_ends(self) -> None:
        self._section_at = None


def _unsound(reason: str) -> FileProblem:
    return FileProblem("workbook-broken", reason=reason)
