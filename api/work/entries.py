"""Long lists of an inspection as rows for the database: findings, disputes, possible duplicates."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import asdict
from itertools import chain
from typing import Any

from api.work.clean import clean, plain
from assigner.i18n import Translator
from assigner.quality.model import Finding
from assigner.report.dispute_views import DisputeView, by_value, dispute_views
from assigner.report.inspection.contested_document import dispute_documents
from assigner.report.inspection.pairs import pair_rows
from assigner.report.inspection.view import InspectionView
from assigner.report.view import labels_of

Row = dict[str, Any]
LANGUAGES = ("en", "ru")
MOST_TOUCHES = 200
"""So many touches of a side of a dispute are kept with it; the client's own page has all."""


def entry_rows(view: InspectionView) -> Iterator[Row]:
    """Findings, disputes and possible duplicates, numbered within their kind."""
    kinds: tuple[tuple[str, Callable[[InspectionView], Iterator[Row]]], ...] = (
        ("finding", _findings),
        ("dispute", _disputes),
        ("duplicate", _duplicates),
    )
    blank = {"name": "", "a": "", "b": "", "manager_id": ""}
    for kind, rows in kinds:
        for number, row in enumerate(rows(view)):
            yield blank | row | {"kind": kind, "number": number, "detail": plain(row["detail"])}


def _findings(view: InspectionView) -> Iterator[Row]:
    return chain.from_iterable(_cells(view, found) for found in view.found.quality.findings)


def _cells(view: InspectionView, found: Finding) -> Iterator[Row]:
    ids, log = view.clients.client_id, view.portfolio.activities
    of_log = found.table == "activities" and log is not None
    client = log.client_idx[found.positions] if of_log and log is not None else found.positions
    managers = labels_of(view.managers.manager_id, found.manager_idx)
    for n in range(len(found)):
        row, value = int(found.rows[n]) or None, str(found.values[n])[:200]
        detail = {"table": found.table, "column": found.column, "row": row, "value": value}
        yield {
            "name": str(found.check),
            "a": clean(ids[client[n]], 200),
            "manager_id": clean(managers[n], 200),
            "detail": detail | {"detail": str(found.details[n])},
        }


def _disputes(view: InspectionView) -> Iterator[Row]:
    """The largest potential first, with the files of both sides and what there is to say of them."""
    found = by_value(view, view.found.disputes)
    documents = {one["client_id"]: one for one in dispute_documents(view)}
    told = [dispute_views(Translator(language), view, found, 0) for language in LANGUAGES]
    for dispute, *views in zip(found, *told, strict=True):
        said = views[0]
        document = documents[view.clients.client_id[dispute.client_idx]]
        values = {"client": said.client, "potential": said.potential, "revenue": said.revenue}
        sides = {side: _newest(document[side]) for side in ("owner", "rival")}
        texts = {language: _said(one) for language, one in zip(LANGUAGES, views, strict=True)}
        yield {
            "a": clean(said.client_id, 200),
            "manager_id": clean(view.manager_id(dispute.owner.manager_idx) or "", 200),
            "detail": document | sides | values | {"texts": texts},
        }


def _newest(side: Row) -> Row:
    return side | {"touches": side["touches"][:MOST_TOUCHES], "all_touches": len(side["touches"])}


def _said(view: DisputeView) -> Row:
    """The sentences about a dispute."""
    return {
        "verdict": view.verdict,
        "others": view.others,
        "tips": list(view.tips),
        "owner": view.owner.line,
        "rival": view.rival.line,
    }


def _duplicates(view: InspectionView) -> Iterator[Row]:
    """The surest first."""
    told = [pair_rows(Translator(language), view) for language in LANGUAGES]
    groups = view.found.duplicates.group.tolist()
    for group, *rows in zip(groups, *told, strict=True):
        one = rows[0]
        texts = {name: {"reasons": row.reasons} for name, row in zip(LANGUAGES, rows, strict=True)}
        detail = asdict(one) | {"group": group, "texts": texts}
        for name in ("a_id", "b_id", "reasons"):
            del detail[name]
        yield {"a": clean(one.a_id, 200), "b": clean(one.b_id, 200), "detail": detail}
