"""Writing an output folder completely or not at all.

Files are first written into a hidden folder on the same file system. A new output folder then appears with
one rename; in an existing one the files of the same names are swapped, and swapped back if anything fails
on the way. Files that are not ours are never touched.
"""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from assigner.errors import InputError, Issue, Severity
from assigner.i18n import Translator

STAGING_PREFIX = ".assigner-"

FileWriter = Callable[[Path], None]
"""Writes one file to the path it is given."""


def write_folder(
    out: Path, writers: Mapping[str, FileWriter], *, force: bool = False, tr: Translator | None = None
) -> tuple[Path, ...]:
    """Write every file of `writers` (by file name) into `out`, all or none.

    Returns the paths written, in the order of `writers`. Raises InputError, in the language of `tr`, when
    `out` is not a folder, holds something already and `force` is not given, holds nothing of ours although
    `force` is given, or can't be written to.
    """
    out, tr = Path(out), tr or Translator()
    _check_target(out, tuple(writers), force, tr)
    try:
        with _staging(out) as stage:
            for name, write in writers.items():
                write(stage / name)
            _publish(stage, out, tuple(writers))
    except OSError as error:
        message = tr.gettext("the results can't be written: {reason}", reason=error.strerror)
        remedy = tr.gettext("Choose another folder, or make room.")
        raise _refusal(out, "out_not_writable", message, remedy) from error
    return tuple(out / name for name in writers)


def _check_target(out: Path, names: tuple[str, ...], force: bool, tr: Translator) -> None:
    if not out.exists() and not out.is_symlink():
        return
    fresh = tr.gettext("Choose a new or empty folder.")
    if not out.is_dir():
        raise _refusal(out, "out_not_a_folder", tr.gettext("this is a file, not a folder"), fresh)
    found = {path.name for path in out.iterdir() if not path.name.startswith(STAGING_PREFIX)}
    if found and not force:
        remedy = tr.gettext("Choose a new folder, or give --force to replace results.")
        raise _refusal(out, "out_not_empty", tr.gettext("the folder is not empty"), remedy)
    ours = found.intersection(names)
    if found and not ours:
        message = tr.gettext("the folder holds no results that could be replaced")
        raise _refusal(out, "out_foreign", message, fresh)
    if any((out / name).is_dir() for name in ours):
        raise _refusal(out, "out_foreign", tr.gettext("a folder bears the name of a result file"), fresh)


def _refusal(out: Path, code: str, message: str, remedy: str) -> InputError:
    return InputError([Issue(Severity.ERROR, code, message, remedy, file=str(out))])


@contextmanager
def _staging(out: Path) -> Iterator[Path]:
    """A folder to write into, on the file system of `out`; gone in the end, whatever happens."""
    home = out if out.is_dir() else _existing_ancestor(out)
    stage = home / f"{STAGING_PREFIX}{secrets.token_hex(6)}"
    stage.mkdir()
    try:
        yield stage
    finally:
        shutil.rmtree(stage, ignore_errors=True)


def _existing_ancestor(out: Path) -> Path:
    return next(folder for folder in out.absolute().parents if folder.is_dir())


def _publish(stage: Path, out: Path, names: tuple[str, ...]) -> None:
    if out.is_dir():
        _swap(stage, out, names)
    else:
        out.parent.mkdir(parents=True, exist_ok=True)
        stage.rename(out)


def _swap(stage: Path, out: Path, names: tuple[str, ...]) -> None:
    """Put the staged files in place of the old ones; put the old ones back if that fails half-way."""
    old = stage / "old"
    old.mkdir()
    try:
        for name in names:
            if (out / name).exists() or (out / name).is_symlink():
                os.replace(out / name, old / name)
            os.replace(stage / name, out / name)
    except BaseException:
        for name in names:
            if (old / name).exists() or (old / name).is_symlink():
                os.replace(old / name, out / name)
            elif not (stage / name).exists():
                (out / name).unlink(missing_ok=True)
        raise
