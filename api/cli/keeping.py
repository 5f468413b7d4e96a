"""Backup, restore, clean-up and the audit log, from the command line."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from api.backup.archive import BadArchive
from api.backup.copying import is_empty, read_backup, write_backup
from api.backup.databases import NoProgram, ProgramFailed
from api.caretaking import take_care
from api.cli.configuring import open_service, read_settings, unreachable
from api.cli.given import Where
from api.cli.texts import BAD_ARCHIVE
from api.context import Context
from api.errors import DATABASE_AWAY
from api.services.audit import verify_chain
from assigner.cli.screen import Screen
from assigner.errors import InputError, Issue, Severity
from assigner.i18n import Translator


def backup(where: Where, archive: Path, *, force: bool, tr: Translator) -> None:
    """Write the archive. Raises InputError where it can't be written."""
    if archive.exists() and not force:
        message, remedy = tr.gettext("this file exists"), tr.gettext("choose another name, or add --force")
        raise InputError([_issue(message, remedy, str(archive))])
    archive.parent.mkdir(parents=True, exist_ok=True)
    with _service(where, tr) as ctx, _told(archive, tr):
        members = write_backup(ctx, archive, tr=tr)
    size = tr.number(archive.stat().st_size / 1e6, 1)
    Screen(tr).line(
        tr.gettext("{file}: {n} files, {size} MB", file=archive, n=tr.number(members), size=size), indent=0
    )


def restore(where: Where, archive: Path, *, force: bool, tr: Translator) -> None:
    """Bring an archive back. Raises InputError where it is damaged, or where data would be lost."""
    if not archive.is_file():
        raise InputError([_issue(tr.gettext("there is no such file"), "", str(archive))])
    with _service(where, tr, migrate=False) as ctx, _told(archive, tr):
        if not force and not is_empty(ctx):
            message = tr.gettext("there is data already, which the archive would replace")
            remedy = tr.gettext("give another data folder or database, or add --force")
            raise InputError([_issue(message, remedy, str(ctx.settings.data_dir))])
        manifest = read_backup(ctx, archive)
    with _service(where, tr):
        pass  # an older archive gets the tables of today
    Screen(tr).line(
        tr.gettext(
            "Brought back {n} files of {day}", n=tr.number(len(manifest.members)), day=manifest.made_at
        ),
        indent=0,
    )


def forget_old(where: Where, *, tr: Translator) -> None:
    """Do the service's clean-up now."""
    with _service(where, tr) as ctx:
        failed = take_care(ctx)
    if failed:
        message = tr.gettext("some of it failed: {names}", names=", ".join(failed))
        raise InputError([_issue(message, tr.gettext("the log says why"), "")])
    Screen(tr).line(tr.gettext("Removed what was too old."), indent=0)


def verify_audit_log(where: Where, *, tr: Translator) -> None:
    """Check the audit log. Raises InputError naming every entry that is not as it was written."""
    with _service(where, tr) as ctx, ctx.db.read() as session:
        issues = [
            Issue(Severity.ERROR, "audit", one["problem"], row=int(one["seq"]), file="audit-log")
            for one in verify_chain(session)
        ]
    if issues:
        raise InputError(issues)
    Screen(tr).line(tr.gettext("The audit log is whole."), indent=0)


@contextmanager
def _service(where: Where, tr: Translator, *, migrate: bool = True) -> Iterator[Context]:
    """The service's context, closed in the end. Raises InputError where its database does not answer."""
    settings = read_settings(where.settings(), where.env_file, tr)
    ctx = open_service(settings, tr, migrate=migrate)
    try:
        yield ctx
    except DATABASE_AWAY as error:
        raise unreachable(settings, error, tr) from None
    finally:
        ctx.db.close()


@contextmanager
def _told(archive: Path, tr: Translator) -> Iterator[None]:
    """What can go wrong with an archive, in words."""
    try:
        yield
    except BadArchive as error:
        message = tr.gettext(BAD_ARCHIVE[error.reason], name=error.name)
        raise InputError([_issue(message, tr.gettext("take another archive"), str(archive))]) from None
    except NoProgram as error:
        message = tr.gettext("{program} is not on this machine", program=error)
        remedy = tr.gettext("install PostgreSQL's client programs, or use its own backup and copy the files")
        raise InputError([_issue(message, remedy, str(archive))]) from None
    except ProgramFailed as error:
        message = tr.gettext("PostgreSQL's program failed: {reason}", reason=error)
        raise InputError([_issue(message, "", str(archive))]) from None
    except OSError as error:
        message = tr.gettext("can't be read or written: {reason}", reason=error.strerror or str(error))
        raise InputError([_issue(message, "", str(archive))]) from None


def _issue(message: str, remedy: str, file: str) -> Issue:
    return Issue(Severity.ERROR, "archive", message, remedy, file=file)
