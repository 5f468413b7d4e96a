"""Writing one file completely or not at all, never over another one unless asked to."""

from __future__ import annotations

import os
import secrets
from contextlib import suppress
from pathlib import Path

from assigner.errors import InputError, Issue, Severity
from assigner.i18n import Translator
from assigner.report.folder import STAGING_PREFIX, FileWriter


def check_file(path: Path, *, force: bool, tr: Translator, ending: str = "") -> None:
    """Raise the InputError with which `write_file` would refuse `path`, before the work is done.

    `ending` is what the name must end in, as programs open a file by it.
    """
    refusal = _obstacle(path, force, ending, tr)
    if refusal is not None:
        raise _refused(path, *refusal)


def _obstacle(path: Path, force: bool, ending: str, tr: Translator) -> tuple[str, str, str] | None:
    """Code, message and remedy of what is in the way."""
    if not path.name.lower().endswith(ending):
        message = tr.gettext("the name of this file must end in {ending}", ending=ending)
        return "output_ending", message, tr.gettext("Choose another name.")
    if path.is_dir():
        return (
            "output_is_folder",
            tr.gettext("this is a folder, not a file"),
            tr.gettext("Choose another name."),
        )
    if path.exists() and not force:
        remedy = tr.gettext("Choose another name, or give --force to replace it.")
        return "output_exists", tr.gettext("the file exists already"), remedy
    return None


def write_file(path: Path, write: FileWriter, *, force: bool, tr: Translator, ending: str = "") -> Path:
    """Let `write` make the file aside and move it to its place; return the path.

    Raises InputError, in the language of `tr`, when the place is taken or can't be written to.
    """
    check_file(path, force=force, tr=tr, ending=ending)
    aside = path.parent / f"{STAGING_PREFIX}{secrets.token_hex(6)}{path.suffix}"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        aside.touch()  # a folder that can't be written to is told before the work, whoever writes
        write(aside)
        os.replace(aside, path)
    except OSError as error:
        message = tr.gettext("the results can't be written: {reason}", reason=error.strerror)
        remedy = tr.gettext("Choose another folder, or make room.")
        raise _refused(path, "out_not_writable", message, remedy) from error
    finally:
        with suppress(OSError):
            aside.unlink(missing_ok=True)
    return path


def _refused(path: Path, code: str, message: str, remedy: str) -> InputError:
    return InputError([Issue(Severity.ERROR, code, message, remedy, file=str(path))])
