"""The base that files name, and whether it is still the one they were written for."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from assigner.errors import InputError, Issue
from assigner.i18n import Translator
from assigner.policy.nodes import PlainDocument
from scenarios.files.model import BaseReference, BaseSpec, FileSpec
from scenarios.files.problems import issue

PATHS = ("folder", "clients", "managers", "activities", "rules", "decisions", "audit", "policy", "map")


def base_of_files(
    files: Sequence[tuple[Path, PlainDocument, FileSpec]], tr: Translator
) -> tuple[BaseReference, list[Issue]]:
    """The one base of all files, and what is wrong with it: two of them, or neither folder nor tables."""
    issues: list[Issue] = []
    specs: list[BaseSpec] = []
    hashes: list[tuple[str, str, int | None]] = []
    for path, document, spec in files:
        row = document.line(("base",))
        if spec.base is not None:
            specs.append(_absolute(spec.base, path))
            issues += _unclear(spec.base, path, row, tr)
            issues += _other_base(specs, path, row, tr)
        if spec.base_sha256:
            hashes.append((spec.base_sha256.lower(), str(path), document.line(("base_sha256",))))
            issues += _other_hash(hashes, tr)
    sha256, file, line = hashes[0] if hashes else ("", "", None)
    return BaseReference(specs[0] if specs else None, sha256, file, line), issues


def _absolute(spec: BaseSpec, file: Path) -> BaseSpec:
    """Paths from the file's folder on; a sheet of a workbook (`x.xlsx#Clients`) stays part of its name."""
    home = file.absolute().parent
    found = {name: getattr(spec, name) for name in PATHS if getattr(spec, name) is not None}
    return spec.model_copy(update={name: str(home / value) for name, value in found.items()})


def _unclear(spec: BaseSpec, file: Path, row: int | None, tr: Translator) -> list[Issue]:
    beside = spec.model_dump(exclude={"folder"}, exclude_defaults=True)
    if spec.folder is not None and beside:
        message = tr.gettext("the folder of a proposal brings its own tables, policy and day")
        remedy = tr.gettext("leave out {keys}", keys=", ".join(beside))
    elif spec.folder is None and spec.clients is None:
        message = tr.gettext("the base names neither the folder of a proposal nor a table of clients")
        remedy = tr.gettext("write `base: DIR`, or `clients:` under `base:`")
    else:
        return []
    return [issue(file, "scenario_base", message, remedy, row=row, column="base")]


def _other_base(specs: Sequence[BaseSpec], file: Path, row: int | None, tr: Translator) -> list[Issue]:
    if specs[-1] == specs[0]:
        return []
    message = tr.gettext("this file names another base than the files before it")
    remedy = tr.gettext("run the files one by one, or name the base with --base")
    return [issue(file, "scenario_base", message, remedy, row=row, column="base")]


def _other_hash(hashes: Sequence[tuple[str, str, int | None]], tr: Translator) -> list[Issue]:
    sha256, file, row = hashes[-1]
    if sha256 == hashes[0][0]:
        return []
    message = tr.gettext("this file was written for another base than the files before it")
    remedy = tr.gettext("run the files one by one")
    return [issue(file, "scenario_base", message, remedy, row=row, column="base_sha256", value=sha256)]


def refuse_changed_base(reference: BaseReference, sha256: str, tr: Translator) -> None:
    """Raise InputError where the files were written for a base with another hash than this one's."""
    if not reference.sha256 or reference.sha256 == sha256:
        return
    message = tr.gettext(
        "the base has changed since this was written: its hash is {sha256} now", sha256=sha256
    )
    remedy = tr.gettext(
        "go back to that base, or check the scenarios against the new one and put in its hash"
    )
    raise InputError(
        [
            issue(
                reference.file,
                "scenario_base_changed",
                message,
                remedy,
                row=reference.row,
                column="base_sha256",
                value=reference.sha256,
            )
        ]
    )
