"""`assigner backup`, `restore`, `forget-old` and `audit-log`: their options. The work is loaded later."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from api.cli.given import Where
from assigner.cli.bundles import bundled
from assigner.cli.command import Command
from assigner.cli.options import Lang, Language
from assigner.i18n import Translator

Archive = Annotated[Path, typer.Argument(metavar="FILE", help="The archive, such as 2026-06-01.tar.gz.")]
WriteOver = Annotated[bool, typer.Option("--force", help="Write over an archive of this name.")]
Replace = Annotated[
    bool, typer.Option("--force", help="Replace the data that is there; without it that is refused.")
]


def add_keeping(app: typer.Typer) -> None:
    """Add the commands that keep data, or let it go."""
    app.command("backup", cls=Command)(backup)
    app.command("restore", cls=Command)(restore)
    app.command("forget-old", cls=Command)(forget_old)
    log = typer.Typer(name="audit-log", help="The audit log of the service.", no_args_is_help=True)
    log.callback()(_audit_log)
    log.command("verify", cls=Command)(verify)
    app.add_typer(log)


def _audit_log() -> None:
    """The audit log of the service."""


@bundled
def backup(archive: Archive, where: Where, force: WriteOver = False, lang: Lang = Language.en) -> None:
    """Write database and files into one archive, while the service runs."""
    from api.cli import keeping

    keeping.backup(where, archive, force=force, tr=Translator(lang))


@bundled
def restore(archive: Archive, where: Where, force: Replace = False, lang: Lang = Language.en) -> None:
    """Bring back what an archive holds, every file checked by its hash. Stop the service before."""
    from api.cli import keeping

    keeping.restore(where, archive, force=force, tr=Translator(lang))


@bundled
def forget_old(where: Where, lang: Lang = Language.en) -> None:
    """Remove what is older than the settings allow. A service that runs does so itself every hour."""
    from api.cli import keeping

    keeping.forget_old(where, tr=Translator(lang))


@bundled
def verify(where: Where, lang: Lang = Language.en) -> None:
    """Check every entry against the seal of the one before; ends with 2 where something was changed."""
    from api.cli import keeping

    keeping.verify_audit_log(where, tr=Translator(lang))
