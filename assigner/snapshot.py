"""A copy of a proposal's input inside its folder: the folder can be explained and checked later, anywhere."""

from __future__ import annotations

import json
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from assigner.errors import InputError, Issue, Severity
from assigner.i18n import Translator
from assigner.policy import Policy
from assigner.policy.yaml_io import dump_policy, load_policy
from assigner.proposal import Certificate
from assigner.solution import LevelCertificate, Phase
from assigner.tabular import Sources
from assigner.tabular.required import kind_of_title
from assigner.tabular.sources import TABLES, input_sha256, split_sheet
from assigner.texts import (
    CHANGED_MEANWHILE,
    MADE_ELSEWHERE,
    NOT_OURS,
    OTHER_ANSWER,
    OTHER_INPUT,
    RUN_AGAIN,
    WHOLE_FOLDER,
)

ARCHIVE = "inputs.zip"
MANIFEST = "manifest.json"
POLICY = "policy.yaml"
EPOCH = (1980, 1, 1, 0, 0, 0)
"""A fixed date for all members: the same input gives the same bytes."""

DAMAGE = (
    *(OSError, EOFError, KeyError, TypeError, ValueError, AttributeError, RuntimeError, NotImplementedError),
    *(zipfile.BadZipFile, zlib.error, InputError),
)
"""What reading a damaged folder can raise."""

MAX_UNPACKED_BYTES = 4 << 30
"""No folder of ours unpacks to more; a larger one is a trap."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What a folder says of the run that made it."""

    sources: Sources
    policy: Policy
    tolerant: bool
    as_of: date
    status: str
    score: float
    bound: float
    certificate: Certificate

    def refuse_changed(
        self, out: Path, tr: Translator, *, score: float, input_sha256: str, policy_sha256: str
    ) -> None:
        """Raise InputError where what was read again is not what the proposal was made of."""
        stored = (self.certificate.input_sha256, self.certificate.policy_sha256)
        if stored != (input_sha256, policy_sha256):
            raise _refuse(out, tr.gettext(OTHER_INPUT, archive=ARCHIVE), tr)
        if abs(score - self.score) > 1e-6 * max(1.0, abs(self.score)):
            shown = {"found": tr.number(score, 4), "said": tr.number(self.score, 4)}
            raise _refuse(out, tr.gettext(OTHER_ANSWER, **shown), tr, MADE_ELSEWHERE)


def refuse_new_input(sources: Sources, input_sha256_read: str, tr: Translator) -> None:
    """Raise InputError where the tables changed after they were read: the copy would be of others."""
    if input_sha256(sources) != input_sha256_read:
        raise _refuse(Path(sources.clients), tr.gettext(CHANGED_MEANWHILE), tr, RUN_AGAIN)


def snapshot_writer(sources: Sources, policy: Policy, *, tolerant: bool) -> Callable[[Path], None]:
    """A writer of the archive: tables, mapping, policy and how they were read."""

    def write(path: Path) -> None:
        manifest: dict[str, Any] = {"tolerant": tolerant, "tables": {}}
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
            stored: dict[Path, str] = {}
            for table, source in _files(sources).items():
                file, sheet = split_sheet(source)
                if file not in stored:
                    stored[file] = f"{len(stored)}-{table}{_said(file)}{''.join(file.suffixes[-1:]).lower()}"
                    _add(archive, stored[file], file.read_bytes())
                manifest["tables"][table] = {"file": stored[file], "sheet": sheet}
            _add(archive, POLICY, dump_policy(policy).encode())
            _add(archive, MANIFEST, json.dumps(manifest, indent=1, sort_keys=True).encode())

    return write


def _said(file: Path) -> str:
    """The kind of activities that a file is called after: without such a column it is that of every row."""
    kind = kind_of_title(file.stem)
    return "" if kind is None else f"-{kind.name.lower()}"


def _files(sources: Sources) -> dict[str, Path]:
    mapping = {"mapping": Path(sources.mapping)} if sources.mapping is not None else {}
    return sources.paths() | mapping


def _add(archive: zipfile.ZipFile, name: str, content: bytes) -> None:
    member = zipfile.ZipInfo(name, EPOCH)
    member.compress_type = zipfile.ZIP_DEFLATED
    archive.writestr(member, content)


@contextmanager
def read_snapshot(out: Path, tr: Translator) -> Iterator[Snapshot]:
    """Unpack a folder's input while the block lasts. Raises InputError where it is not ours or damaged."""
    with tempfile.TemporaryDirectory(prefix="assigner-") as folder:
        yield _snapshot(out, Path(folder), tr)


def _snapshot(out: Path, folder: Path, tr: Translator) -> Snapshot:
    """What the folder says, its archive unpacked into `folder`."""
    try:
        document = json.loads((out / "proposal.json").read_text("utf-8"))
        manifest = _unpack(out / ARCHIVE, folder)
        certificate = _certificate(document["certificate"])
        return Snapshot(
            sources=_sources(manifest["tables"], folder),
            policy=load_policy(folder / POLICY),
            tolerant=bool(manifest["tolerant"]),
            as_of=date.fromisoformat(certificate.as_of),
            status=str(document["status"]),
            score=float(document["score"]),
            bound=float(document["bound"]),
            certificate=certificate,
        )
    except DAMAGE:
        raise _refuse(out, tr.gettext(NOT_OURS), tr) from None


def _refuse(out: Path, message: str, tr: Translator, remedy: str = WHOLE_FOLDER) -> InputError:
    return InputError([Issue(Severity.ERROR, "not-a-proposal", message, tr.gettext(remedy), file=str(out))])


def _unpack(path: Path, folder: Path) -> dict[str, Any]:
    with zipfile.ZipFile(path) as archive:
        if sum(member.file_size for member in archive.infolist()) > MAX_UNPACKED_BYTES:
            raise ValueError("unpacks to more than any input of ours")
        archive.extractall(folder)
    manifest: dict[str, Any] = json.loads((folder / MANIFEST).read_text("utf-8"))
    return manifest


def _sources(tables: dict[str, dict[str, str | None]], folder: Path) -> Sources:
    def path(table: str) -> Path | None:
        if table not in tables:
            return None
        sheet = tables[table]["sheet"]
        return folder / (f"{tables[table]['file']}#{sheet}" if sheet else str(tables[table]["file"]))

    clients = path("clients")
    if clients is None:
        raise KeyError("clients")
    return Sources(clients=clients, **{table: path(table) for table in (*TABLES[1:], "mapping")})


def _certificate(stored: dict[str, Any]) -> Certificate:
    known = {name: stored[name] for name in Certificate.__dataclass_fields__}
    known["phases"] = tuple(Phase(**phase) for phase in stored["phases"])
    known["levels"] = tuple(LevelCertificate(**level) for level in stored["levels"])
    return Certificate(**known)
