"""`assigner serve`, `worker` and `db`: their options. The work is loaded later."""

from __future__ import annotations

from typing import Annotated

import typer

from api.cli.given import Where, setting
from assigner.cli.bundles import bundled
from assigner.cli.command import Command
from assigner.cli.options import Lang, Language
from assigner.i18n import Translator

_HOST = setting("Address to listen on.", "ASSIGNER_HOST", "127.0.0.1")
_PORT = setting("Port to listen on, 0 for a free one.", "ASSIGNER_PORT", "8400")
_NO_PAGES = setting("Serve the API, and no web pages.", "ASSIGNER_PAGES=false", "with pages")
_API_ONLY = setting(
    "No pages and no jobs: one more process beside others.",
    "ASSIGNER_PAGES=false ASSIGNER_JOBS=false",
    "with both",
)


def add_running(app: typer.Typer) -> None:
    """Add the commands that run something."""
    app.command("serve", cls=Command)(serve)
    app.command("worker", cls=Command)(worker)
    db = typer.Typer(name="db", help="The database of the service.", no_args_is_help=True)
    db.command("upgrade", cls=Command)(upgrade)
    db.command("check", cls=Command)(check)
    app.add_typer(db)


@bundled
def serve(
    where: Where,
    host: Annotated[str | None, typer.Option("--host", help=_HOST)] = None,
    port: Annotated[int | None, typer.Option("--port", help=_PORT)] = None,
    no_pages: Annotated[bool, typer.Option("--no-pages", help=_NO_PAGES)] = False,
    api_only: Annotated[bool, typer.Option("--api-only", help=_API_ONLY)] = False,
    lang: Lang = Language.en,
) -> None:
    """Serve the web pages and the API, and run jobs. On the first run it prints how to get in.

    Everything else is set by variables ASSIGNER_...: docs/deploy.md lists them.
    """
    from api.cli import serving

    asked = {"host": host, "port": port}
    given = where.settings() | {name: value for name, value in asked.items() if value is not None}
    given |= {"pages": False} if no_pages or api_only else {}
    given |= {"jobs": False} if api_only else {}
    serving.run(given, where.env_file, tr=Translator(lang))


@bundled
def worker(where: Where, lang: Lang = Language.en) -> None:
    """Run jobs and answer no requests: as many of these as there are machines to solve on."""
    from api.cli import working

    working.run(where.settings(), where.env_file, tr=Translator(lang))


@bundled
def upgrade(where: Where, lang: Lang = Language.en) -> None:
    """Bring the database up to date. `assigner serve` does so itself when it starts."""
    from api.cli import upgrading

    upgrading.upgrade_database(where.settings(), where.env_file, tr=Translator(lang))


@bundled
def check(where: Where, lang: Lang = Language.en) -> None:
    """Tell whether the database is up to date. Changes nothing; ends with 2 where it is not."""
    from api.cli import upgrading

    upgrading.check_database(where.settings(), where.env_file, tr=Translator(lang))
