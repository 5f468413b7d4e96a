"""A copy of a proposal's input inside its folder: the folder can be explained and checked later, anywhere."""

from __future__ import annotations

import json
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from assigner.errors import InputError, Issue, Severity
from assigner.policy import Policy
from assigner.policy.yaml_io import dump_policy, load_policy
from assigner.proposal import Certificate
from assigner.solution import LevelCertificate, Phase
from assigner.tabular import Sources
from assigner.tabular.sources import split_sheet

ARCHIVE = "inputs.zip"
MANIFEST = "manifest.json"
POLICY = "policy.yaml"
EPOCH = (1980, 1, 1, 0, 0, 0)
"""A fixed date for all members: the same input gives the same bytes."""

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

    def refuse_changed(self, out: Path, *, score: float, input_sha256: str, policy_sha256: str) -> None:
        """Raise InputError where what was read again is not what the proposal was made of."""
        same_score = abs(score - self.score) <= 1e-6 * max(1.0, abs(self.score))
        stored = (self.certificate.input_sha256, self.certificate.policy_sha256)
        if stored != (input_sha256, policy_sha256):
            raise _refuse(out, f"{ARCHIVE} is not the input of this proposal")
        if not same_score:
            raise _refuse(
                out,
                f"assignment.csv was changed: it scores {score:.6g}, proposal.json says {self.score:.6g}",
                "use `assigner check` for an assignment made elsewhere",
            )


def snapshot_writer(sources: Sources, policy: Policy, *, tolerant: bool) -> Callable[[Path], None]:
    """A writer of the archive: tables, mapping, policy and how they were read."""

    def write(path: Path) -> None:
        manifest: dict[str, Any] = {"tolerant": tolerant, "tables": {}}
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
            stored: dict[Path, str] = {}
            for table, source in _files(sources).items():
                file, sheet = split_sheet(source)
                if file not in stored:
                    stored[file] = f"{len(stored)}-{table}{''.join(file.suffixes[-1:]).lower()}"
                    _add(archive, stored[file], file.read_bytes())
                manifest["tables"][table] = {"file": stored[file], "sheet": sheet}
            _add(archive, POLICY, dump_policy(policy).encode())
            _add(archive, MANIFEST, json.dumps(manifest, indent=1, sort_keys=True).encode())

    return write


def _files(sources: Sources) -> dict[str, Path]:
    mapping = {"mapping": Path(sources.mapping)} if sources.mapping is not None else {}
    return sources.paths() | mapping


def _add(archive: zipfile.ZipFile, name: str, content: bytes) -> None:
    member = zipfile.ZipInfo(name, EPOCH)
    member.compress_type = zipfile.ZIP_DEFLATED
    archive.writestr(member, content)


@contextmanager
def read_snapshot(out: Path) -> Iterator[Snapshot]:
    """Unpack a folder's input while the block lasts. Raises InputError where it is not ours."""
    document = _document(out)
    with tempfile.TemporaryDirectory(prefix="assigner-") as folder:
        manifest = _unpack(out / ARCHIVE, Path(folder))
        certificate = document["certificate"]
        yield Snapshot(
            sources=_sources(manifest["tables"], Path(folder)),
            policy=load_policy(Path(folder) / POLICY),
            tolerant=bool(manifest["tolerant"]),
            as_of=date.fromisoformat(certificate["as_of"]),
            status=document["status"],
            score=document["score"],
            bound=document["bound"],
            certificate=_certificate(certificate),
        )


def _refuse(
    out: Path, message: str, remedy: str = "give the --out folder of `assigner propose`, with all its files"
) -> InputError:
    return InputError([Issue(Severity.ERROR, "not-a-proposal", message, remedy, file=str(out))])


def _document(out: Path) -> dict[str, Any]:
    try:
        document: dict[str, Any] = json.loads((out / "proposal.json").read_text("utf-8"))
        if "certificate" not in document:
            raise ValueError
    except (OSError, ValueError):
        raise _refuse(out, "the folder has no readable proposal.json") from None
    return document


def _unpack(path: Path, folder: Path) -> dict[str, Any]:
    try:
        with zipfile.ZipFile(path) as archive:
            if sum(member.file_size for member in archive.infolist()) > MAX_UNPACKED_BYTES:
                raise _refuse(path, "the archive unpacks to more than 4 GiB")
            archive.extractall(folder)
        manifest: dict[str, Any] = json.loads((folder / MANIFEST).read_text("utf-8"))
    except (OSError, ValueError, zipfile.BadZipFile):
        raise _refuse(path.parent, f"{ARCHIVE} is missing or damaged") from None
    return manifest


def _sources(tables: dict[str, dict[str, str | None]], folder: Path) -> Sources:
    def path(table: str) -> Path | None:
        if table not in tables:
            return None
        sheet = tables[table]["sheet"]
        return folder / (f"{tables[table]['file']}#{sheet}" if sheet else str(tables[table]["file"]))

    clients = path("clients")
    if clients is None:
        raise _refuse(folder, f"{ARCHIVE} holds no clients table")
    return Sources(clients, path("managers"), path("activities"), path("rules"), path("mapping"))


def _certificate(stored: dict[str, Any]) -> Certificate:
    known = {name: stored[name] for name in Certificate.__dataclass_fields__}
    known["phases"] = tuple(Phase(**phase) for phase in stored["phases"])
    known["levels"] = tuple(LevelCertificate(**level) for level in stored["levels"])
    return Certificate(**known)
