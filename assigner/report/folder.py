"""Writing an output folder completely or not at all.

Files are first written into a hidden folder on the same file system. A new output folder then appears with
one rename; in an existing one the files of the same names are swapped, and swapped back if anything fails
on the way. Files that are not ours are never touched. A name may lead into a folder (`company/rules.csv`).
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
    out: Path,
    writers: Mapping[str, FileWriter],
    *,
    retired: tuple[str, ...] = (),
    force: bool = False,
    tr: Translator | None = None,
) -> tuple[Path, ...]:
    """Write every file of `writers` (by file name) into `out`, all or none.

    `retired` are names of files that earlier results may hold and these do not; they go with those.
    Returns the paths written, in the order of `writers`. Raises InputError, in the language of `tr`, when
    `out` is not a folder, holds something already and `force` is not given, holds nothing of ours although
    `force` is given, or can't be written to.
    """
    out, tr = Path(out), tr or Translator()
    check_target(out, tuple(writers), force=force, tr=tr)
    try:
        with _staging(out) as stage:
            for name, write in writers.items():
                (stage / name).parent.mkdir(parents=True, exist_ok=True)
                write(stage / name)
            _publish(stage, out, tuple(writers), retired)
    except OSError as error:
        message = tr.gettext("the results can't be written: {reason}", reason=error.strerror)
        remedy = tr.gettext("Choose another folder, or make room.")
        raise _refusal(out, "out_not_writable", message, remedy) from error
    return tuple(out / name for name in writers)


def check_target(out: Path, names: tuple[str, ...], *, force: bool, tr: Translator | None = None) -> None:
    """Raise the InputError with which `write_folder` would refuse `out`, before the work is done."""
    reason = _obstacle(Path(out), names, force, tr or Translator())
    if reason is not None:
        raise _refusal(out, *reason)


def _obstacle(out: Path, names: tuple[str, ...], force: bool, tr: Translator) -> tuple[str, str, str] | None:
    """Code, message and remedy of the first thing that is in the way."""
    if (out.exists() or out.is_symlink()) and not out.is_dir():
        fresh = tr.gettext("Choose a new or empty folder.")
        return "out_not_a_folder", tr.gettext("this is a file, not a folder"), fresh
    home = out if out.is_dir() else _existing_ancestor(out)
    if not home.is_dir() or not os.access(home, os.W_OK | os.X_OK):
        message = tr.gettext("nothing can be written into {folder}", folder=home)
        return "out_not_writable", message, tr.gettext("Choose another folder, or make room.")
    return _occupied(out, names, force, tr) if out.is_dir() else None


def _occupied(out: Path, names: tuple[str, ...], force: bool, tr: Translator) -> tuple[str, str, str] | None:
    found = any(not path.name.startswith(STAGING_PREFIX) for path in out.iterdir())
    ours = [name for name in names if (out / name).exists()]
    if found and not force:
        remedy = tr.gettext("Choose a new folder, or give --force to replace results.")
        return "out_not_empty", tr.gettext("the folder is not empty"), remedy
    fresh = tr.gettext("Choose a new or empty folder.")
    if found and not ours:
        return "out_foreign", tr.gettext("the folder holds no results that could be replaced"), fresh
    if any((out / name).is_dir() for name in ours):
        return "out_foreign", tr.gettext("a folder bears the name of a result file"), fresh
    return None


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
    return next(folder for folder in out.absolute().parents if folder.exists())


def _publish(stage: Path, out: Path, names: tuple[str, ...], retired: tuple[str, ...]) -> None:
    if out.is_dir():
        _swap(stage, out, names, tuple(name for name in retired if name not in names))
    else:
        out.parent.mkdir(parents=True, exist_ok=True)
        stage.rename(out)


def _swap(stage: Path, out: Path, names: tuple[str, ...], retired: tuple[str, ...]) -> None:
    """Put the staged files in place of the old ones; put the old ones back if that fails half-way."""
    old = stage / "old"
    old.mkdir()
    try:
        for name in (*names, *retired):
            for folder in (old, out):
                (folder / name).parent.mkdir(parents=True, exist_ok=True)
            if (out / name).exists() or (out / name).is_symlink():
                os.replace(out / name, old / name)
            if name in names:
                os.replace(stage / name, out / name)
    except BaseException:
        for name in (*names, *retired):
            if (old / name).exists() or (old / name).is_symlink():
                os.replace(old / name, out / name)
            elif name in names and not (stage / name).exists():
                (out / name).unlink(missing_ok=True)
        raise
