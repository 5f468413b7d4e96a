"""A look at a whole workbook before it is parsed: how much it holds, and what its sheets hide."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import BinaryIO
from xml.parsers import expat
from zipfile import ZipInfo

import numpy as np
from numpy.typing import NDArray

from assigner.tabular.archive import entries, part, unpacked
from assigner.tabular.probe import Limits
from assigner.tabular.problems import FileProblem
from assigner.tabular.sheetxml import PartShape, scan, text_bytes
from assigner.tabular.wellformed import sound

_BOOK, _RELATIONS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
_XML_ENDINGS = (".xml", ".rels")
_MAX_SMALL_BYTES, _MAX_OTHER_BYTES = 16 << 20, 64 << 20
_SEEN_AS_IT_IS = 256 << 20  # texts said to need less than this are not counted one by one
_LISTED_CELL_BYTES = 40  # of every cell while the sheet is parsed
_PLACE_BYTES = 32  # of every place in the rectangle of all cells, once it is parsed
_TEXT_BYTES = 32  # around a text
_MERGE_BYTES = 500
_LEAST_CELL_BYTES = 24  # of XML around a cell


@dataclass(frozen=True, slots=True)
class Survey:
    """What a workbook holds: the shape of every sheet by its name, and upper bounds of what a parser needs.

    `held_bytes` stay while a sheet is read, whichever it is; `parsing_bytes` are needed before that.
    """

    shapes: Mapping[str, PartShape]
    parsing_bytes: int
    held_bytes: int


def survey(path: Path, limits: Limits) -> Survey:
    """The survey of a workbook; raises `FileProblem` where it is damaged, no XLSX file or too large."""
    state = path.stat()
    return _survey(path, state.st_size, state.st_mtime_ns, limits)


@lru_cache(maxsize=2)
def _survey(path: Path, _size: int, _changed: int, limits: Limits) -> Survey:
    """One survey serves all tables of a workbook."""
    found = entries(path, limits)
    _check_kind(found)
    shapes = {}
    with path.open("rb") as stream:
        for name, entry in found.items():
            shapes[name] = _shape(stream, entry)
        parsing, held = _parser_bytes(stream, found, shapes)
    places = _sheet_places(path, found)
    sheets = {sheet: shapes[place] for sheet, place in places.items() if place in shapes}
    return Survey(sheets, parsing, held)


def _shape(stream: BinaryIO, entry: ZipInfo) -> PartShape:
    """The shape of one part; pictures and the like are not XML, but may not be large."""
    chunks = unpacked(stream, entry)
    if entry.filename.lower().endswith(_XML_ENDINGS):
        return scan(sound(chunks))
    if entry.file_size > _MAX_OTHER_BYTES:
        raise FileProblem("workbook-too-large", limit=f"{_MAX_OTHER_BYTES >> 20} MB")
    return scan(chunks)


def _check_kind(found: Mapping[str, ZipInfo]) -> None:
    """Only XLSX: other workbooks in ZIP archives may tell the parser to repeat a cell a billion times."""
    for name, what in (("xl/workbook.bin", "XLSB"), ("content.xml", "ODS"), ("word/document.xml", "DOCX")):
        if name in found:
            raise FileProblem("foreign-file", what=what)
    if _BOOK not in found and not any(name.casefold().startswith("xl") for name in found):
        raise FileProblem("foreign-file", what="ZIP")


def _parser_bytes(
    stream: BinaryIO, found: Mapping[str, ZipInfo], shapes: Mapping[str, PartShape]
) -> tuple[int, int]:
    """Bytes to parse the largest part as a sheet and to hold it, with all shared strings."""
    strings = max(shapes, key=lambda name: len(shapes[name].string_at))
    lengths = shapes[strings].string_lengths
    shared = shapes[strings].num_bytes + 2 * _TEXT_BYTES * len(lengths)
    parsing = held = 0
    for name, shape in shapes.items():
        texts = _text_bytes(unpacked(stream, found[name]), shape, lengths)
        own = max(shape.num_bytes - _LEAST_CELL_BYTES * shape.num_cells, 0) if shape.num_cells else 0
        fixed = texts + own + _TEXT_BYTES * shape.num_cells + _MERGE_BYTES * shape.num_merges
        places = _PLACE_BYTES * max(shape.num_rows * shape.num_columns, shape.num_cells)
        parsing = max(parsing, fixed + places + _LISTED_CELL_BYTES * shape.num_cells)
        held = max(held, fixed + places)
    return parsing + shared, held + shared


def _text_bytes(chunks: Iterator[bytes], shape: PartShape, lengths: NDArray[np.int64]) -> int:
    """Bytes of shared strings, each as often as a cell holds it: one short string can fill a memory."""
    at_most = shape.num_cells * int(lengths.max(initial=0))
    return at_most if at_most <= _SEEN_AS_IT_IS else text_bytes(chunks, lengths, shape.num_cells)


def _sheet_places(path: Path, found: Mapping[str, ZipInfo]) -> dict[str, str]:
    """The part of every sheet, by the sheet's name."""
    if _BOOK not in found or _RELATIONS not in found:
        return {}
    targets = {}
    for attributes in _tags(part(path, found[_RELATIONS], _MAX_SMALL_BYTES), "Relationship"):
        targets[attributes.get("Id", "")] = attributes.get("Target", "")
    places = {}
    for attributes in _tags(part(path, found[_BOOK], _MAX_SMALL_BYTES), "sheet"):
        target = targets.get(attributes.get("id", ""), "")
        places[attributes.get("name", "")] = posixpath.normpath(posixpath.join("/xl", target)).lstrip("/")
    return places


def _tags(xml: bytes, wanted: str) -> Iterator[dict[str, str]]:
    """Attributes of all tags of a name, both without their prefixes; the part is known to be sound."""
    found: list[dict[str, str]] = []

    def begin(name: str, attributes: dict[str, str]) -> None:
        if name.rpartition(":")[2] == wanted:
            found.append({key.rpartition(":")[2]: value for key, value in attributes.items()})

    parser = expat.ParserCreate()
    parser.StartElementHandler = begin
    try:
        parser.Parse(xml, True)
    except expat.ExpatError as error:
        raise FileProblem("workbook-broken", reason=str(error)) from error
    yield from found


def hidden_among(shape: PartShape, width: int) -> tuple[bool, ...]:
    """Whether each of the first columns is hidden; () where none is."""
    hidden = np.zeros(width, dtype=bool)
    for first, last in shape.hidden_columns:
        hidden[max(first, 1) - 1 : max(last, 0)] = True
    return tuple(hidden.tolist()) if hidden.any() else ()
