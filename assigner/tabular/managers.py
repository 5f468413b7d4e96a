"""The managers table into `Managers`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from assigner.portfolio import BoolArray, Dimension, FloatArray, Managers, StrArray
from assigner.tabular.fields import Fields
from assigner.tabular.problems import Problems, listing
from assigner.tabular.table import Columns
from assigner.tabular.vocabulary import fold, fold_spaces

LARGE_FTE = 2.0
"""Above this a full-time equivalent is probably written in per cent."""


def coordinates(fields: Fields) -> tuple[FloatArray, FloatArray]:
    """Latitude and longitude in degrees, both NaN where one is missing."""
    lat = fields.number("lat", low=-90, high=90, thousands=False)
    lon = fields.number("lon", low=-180, high=180, thousands=False)
    half = np.isnan(lat) != np.isnan(lon)
    given = np.asarray((fields.columns.text("lat") != "") != (fields.columns.text("lon") != ""), dtype=bool)
    fields.report("half-coordinate", "lat", half & given, fields.columns.text("lat"))
    return np.where(half, np.nan, lat), np.where(half, np.nan, lon)


def names_or_ids(fields: Fields, id_column: str, names: StrArray | None = None) -> StrArray:
    """The names, by default the column's; the id where a name is blank, which is told once."""
    columns = fields.columns
    names = columns.text("name") if names is None else names
    ids = columns.text(id_column)
    blank = np.asarray(names == "", dtype=bool)
    if blank.any():
        fields.problems.warn(
            "blank-name",
            file=columns.table.file,
            row=int(columns.table.rows[blank][0]),
            column=columns.header("name"),
            count=int(blank.sum()),
        )
    return np.where(blank, ids, names).astype(object)


def _names(columns: Columns) -> StrArray:
    """The names of managers; first and last name joined where the table has them apart."""
    if columns.has("name"):
        return columns.text("name")
    both = zip(columns.text("first_name"), columns.text("last_name"), strict=True)
    return np.array([f"{first} {last}".strip() for first, last in both], dtype=object)


def _ftes(fields: Fields) -> FloatArray:
    """Full-time equivalents, "50%" is 0.5; 1 where blank. Very large ones are told: 100 may mean per cent."""
    ftes = fields.number("fte", blank=1.0, thousands=False, percent=True)
    _warn_above(fields, "large-fte", "fte", ftes > LARGE_FTE)
    return ftes


def _commission_rates(fields: Fields) -> FloatArray:
    """Commission rates as fractions of revenue; a rate above 1 is read as per cent (model §1)."""
    rates = fields.number("commission_rate", high=100, thousands=False, percent=True)
    above = rates > 1
    _warn_above(fields, "rate-as-percent", "commission_rate", above)
    return np.where(above, rates / 100, rates)


def _warn_above(fields: Fields, code: str, column: str, above: BoolArray) -> None:
    """One warning for all cells of a column that are surprisingly large, with the first of them."""
    if above.any():
        columns = fields.columns
        fields.problems.warn(
            code,
            file=columns.table.file,
            row=int(columns.table.rows[above][0]),
            column=columns.header(column),
            value=str(columns.text(column)[above][0]),
            count=int(above.sum()),
        )


def read_managers(columns: Columns, problems: Problems) -> tuple[Managers, Columns]:
    """Managers of a table, without eligibility, and the rows that were used."""
    columns = columns.where(Fields(columns, problems).usable_ids("manager_id"))
    fields = Fields(columns, problems)
    lat, lon = coordinates(fields)
    team = Managers(
        manager_id=columns.text("manager_id"),
        name=names_or_ids(fields, "manager_id", _names(columns)),
        fte=_ftes(fields),
        start_date=fields.date("start_date").astype("datetime64[D]"),
        leaving=fields.flag("leaving"),
        commission_rate=_commission_rates(fields),
        max_clients=fields.number("max_clients"),
        max_workload=fields.number("max_workload"),
        lat=lat,
        lon=lon,
        listed=np.ones(len(columns), dtype=bool),
    )
    return team, columns


def bare_managers(ids: StrArray, *, listed: bool) -> Managers:
    """Managers of whom only the id is known."""
    count = len(ids)
    unknown = np.full(count, np.nan)
    return Managers(
        manager_id=ids,
        name=ids,
        fte=np.ones(count),
        start_date=np.full(count, np.datetime64("NaT"), dtype="datetime64[D]"),
        leaving=np.zeros(count, dtype=bool),
        commission_rate=unknown,
        max_clients=unknown,
        max_workload=unknown,
        lat=unknown,
        lon=unknown,
        listed=np.full(count, listed),
    )


def joined_managers(first: Managers, second: Managers) -> Managers:
    """The managers of both, without eligibility."""
    names = [name for name in Managers.__dataclass_fields__ if name != "eligible"]
    columns: dict[str, Any] = {
        name: np.concatenate([getattr(first, name), getattr(second, name)]) for name in names
    }
    return Managers(**columns)


def read_eligible(
    managers: Columns,
    team: Managers,
    dimensions: Mapping[str, Dimension],
    by_name: Mapping[str, str],
    problems: Problems,
) -> Managers:
    """The managers with their lists of eligible segment values.

    `by_name` leads from a folded name to a dimension. Values are matched to those of the clients
    without regard to case and double spaces. Owners whom no table lists may serve all.
    """
    eligible: dict[str, tuple[frozenset[str] | None, ...]] = {}
    for at, wanted in (managers.eligible or {}).items():
        texts = managers.table.columns[at]
        if not (texts != "").any():
            continue
        header = managers.table.headers[at]
        name = by_name.get(wanted)
        if name is None:
            problems.error(
                "eligible-unknown-dimension", file=managers.table.file, column=header, name=repr(wanted)
            )
            continue
        labels = {fold_spaces(label): label for label in dimensions[name].labels}
        lists = [_allowed(str(text), labels) for text in texts]
        _warn_unknown_values(managers, header, lists, set(dimensions[name].labels), problems)
        eligible[name] = tuple(lists + [None] * (len(team) - len(lists)))
    return replace(team, eligible=eligible)


def _allowed(text: str, labels: Mapping[str, str]) -> frozenset[str] | None:
    """The labels of one list separated by ";", None where it is blank: no limit."""
    parts = [" ".join(part.split()) for part in text.replace("\n", ";").split(";")]
    return frozenset(labels.get(fold_spaces(part), part) for part in parts if fold(part)) or None


def _warn_unknown_values(
    managers: Columns,
    header: str,
    lists: list[frozenset[str] | None],
    known: set[str],
    problems: Problems,
) -> None:
    strange = sorted({value for allowed in lists if allowed for value in allowed} - known)
    if strange:
        problems.warn(
            "eligible-unknown-value",
            file=managers.table.file,
            column=header,
            names=listing(strange),
            count=len(strange),
        )
