"""Workbooks written part by part, so that they can be wrong in ways no program writes them."""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
SKELETON = {
    "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}"><Relationship Id="r1" '
    f'Type="{_LINKS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_LINKS}"><sheets>'
    '<sheet name="clients" sheetId="1" r:id="r1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}"><Relationship Id="r1" '
    f'Type="{_LINKS}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
}
SHEET, STRINGS = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"


def sheet_xml(rows: str, after: str = "") -> str:
    """A sheet with these rows."""
    return f'<worksheet xmlns="{_MAIN}"><sheetData>{rows}</sheetData>{after}</worksheet>'


def text_row(*cells: str, number: int = 0) -> str:
    """A row of texts, with references where `number` is given."""
    place = [f' r="{chr(65 + at)}{number}"' if number else "" for at in range(len(cells))]
    inner = "".join(
        f'<c{where} t="inlineStr"><is><t>{cell}</t></is></c>'
        for where, cell in zip(place, cells, strict=True)
    )
    return f'<row r="{number}">{inner}</row>' if number else f"<row>{inner}</row>"


HEADER = text_row("client_id", "name", number=1)


def book(path: Path, parts: Mapping[str, str | bytes]) -> Path:
    """A workbook of these parts and the skeleton; a part given replaces one of the skeleton."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, content in {**SKELETON, **parts}.items():
            archive.writestr(name, content)
    return path


def zeros_book(path: Path, num_bytes: int, said: int) -> Path:
    """A workbook whose sheet unpacks to so many spaces, but is said to have `said` bytes."""
    block = b" " * (1 << 24)
    squeeze = zlib.compressobj(9, zlib.DEFLATED, -15)
    repeated = squeeze.compress(block) + squeeze.flush(zlib.Z_FULL_FLUSH)
    count = num_bytes // len(block)
    packed = repeated * count + zlib.compressobj(9, zlib.DEFLATED, -15).flush()
    book(path, {})
    _append_entry(path, SHEET, packed, said)
    return path


def _append_entry(path: Path, name: str, packed: bytes, said: int) -> None:
    """Put an entry with any size field before the directory of an archive; its checksum is left 0."""
    content = path.read_bytes()
    end = content.rindex(b"PK\x05\x06")
    num, size, start = struct.unpack("<HII", content[end + 10 : end + 20])
    fields = struct.pack("<HHHHHIIIHH", 20, 0, 8, 0, 33, 0, len(packed), said, len(name), 0)
    local = b"PK\x03\x04" + fields + name.encode() + packed
    entry = b"PK\x01\x02" + struct.pack("<H", 20) + fields + struct.pack("<HHHII", 0, 0, 0, 0, start)
    directory = content[start : start + size] + entry + name.encode()
    tail = struct.pack("<HHHHIIH", 0, 0, num + 1, num + 1, len(directory), start + len(local), 0)
    path.write_bytes(content[:start] + local + directory + b"PK\x05\x06" + tail)


def ole_container(streams: Mapping[str, bytes]) -> bytes:
    """The least container of the old Office format: header, allocation table, directory, streams.

    Field by field as [MS-CFB] 2.2 and 2.6 say it. Streams shorter than 4096 bytes are filled up with zeros,
    so that no table of small ones is needed.
    """
    free, end, table = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
    contents = [content.ljust(4096, b"\0") for content in streams.values()]
    contents = [content + bytes(-len(content) % 512) for content in contents]
    chain, starts = [table, end], []
    for content in contents:
        starts.append(len(chain))
        chain += [*range(len(chain) + 1, len(chain) + len(content) // 512), end]
    assert len(chain) <= 128, "one sector of the allocation table is enough for tests"
    header = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(16)
    header += struct.pack("<HHHHH6xIIIIIII", 0x3E, 3, 0xFFFE, 9, 6, 0, 1, 1, 0, 4096, end, 0)
    header += struct.pack("<III", end, 0, 0) + struct.pack("<I", free) * 108
    sectors = b"".join(struct.pack("<I", sector) for sector in chain).ljust(512, b"\xff")
    directory = _directory_entry("Root Entry", 5, end, 0)
    for name, start, content in zip(streams, starts, contents, strict=True):
        directory += _directory_entry(name, 2, start, len(content))
    return header + sectors + directory.ljust(512, b"\0") + b"".join(contents)


def _directory_entry(name: str, kind: int, start: int, size: int) -> bytes:
    wide = name.encode("utf-16-le") + b"\0\0"
    none = 0xFFFFFFFF
    links = struct.pack("<III", none, none, 1 if kind == 5 else none)
    head = wide.ljust(64, b"\0") + struct.pack("<HBB", len(wide), kind, 1)
    return head + links + bytes(36) + struct.pack("<IQ", start, size)


def xls(rows: Sequence[Sequence[str | float]], *, said_rows: int | None = None) -> bytes:
    """An old workbook with one sheet "clients", by the records of [MS-XLS]; `said_rows` may lie."""
    begin = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0005, 0, 0, 0, 0))
    name = b"clients"
    bound = struct.pack("<BB", len(name), 0) + name
    length = len(begin) + 4 + 6 + len(bound) + 4
    globals_ = begin + _record(0x0085, struct.pack("<IH", length, 0) + bound) + _record(0x000A, b"")
    width = max(map(len, rows), default=0)
    size = struct.pack("<IIHHH", 0, len(rows) if said_rows is None else said_rows, 0, width, 0)
    cells = b"".join(
        _cell(at, column, cell) for at, row in enumerate(rows) for column, cell in enumerate(row)
    )
    sheet = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0010, 0, 0, 0, 0))
    sheet += _record(0x0200, size) + cells + _record(0x000A, b"")
    return ole_container({"Workbook": globals_ + sheet})


def _record(kind: int, content: bytes) -> bytes:
    return struct.pack("<HH", kind, len(content)) + content


def _cell(row: int, column: int, cell: str | float) -> bytes:
    if isinstance(cell, str):
        wide = cell.encode("utf-16-le")
        return _record(0x0204, struct.pack("<HHHHB", row, column, 0, len(cell), 1) + wide)
    return _record(0x0203, struct.pack("<HHHd", row, column, 0, cell))


def column_name(number: int) -> str:
    """Letters of a column counted from 1, also beyond the last of Excel."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def joined(parts: Iterable[str]) -> str:
    """The parts as one text."""
    return "".join(parts)
