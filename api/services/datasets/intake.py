"""Receiving the tables of a base: to the disk piece by piece, with a limit, and all of it or nothing."""

from __future__ import annotations

from contextlib import ExitStack
from datetime import date
from pathlib import Path
from typing import BinaryIO

from api.context import Context
from api.errors import Place, TooLarge, Unprocessable
from api.ids import new_id
from api.security.actor import Actor
from api.services.datasets.standing import PREFIX
from api.work.bases import UPLOADS, UploadedBase
from api.work.preparing import ROWS
from assigner.i18n import Translator
from assigner.tabular.required import kind_of_title

TABLES = ("clients", "managers", "activities", "rules")
FILES = (*TABLES, "mapping")
"""Parts of an upload that are files; `mapping` is YAML: table: {column: header}."""

FIELDS = ("name", "tolerant", "as_of")
MAX_FIELD_BYTES = 1000
ENDINGS = (
    *(".csv", ".tsv", ".txt", ".xlsx", ".xlsm", ".xls", ".xlsb", ".ods"),
    *(".jsonl", ".ndjson", ".json", ".parquet"),
)
MAPPING_ENDINGS = (".yaml", ".yml")
_FLAGS = {"": False, "true": True, "1": True, "yes": True, "false": False, "0": False, "no": False}


class Intake:
    """One upload on its way. `finish` gives its base; without it nothing stays."""

    def __init__(self, ctx: Context, actor: Actor) -> None:
        self.dataset_id = new_id(PREFIX)
        self.name, self.tolerant, self.as_of = "", False, None
        self._tr = actor.tr
        self._limit, self._size = ctx.settings.max_upload_bytes, 0
        self._tables: dict[str, str] = {}
        self._names: dict[str, str] = {}
        self._empty: set[str] = set()
        self._fields: dict[str, bytearray] = {}
        self._places: list[Place] = []
        self._open: BinaryIO | None = None
        self._part = ""
        self._stack = ExitStack()
        self._folder: Path = self._stack.enter_context(ctx.files.making(UPLOADS, self.dataset_id))

    name: str
    tolerant: bool
    as_of: date | None

    def begin(self, part: str, file_name: str | None) -> None:
        """A part of the upload begins. Its file is called as we like; the user's name is only remembered."""
        self._part = part
        if part in FILES and file_name is not None:
            self._begin_file(part, Path(file_name.replace("\\", "/")).name[:200])
        elif part in FIELDS and file_name is None:
            self._fields[part] = bytearray()
        else:
            known = ", ".join((*FILES, *FIELDS))
            self._wrong(part, file_name, self._tr.gettext("use one of: {known}", known=known))

    def _begin_file(self, part: str, name: str) -> None:
        endings = MAPPING_ENDINGS if part == "mapping" else ENDINGS
        ending = Path(name).suffix.lower()
        if not name:  # a form's field that was left blank
            return
        if part in self._tables:
            self._wrong(part, name, self._tr.gettext("send each table once"))
        elif ending not in endings:
            message = self._tr.gettext(
                "a file of this kind can't be read; use {known}", known=", ".join(endings)
            )
            self._wrong(part, name, message)
        else:
            self._tables[part], self._names[part] = _own_name(part, name), name
            self._open_file(self._tables[part])
            self._empty.add(part)

    def _open_file(self, own: str) -> None:
        self._open = self._stack.enter_context((self._folder / own).open("xb"))

    def data(self, piece: bytes) -> None:
        """More bytes of the part. Raises TooLarge as soon as it is."""
        self._size += len(piece)
        if self._size > self._limit:
            limit = self._tr.number(self._limit >> 20)
            raise TooLarge(
                self._tr.gettext("An upload may have {limit} MiB, all its tables together.", limit=limit)
            )
        if self._open is not None:
            self._open.write(piece)
            self._empty.discard(self._part)
        elif (field := self._fields.get(self._part)) is not None:
            field += piece[: MAX_FIELD_BYTES + 1 - len(field)]

    def end(self) -> None:
        """The part has ended."""
        if self._open is not None:
            self._open.close()
            self._open = None

    def rows(self) -> None:
        """All that comes is one body of JSON."""
        self._names["clients"] = ROWS
        self._tables["clients"] = ROWS
        self._open_file(ROWS)

    def finish(self) -> UploadedBase:
        """Keep what came. Raises Unprocessable with everything that is wrong with it; nothing stays then."""
        self.end()
        self._read_fields()
        for part in sorted(self._empty):
            self._wrong(part, self._names[part], self._tr.gettext("the file is empty"))
        if "clients" not in self._tables:
            self._wrong("clients", None, self._tr.gettext("send the table of clients as a file"))
        if self._places:
            raise Unprocessable(self._tr.gettext("The upload can't be used."), errors=self._places)
        base = UploadedBase(self._folder, self._tables, self._names, self.tolerant, self.as_of)
        base.write()
        self._stack.close()
        return base

    def abort(self, error: BaseException) -> None:
        """Forget all of it."""
        self._stack.__exit__(type(error), error, error.__traceback__)

    def drop(self) -> None:
        """Forget what was not kept, nothing after `finish`: a repeated call leaves its files unused."""
        self.abort(InterruptedError())

    def _read_fields(self) -> None:
        texts = {name: self._text(name, bytes(value)) for name, value in self._fields.items()}
        self.name = self.name or texts.get("name", "")
        self._read_flag(texts.get("tolerant", ""))
        self._read_day(texts.get("as_of", ""))
        if len(self.name) > 200:
            self._wrong("name", None, self._tr.gettext("use at most 200 letters"))

    def _text(self, name: str, value: bytes) -> str:
        try:
            text = value.decode().strip()
        except UnicodeDecodeError:
            self._wrong(name, None, self._tr.gettext("send text in UTF-8"))
            return ""
        if any(ord(letter) < 32 or ord(letter) == 127 for letter in text):
            self._wrong(name, None, self._tr.gettext("leave out control characters"))
            return ""
        return text

    def _read_flag(self, text: str) -> None:
        if text.lower() not in _FLAGS:
            self._wrong("tolerant", text, self._tr.gettext("write true or false"))
        self.tolerant = self.tolerant or _FLAGS.get(text.lower(), False)

    def _read_day(self, text: str) -> None:
        try:
            self.as_of = date.fromisoformat(text) if text else self.as_of
        except ValueError:
            self._wrong("as_of", text, self._tr.gettext("write a day as 2026-06-01"))

    def _wrong(self, where: str, value: str | None, message: str) -> None:
        self._places.append({"where": where[:100], "value": value and value[:200], "message": message})


def too_large(tr: Translator, limit: int) -> TooLarge:
    """The refusal of an upload of more bytes than allowed."""
    said = tr.number(limit >> 20)
    return TooLarge(tr.gettext("An upload may have {limit} MiB, all its tables together.", limit=said))


def _own_name(part: str, name: str) -> str:
    """What we call a file; a log's name may say what kind all its rows are of."""
    kind = kind_of_title(Path(name).stem) if part == "activities" else None
    return f"{part}{'' if kind is None else f'-{kind.name.lower()}'}{Path(name).suffix.lower()}"
