"""Settings of a command: read, checked, and everything that is wrong with them told at once."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from alembic.util import CommandError
from dotenv import dotenv_values
from pydantic import ValidationError
from sqlalchemy.engine import make_url

from api.app import open_context
from api.context import Context
from api.db.upgrade import upgrade
from api.errors import DATABASE_AWAY
from api.settings import Settings
from assigner.errors import InputError, Issue, Severity
from assigner.i18n import Translator

PREFIX = "ASSIGNER_"
OTHERS = frozenset({"ASSIGNER_LANG", "ASSIGNER_DEBUG", "ASSIGNER_TABLES_MB", "ASSIGNER_SHARED_DATA"})
"""Variables of the same prefix that other commands and the tests read."""

SECRET = frozenset({"ASSIGNER_SECRET", "ASSIGNER_DATABASE_URL", "ASSIGNER_METRICS_TOKEN"})
"""Variables whose values are never shown."""


def read_settings(given: Mapping[str, Any], env_file: Path | None, tr: Translator) -> Settings:
    """Settings from options, then the environment, then the file.

    Raises InputError with one issue for each setting that is wrong and each variable that is none.
    """
    if env_file is not None and not env_file.is_file():
        raise InputError([_issue("env_file", str(env_file), tr.gettext("there is no such file"), "")])
    in_file = dotenv_values(env_file) if env_file is not None else {}
    issues = list(_unknown({**in_file, **os.environ}, tr))
    try:
        settings = Settings(_env_file=env_file, **given)
    except ValidationError as error:
        raise InputError([*issues, *_wrong(error, tr)]) from None
    if issues:
        raise InputError(issues)
    return settings


def open_service(settings: Settings, tr: Translator, *, migrate: bool = True) -> Context:
    """The context of a service, its database brought up to date.

    Raises InputError where the data folder can't be written, the database does not answer, or is too new.
    """
    try:
        ctx = open_context(settings)
    except OSError as error:
        message = tr.gettext("the data folder can't be used: {reason}", reason=error.strerror or str(error))
        remedy = tr.gettext("give another one, or let this user write there")
        raise InputError([_issue("data_dir", str(settings.data_dir), message, remedy)]) from None
    if migrate:
        try:
            upgrade(ctx.db)
        except DATABASE_AWAY as error:
            raise unreachable(settings, error, tr) from None
        except CommandError:
            message = tr.gettext("the database was written by a newer version")
            remedy = tr.gettext("install that version, or restore an archive of this one")
            raise InputError([Issue(Severity.ERROR, "database", message, remedy)]) from None
    return ctx


def unreachable(settings: Settings, error: Exception, tr: Translator) -> InputError:
    """The database does not answer."""
    shown = make_url(settings.url).render_as_string(hide_password=True)
    reason = " ".join(str(getattr(error, "orig", error)).split())
    message = tr.gettext("the database does not answer: {reason}", reason=reason)
    remedy = tr.gettext("start it, or mend the address")
    return InputError([_issue("database_url", shown, message, remedy)])


def _wrong(error: ValidationError, tr: Translator) -> Iterator[Issue]:
    for one in error.errors(include_url=False, include_context=False):
        name = str(one["loc"][0])
        value = "***" if _variable(name) in SECRET else str(one["input"])
        message = one["msg"].removeprefix("Value error, ")
        yield _issue(name, value, message, tr.gettext("see the settings in docs/deploy.md"))


def _unknown(variables: Iterable[str], tr: Translator) -> Iterator[Issue]:
    known = {_variable(name) for name in Settings.model_fields} | OTHERS
    for name in sorted(set(variables)):
        if name.upper().startswith(PREFIX) and name.upper() not in known:
            message = tr.gettext("there is no such setting")
            remedy = tr.gettext("mend its name or remove it: see the settings in docs/deploy.md")
            yield Issue(Severity.ERROR, "settings", message, remedy, file=name)


def _variable(name: str) -> str:
    return PREFIX + name.upper()


def _issue(name: str, value: str, message: str, remedy: str) -> Issue:
    return Issue(Severity.ERROR, "settings", message, remedy, file=_variable(name), value=value)
