"""A made-up company as files: four CSV tables and truth.json."""

from __future__ import annotations

import json
import shutil
import tempfile
from pathlib import Path
from typing import Any, Literal

import pandas as pd

from assigner.errors import InputError, Issue, Severity
from assigner.generate.company import Company
from assigner.generate.vocabulary import read_words
from assigner.i18n import Translator

Headers = Literal["en", "ru"]


def write_company(
    company: Company, out: Path, *, force: bool = False, headers: Headers = "en", tr: Translator | None = None
) -> list[Path]:
    """Write clients.csv, managers.csv, activities.csv, rules.csv and truth.json into the folder `out`.

    All files are written aside and then moved in, so that a failure leaves no half of a company.
    `headers="en"` gives canonical UTF-8 CSV; `headers="ru"` a Russian export: Russian column names and words,
    semicolons, decimal commas, dates as dd.mm.yyyy. Files of other names in `out` are left alone.

    Returns the paths written. Raises InputError, in the language of `tr`, where one of the files exists and
    `force` is not given.
    """
    names = [*(f"{name}.csv" for name in company.tables), "truth.json"]
    _refuse_to_overwrite(out, names, tr or Translator(), force=force)
    near = out if out.is_dir() else out.parent  # on the same disk as the result, where we may write
    near.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".company-", dir=near) as aside:
        for name, table in company.tables.items():
            _write_table(name, table, Path(aside) / f"{name}.csv", headers)
        text = json.dumps(company.truth, ensure_ascii=False, indent=1) + "\n"
        (Path(aside) / "truth.json").write_text(text, encoding="utf-8", newline="\n")
        return _move_in(Path(aside), out, names)


def _refuse_to_overwrite(out: Path, names: list[str], tr: Translator, *, force: bool) -> None:
    """A file where the folder should be is never replaced; files of the same names only by force."""
    if out.exists() and not out.is_dir():
        message, remedy = tr.gettext("the output folder is a file"), tr.gettext("choose another folder")
        raise InputError([_taken(out, message, remedy)])
    present = [name for name in dict.fromkeys(["activities.csv", *names]) if (out / name).exists()]
    if present and not force:
        message = tr.gettext("the file exists already")
        remedy = tr.gettext("choose another folder, or give --force to overwrite")
        raise InputError([_taken(out / name, message, remedy) for name in present])


def _taken(path: Path, message: str, remedy: str) -> Issue:
    return Issue(Severity.ERROR, "output_exists", message, remedy=remedy, file=str(path))


def _move_in(aside: Path, out: Path, names: list[str]) -> list[Path]:
    """Move the files to their place; an old log must not stay beside a company that has none."""
    out.mkdir(parents=True, exist_ok=True)
    if "activities.csv" not in names:
        (out / "activities.csv").unlink(missing_ok=True)
    return [Path(shutil.move(aside / name, out / name)) for name in names]


def _write_table(name: str, table: pd.DataFrame, path: Path, headers: Headers) -> None:
    if headers == "ru":
        table = _in_russian(name, table)
    sep, decimal = (";", ",") if headers == "ru" else (",", ".")
    table.to_csv(path, index=False, encoding="utf-8", lineterminator="\n", sep=sep, decimal=decimal)


def _in_russian(name: str, table: pd.DataFrame) -> pd.DataFrame:
    """The table with Russian column names, words and dates."""
    russian: dict[str, Any] = read_words("headers_ru")
    columns = dict(table.items())
    for column, words in russian["values"].items():
        if column in columns:
            columns[column] = columns[column].map(lambda word, words=words: words.get(word, word))
    for column, shape in russian["dates"].items():
        if column in columns:
            columns[column] = pd.to_datetime(columns[column].replace("", None)).dt.strftime(shape)
    return pd.DataFrame({russian[name][column]: values for column, values in columns.items()})
