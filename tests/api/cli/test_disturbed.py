"""A backup during which something is deleted holds no row whose files are gone."""

from __future__ import annotations

import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest

from api.app import open_context
from api.audit import record
from api.backup import copying, databases
from api.backup.archive import Writer, _finished_files
from api.backup.copying import TRIES, write_backup
from api.context import Context
from api.db import Database
from api.db.engine import after_commit
from api.db.models import Dataset
from api.security.actor import SYSTEM
from api.settings import Settings
from assigner.errors import InputError
from assigner.i18n import Translator
from tests.api.cli.test_keeping import _programs

__all__ = ["_programs"]  # a fixture that every test here uses


def add(ctx: Context, name: str) -> None:
    """A base with its files."""
    with ctx.files.making("datasets", name) as folder:
        (folder / "clients.csv").write_text("id\n1\n")
    common = {"state": "ready", "tables": {}, "created_at": ctx.now(), "created_by": "x"}
    with ctx.db.write() as session:
        session.add(Dataset(id=name, name=name, **common))


def remove(ctx: Context, name: str) -> None:
    """Delete it as the service does."""
    with ctx.db.write() as session:
        session.delete(session.get_one(Dataset, name))
        after_commit(session, lambda: ctx.files.remove("datasets", name))
        record(ctx, session, SYSTEM, "dataset.deleted", name)


def disturb(monkeypatch: pytest.MonkeyPatch, act: Callable[[int], None]) -> list[int]:
    """Let `act` happen after each copy of the database, before the files; how often it did."""
    done: list[int] = []

    def dump(db: Database, target: Path) -> None:
        databases.dump(db, target)
        done.append(len(done))
        act(done[-1])

    monkeypatch.setattr(copying, "dump", dump)
    return done


def test_a_copy_that_was_disturbed_is_made_again(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ctx = open_context(settings)
    for name in ("ds_a", "ds_b"):
        add(ctx, name)
    done = disturb(monkeypatch, lambda n: remove(ctx, "ds_a") if n == 0 else add(ctx, "ds_c"))
    archive = tmp_path / "backup.tar.gz"
    write_backup(ctx, archive)
    assert len(done) == 2
    copying.read_backup(ctx, archive)
    with ctx.db.read() as session:
        assert {one.id for one in session.query(Dataset)} == {"ds_b"}
    assert ctx.files.folder("datasets", "ds_b").exists()
    assert not ctx.files.folder("datasets", "ds_a").exists()
    ctx.db.close()


@pytest.mark.parametrize(("language", "words"), [("en", "something was deleted"), ("ru", "что-то удаляли")])
def test_a_backup_that_is_always_disturbed_leaves_no_file(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, language: str, words: str
) -> None:
    ctx = open_context(settings)
    for n in range(TRIES):
        add(ctx, f"ds_{n}")
    done = disturb(monkeypatch, lambda n: remove(ctx, f"ds_{n}"))
    place = tmp_path / "backups"
    place.mkdir()
    (place / "backup.tar.gz").write_bytes(b"yesterday's")
    with pytest.raises(InputError, match=words):
        write_backup(ctx, place / "backup.tar.gz", tr=Translator(language))
    assert len(done) == TRIES
    assert [path.read_bytes() for path in place.iterdir()] == [b"yesterday's"]
    ctx.db.close()


def test_what_is_being_made_is_left_out(tmp_path: Path) -> None:
    for name in ("a", ".b.being-made", "c"):
        (tmp_path / "files" / name).mkdir(parents=True)
        (tmp_path / "files" / name / "file").write_text("x")
    (tmp_path / "files" / "d").symlink_to(tmp_path / "files" / "a" / "file")
    with tarfile.open(tmp_path / "archive", "w") as tar:
        writer = Writer(tar)
        writer.add_folder(tmp_path / "files", "files")
    assert set(writer.members) == {"files/a/file", "files/c/file"}


def test_a_folder_that_vanishes_while_it_is_listed_is_left_out(tmp_path: Path) -> None:
    (tmp_path / "first").write_text("x")
    (tmp_path / "a").mkdir()
    found = _finished_files(tmp_path)
    assert next(found) == tmp_path / "first"
    (tmp_path / "a").rmdir()
    assert list(found) == []
