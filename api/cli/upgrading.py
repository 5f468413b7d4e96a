"""`assigner db`: migrations."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from api.cli.configuring import open_service, read_settings, unreachable
from api.db.upgrade import is_up_to_date
from api.errors import DATABASE_AWAY
from assigner.cli.screen import Screen
from assigner.errors import InputError, Issue, Severity
from assigner.i18n import Translator


def upgrade_database(given: Mapping[str, Any], env_file: Path | None, *, tr: Translator) -> None:
    """Apply what is missing."""
    ctx = open_service(read_settings(given, env_file, tr), tr)
    ctx.db.close()
    Screen(tr).line(tr.gettext("The database is up to date."), indent=0)


def check_database(given: Mapping[str, Any], env_file: Path | None, *, tr: Translator) -> None:
    """Tell whether something is missing. Raises InputError where it is."""
    settings = read_settings(given, env_file, tr)
    ctx = open_service(settings, tr, migrate=False)
    try:
        current = is_up_to_date(ctx.db)
    except DATABASE_AWAY as error:
        raise unreachable(settings, error, tr) from None
    finally:
        ctx.db.close()
    if not current:
        message = tr.gettext("the database has not the tables of this version")
        remedy = tr.gettext("run `assigner db upgrade`; a newer database needs a newer assigner")
        raise InputError([Issue(Severity.ERROR, "database", message, remedy)])
    Screen(tr).line(tr.gettext("The database is up to date."), indent=0)
