"""The managers table into `Managers`, owners that it does not list included."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from assigner.portfolio import BoolArray, Dimension, FloatArray, IntArray, Managers, StrArray
from assigner.tabular.fields import Fields, positions
from assigner.tabular.problems import Problems, examples, listing
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


def names_or_ids(fields: Fields, id_column: str) -> StrArray:
    """The names; the id where a name is blank, which is told once."""
    columns = fields.columns
    names, ids = columns.text("name"), columns.text(id_column)
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
        name=names_or_ids(fields, "manager_id"),
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


def _bare_managers(ids: StrArray, *, listed: bool) -> Managers:
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


def _joined(first: Managers, second: Managers) -> Managers:
    """The managers of both, without eligibility."""
    names = [name for name in Managers.__dataclass_fields__ if name != "eligible"]
    columns: dict[str, Any] = {
        name: np.concatenate([getattr(first, name), getattr(second, name)]) for name in names
    }
    return Managers(**columns)


def link_owners(clients: Columns, team: Managers | None, problems: Problems) -> tuple[IntArray, Managers]:
    """Owner position per client, and the managers with owners nobody lists at the end (weight 0, model §1).

    Without a managers table the owners are the managers, in order of their ids.
    """
    owners = clients.text("manager_id")
    named = np.asarray(owners != "", dtype=bool)
    if team is None:
        ids = np.array(sorted(set(owners[named])), dtype=object)
        team = _bare_managers(ids, listed=True)
    else:
        owners = _as_ids(clients, team, problems)
        strange = named & (positions(team.manager_id, owners) < 0)
        if strange.any():
            ids = pd.unique(owners[strange])
            _warn_unlisted(clients, owners, ids, problems)
            team = _joined(team, _bare_managers(np.asarray(ids, dtype=object), listed=False))
    if len(team) == 0:
        problems.error("no-managers", file=clients.table.file, column=clients.header("manager_id"))
    return positions(team.manager_id, owners), team


def manager_positions(columns: Columns, team: Managers, problems: Problems) -> IntArray:
    """Position of the manager of each row of clients or activities, -1 where nobody is known by that text."""
    return positions(team.manager_id, _as_ids(columns, team, problems))


def _as_ids(columns: Columns, team: Managers, problems: Problems) -> StrArray:
    """The column manager_id with names that one listed manager alone has replaced by his id, which is told.

    Exports often show the owner's name where the managers table has ids; read as strangers, all owners would
    pass for leavers.
    """
    texts = columns.text("manager_id")
    codes, uniques = pd.factorize(texts)
    ids, names = set(team.manager_id.tolist()), [fold_spaces(str(name)) for name in team.name]
    by_name = {
        name: str(team.manager_id[at])
        for at, name in enumerate(names)
        if team.listed[at] and names.count(name) == 1
    }
    read = [
        text if not text or text in ids else by_name.get(fold_spaces(str(text)), text) for text in uniques
    ]
    changed = np.array([old != new for old, new in zip(uniques, read, strict=True)], dtype=bool)
    if changed.any():
        _warn_named(columns, changed[codes], texts, problems)
    return np.array(read, dtype=object)[codes]


def _warn_named(
    columns: Columns, by_name: np.ndarray[Any, np.dtype[np.bool_]], texts: StrArray, problems: Problems
) -> None:
    problems.warn(
        "manager-by-name",
        file=columns.table.file,
        row=int(columns.table.rows[by_name][0]),
        column=columns.header("manager_id"),
        value=str(texts[by_name][0]),
        count=int(by_name.sum()),
    )


def _warn_unlisted(clients: Columns, owners: StrArray, ids: StrArray, problems: Problems) -> None:
    rows = pd.Series(clients.table.rows).groupby(owners, sort=False)
    groups = rows.indices
    for owner in ids.tolist():
        mine = clients.table.rows[groups[owner]]
        problems.warn(
            "unlisted-owner",
            file=clients.table.file,
            row=int(mine[0]),
            column=clients.header("manager_id"),
            value=owner,
            count=len(mine),
            rows=examples(mine),
        )


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
