"""The database into a file and back: SQLite by its own online copy, PostgreSQL by its own programs."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path
from urllib.parse import unquote

from sqlalchemy import text
from sqlalchemy.engine import make_url

from api.db import Database

DUMP = "database"
"""Name of the member that holds the database."""


class NoProgram(Exception):  # noqa: N818 - the domain's word
    """A program of PostgreSQL is not on this machine."""


class ProgramFailed(Exception):  # noqa: N818 - the domain's word
    """A program of PostgreSQL failed; its last words are the message."""


def kind_of(db: Database) -> str:
    """Sqlite or postgresql."""
    return "sqlite" if db.is_sqlite else "postgresql"


def revision_of(db: Database) -> str | None:
    """The revision of the tables; None where there are none."""
    with db.engine.connect() as connection:
        if not db.engine.dialect.has_table(connection, "alembic_version"):
            return None
        return str(connection.scalar(text("SELECT version_num FROM alembic_version")))


def dump(db: Database, target: Path) -> None:
    """Write the database, as it is at one moment, into a new file. Raises NoProgram or ProgramFailed."""
    if db.is_sqlite:
        source = make_url(db.url).database or ""
        with closing(sqlite3.connect(source)) as here, closing(sqlite3.connect(target)) as there:
            here.backup(there)
        return
    _run("pg_dump", db.url, "--format=custom", "--no-owner", "--no-privileges", f"--file={target}")


def load(db: Database, source: Path) -> None:
    """Put the database of the file in the place of what is there. Raises NoProgram or ProgramFailed."""
    if not db.is_sqlite:
        options = ("--clean", "--if-exists", "--no-owner", "--no-privileges", "--single-transaction")
        _run("pg_restore", db.url, *options, "--exit-on-error", str(source), database="--dbname")
        return
    target = Path(make_url(db.url).database or "")
    db.close()
    for ending in ("-wal", "-shm"):
        target.with_name(target.name + ending).unlink(missing_ok=True)
    target.parent.mkdir(parents=True, exist_ok=True)
    copy = target.with_name(f".{target.name}.new")
    shutil.copyfile(source, copy)
    os.replace(copy, target)


def _run(program: str, url: str, *options: str, database: str = "--dbname") -> None:
    """Run a program on the database; the password travels by the environment, where others don't see it."""
    found = shutil.which(program)
    if found is None:
        raise NoProgram(program)
    address = make_url(url).set(drivername="postgresql")
    password = unquote(str(address.password)) if address.password else None
    plain = address.set(password=None).render_as_string(hide_password=False)
    environment = os.environ | ({"PGPASSWORD": password} if password else {})
    done = subprocess.run(  # noqa: S603 - our own arguments
        [found, f"{database}={plain}", *options], env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode != 0:
        raise ProgramFailed(done.stderr.strip().splitlines()[-1] if done.stderr.strip() else program)
