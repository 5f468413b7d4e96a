"""A backup of a service, and its way back."""

from __future__ import annotations

import os
import shutil
import tarfile
import tempfile
from importlib.metadata import version
from pathlib import Path

from api.backup.archive import BadArchive, Manifest, Writer, unpack
from api.backup.databases import DUMP, dump, kind_of, load, revision_of
from api.context import Context

FILES = "files"
SECRET = "secret"  # noqa: S105 - the name of a file


def write_backup(ctx: Context, target: Path) -> int:
    """Write the archive; it appears whole or not at all. Gives the number of its members.

    The database comes first. Files are written before the rows that name them, so whatever the copy of the
    database names is among the files that follow.
    """
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".backup.") as folder:
        new, database = Path(folder) / "archive", Path(folder) / DUMP
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
        os.replace(new, target)
    return len(writer.members)


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
