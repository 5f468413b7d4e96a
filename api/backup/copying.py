"""A backup of a service, and its way back."""

from __future__ import annotations

import os
import shutil
import tarfile
import tempfile
from importlib.metadata import version
from pathlib import Path

from sqlalchemy import select

from api.backup.archive import BadArchive, Manifest, Writer, unpack
from api.backup.databases import DUMP, dump, kind_of, load, revision_of
from api.context import Context
from api.db.models import AuditEntry, AuditHead
from assigner.errors import InputError, Issue, Severity
from assigner.i18n import Translator

FILES = "files"
SECRET = "secret"  # noqa: S105 - the name of a file

TRIES = 3
"""Copies that are begun before a backup gives up."""

REMOVALS = ("dataset.deleted", "dataset.forgotten", "proposal.deleted", "study.deleted")
"""What the audit log calls the acts that take files away."""


def write_backup(ctx: Context, target: Path, *, tr: Translator | None = None) -> int:
    """Write the archive; it appears whole or not at all. Gives the number of its members.

    The database comes first. Files are written before the rows that name them, so whatever the copy of the
    database names is among the files that follow, unless it was deleted meanwhile: then another copy is
    made. Raises InputError where every copy was disturbed like that.
    """
    for _ in range(TRIES):
        with tempfile.TemporaryDirectory(dir=target.parent, prefix=".backup.") as folder:
            new, last = Path(folder) / "archive", _last_entry(ctx)
            members = _write(ctx, new, Path(folder) / DUMP)
            if not _removed_since(ctx, last):
                os.replace(new, target)
                return members
    raise InputError([_disturbed(target, tr or Translator())])


def _write(ctx: Context, new: Path, database: Path) -> int:
    """Write one copy; the number of its members."""
    dump(ctx.db, database)
    with tarfile.open(new, "w:gz", compresslevel=1) as tar:
        writer = Writer(tar)
        writer.add(database, DUMP)
        writer.add_folder(ctx.files.root, FILES)
        if ctx.settings.secret is None:
            writer.add(ctx.settings.data_dir / SECRET, SECRET)
        writer.finish(
            database=kind_of(ctx.db),
            revision=revision_of(ctx.db) or "",
            made_at=ctx.now().isoformat(timespec="seconds"),
            version=version("assigner"),
        )
    new.chmod(0o600)
    _sync(new)
    return len(writer.members)


def _last_entry(ctx: Context) -> int:
    """The number of the audit log's last entry."""
    with ctx.db.read() as session:
        return session.scalar(select(AuditHead.seq)) or 0


def _removed_since(ctx: Context, last: int) -> bool:
    """Whether anything was deleted after that entry.

    Files go once their entry is committed, so one that is not in the copy has its entry by now. The copies
    can't be asked instead: that of PostgreSQL is no database before it is restored.
    """
    later = select(AuditEntry.seq).where(AuditEntry.seq > last, AuditEntry.action.in_(REMOVALS))
    with ctx.db.read() as session:
        return session.scalar(later.limit(1)) is not None


def _disturbed(target: Path, tr: Translator) -> Issue:
    message = tr.gettext("something was deleted during each of {n} attempts to copy", n=TRIES)
    remedy = tr.gettext("try again when nobody deletes datasets, proposals or studies")
    return Issue(Severity.ERROR, "archive", message, remedy, file=str(target))


def is_empty(ctx: Context) -> bool:
    """Whether nothing would be lost by a restore."""
    return revision_of(ctx.db) is None and not any(ctx.files.root.glob("*/*"))


def read_backup(ctx: Context, archive: Path) -> Manifest:
    """Put what the archive holds in the place of what is there, once all of it was checked.

    Raises BadArchive and changes nothing where something is wrong with it.
    """
    data = ctx.settings.data_dir
    with tempfile.TemporaryDirectory(dir=data, prefix=".restore.") as folder:
        manifest = unpack(archive, Path(folder))
        if manifest.database != kind_of(ctx.db):
            raise BadArchive("other-database", manifest.database)
        load(ctx.db, Path(folder) / DUMP)
        _replace(Path(folder) / FILES, ctx.files.root)
        if (Path(folder) / SECRET).exists():
            os.replace(Path(folder) / SECRET, data / SECRET)
    return manifest


def _replace(new: Path, target: Path) -> None:
    """Put a folder, or none, in the place of another one."""
    shutil.rmtree(target, ignore_errors=True)
    if new.exists():
        os.replace(new, target)


def _sync(path: Path) -> None:
    with path.open("rb") as stream:
        os.fsync(stream.fileno())
