"""The activities table into `Activities`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import fields as fields_of
from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from assigner.evidence.ages import touch_days
from assigner.portfolio import NOBODY, Activities, BoolArray, Kind
from assigner.tabular.fields import Fields
from assigner.tabular.naming import KnownClients
from assigner.tabular.owners import KnownManagers
from assigner.tabular.problems import Problems, examples, listing
from assigner.tabular.profiles import profile_named
from assigner.tabular.required import kind_of_file
from assigner.tabular.table import Columns
from assigner.tabular.vocabulary import fold, vocabulary


def read_activities(
    columns: Columns, problems: Problems, *, time_zone: str = "UTC"
) -> tuple[Activities, Columns]:
    """Activities of a table whose clients and managers are not looked up yet, and the rows used.

    Times without a zone of their own are in `time_zone`. An activity without a date that can be read is
    a row-level error. Amounts may be negative: returns are.
    """
    dates = Fields(columns, problems).date("occurred_at", code="activity-without-date", time_zone=time_zone)
    blank = np.asarray(columns.text("occurred_at") == "", dtype=bool)
    problems.rows("activity-without-date", columns.table, blank, column=columns.header("occurred_at"))
    keep = ~np.isnat(dates)
    columns, dates = columns.where(keep), dates[keep]
    fields = Fields(columns, problems)
    count = len(columns)
    log = Activities(
        activity_id=columns.text("activity_id"),
        client_idx=np.full(count, -1, dtype=np.int32),
        manager_idx=np.full(count, NOBODY, dtype=np.int32),
        occurred_at=dates,
        kind=_kinds(columns, problems),
        amount=fields.number("amount", low=-np.inf, blank=0.0),
        contact_name=columns.optional_text("contact_name"),
        contact_role=columns.optional_text("contact_role"),
        contact_phone=columns.optional_text("contact_phone"),
        contact_email=columns.optional_text("contact_email"),
        summary=columns.optional_text("summary"),
        outcome=columns.optional_text("outcome"),
        verified=fields.word("verified", vocabulary().audit, -1).astype(np.int8),
        has_time=_has_time(dates),
        row=columns.table.rows.copy(),
    )
    return log, columns


def warn_if_all_future(
    log: Activities, columns: Columns, today: date, problems: Problems, *, time_zone: str
) -> None:
    """Tell where every activity lies after today: the dates were read wrongly, or none of them happened."""
    if not len(log) or bool((touch_days(log, time_zone) <= np.datetime64(today, "D")).any()):
        return
    problems.warn(
        "all-future",
        file=columns.table.file,
        row=int(columns.table.rows[0]),
        column=columns.header("occurred_at"),
        value=str(columns.text("occurred_at")[0]),
        count=len(log),
        today=today.isoformat(),
        rows=examples(columns.table.rows),
    )


def _has_time(dates: NDArray[np.datetime64]) -> bool:
    """Whether any row carries a time of day; midnight everywhere is a column of days."""
    return bool((dates != dates.astype("datetime64[D]")).any())


def _kinds(columns: Columns, problems: Problems) -> NDArray[np.int8]:
    """Kinds of the activities; words nobody knows count as other and are told once, with their counts.

    Without such a column all are of the kind that the file or sheet is called after.
    """
    if not columns.has("kind"):
        return _kind_of_all(columns, problems)
    codes, uniques = pd.factorize(columns.text("kind"))
    profile = profile_named(columns.profile)
    words = vocabulary().kinds | (profile.kinds if profile is not None else {})
    known = [_kind(str(word), words) for word in uniques]
    strange = Counter({at: 0 for at, kind in enumerate(known) if kind is None})
    if strange:
        counts = np.bincount(codes, minlength=len(uniques))
        common = sorted(strange, key=lambda at: -counts[at])
        problems.warn(
            "unknown-kind",
            file=columns.table.file,
            column=columns.header("kind"),
            names=listing([f"{str(uniques[at])!r} ({counts[at]})" for at in common]),
            count=int(counts[common].sum()),
        )
    return np.array([Kind.OTHER if kind is None else kind for kind in known], dtype=np.int8)[codes]


def _kind(text: str, words: Mapping[str, Kind]) -> Kind | None:
    """The kind of a word, else that of the word before brackets: "Closed won (Sales Pipeline)"."""
    whole = words.get(fold(text))
    before, opened, _ = text.rpartition("(")
    return words.get(fold(before)) if whole is None and opened and text.endswith(")") else whole


def _kind_of_all(columns: Columns, problems: Problems) -> NDArray[np.int8]:
    kind = kind_of_file(columns.table.file)
    if kind is None:
        raise AssertionError("a log without kinds was not reported")
    problems.warn(
        "kind-by-title",
        file=columns.table.file,
        column="kind",
        kind=kind.name.lower(),
        count=len(columns),
    )
    return np.full(len(columns), kind, dtype=np.int8)


def link_activities(
    log: Activities, columns: Columns, clients: KnownClients, team: KnownManagers, problems: Problems
) -> tuple[Activities, dict[str, int]]:
    """The activities of known clients and managers, and how many were dropped, by reason."""
    client_idx = clients.positions(columns, problems)
    manager_idx = team.positions(columns, problems)
    no_client = client_idx < 0
    no_manager = ~no_client & (manager_idx < 0)
    dropped = {}
    for code, name, bad in (
        ("unknown-activity-client", "client_id", no_client),
        ("unknown-activity-manager", "manager_id", no_manager),
    ):
        if bad.any():
            dropped[f"unknown_{name.removesuffix('_id')}"] = int(bad.sum())
            _warn_dropped(code, name, bad, columns, problems)
    linked = replace(log, client_idx=client_idx, manager_idx=manager_idx)
    return _only(linked, ~(no_client | no_manager)), dropped


def _warn_dropped(code: str, name: str, bad: BoolArray, columns: Columns, problems: Problems) -> None:
    rows = columns.table.rows[bad]
    problems.warn(
        code,
        file=columns.table.file,
        row=int(rows[0]),
        column=columns.header(name),
        value=str(columns.text(name)[bad][0]),
        count=len(rows),
        rows=examples(rows),
    )


def _only(log: Activities, keep: BoolArray) -> Activities:
    """The rows where `keep`."""
    arrays = {
        spec.name: value[keep]
        for spec in fields_of(log)
        if isinstance(value := getattr(log, spec.name), np.ndarray)
    }
    return replace(log, **arrays, has_time=_has_time(arrays["occurred_at"]))
