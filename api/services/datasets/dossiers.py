"""The dossier of one client: what every manager can show, and what is missing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from sqlalchemy import select

from api.context import Context
from api.db.models import DatasetClient
from api.errors import NotFound
from api.security.actor import Actor
from api.security.operations import operation
from api.services.datasets.clients import client_document
from api.services.datasets.reading import sees_all
from api.services.datasets.standing import Document, ready
from api.work.cases import CASES
from api.work.clean import plain
from api.work.slices import FOLDER, one_client
from assigner.engine import Case
from assigner.evidence import CaseFile, Dossier, dossiers, list_disputes
from assigner.evidence.casefiles import CaseFiles
from assigner.i18n import Translator
from assigner.portfolio import NOBODY
from assigner.report.dispute_words import DisputeWords
from assigner.report.view import unique_names
from assigner.report.words import discard_words, kind_words, state_words

CARD = ("tax_id", "phone", "email", "contact_name")


@operation("get_dataset_client")
def get_dataset_client(ctx: Context, actor: Actor, dataset_id: str, client_id: str) -> Document:
    """One client with the files of all who worked it. Managers: own clients, no touches of others."""
    with ctx.db.read() as session:
        ready(session, actor, dataset_id)
        wanted = select(DatasetClient).where(
            DatasetClient.dataset_id == dataset_id, DatasetClient.client_id == client_id
        )
        row = session.scalars(wanted).first()
        if row is None or not (sees_all(actor) or row.manager_id == actor.manager_id):
            raise NotFound(actor.tr.gettext("There is no client with this id."))
        document = client_document(row, actor)
    case = one_client(ctx.files.folder(CASES, dataset_id) / FOLDER, row.number)
    only = None if sees_all(actor) else actor.manager_id
    dossier: Document = plain(dossier_document(case, actor.tr, only=only))
    return document | dossier


def dossier_document(case: Case, tr: Translator, *, only: str | None = None) -> Document:
    """Everything about the only client of a case; touches of the manager `only` alone, if one is given."""
    clients, files = case.portfolio.clients, _files(case)
    found = dossiers(case.portfolio, case.evidence, case.policy, [(0, file.manager_idx) for file in files])
    names = unique_names(case.portfolio.managers)
    words = DisputeWords(tr, names)
    disputes = list_disputes(case.portfolio, case.evidence, case.policy)
    ids = case.portfolio.managers.manager_id
    return {
        "card": {name: getattr(clients, name)[0] for name in CARD},
        "excluded_reason": clients.excluded_reason[0],
        "open_deal": {"amount": clients.open_deal_amount[0], "close": clients.open_deal_close[0].item()},
        "state_word": state_words(tr)[_state(case)],
        "cards": [asdict(card) for card in case.portfolio.merged],
        "sides": [
            _side(case, words, tr, file, one, shown=only in (None, str(ids[file.manager_idx])))
            for file, one in zip(files, found, strict=True)
        ],
        "verdict": words.verdict(disputes[0]) if disputes else "",
        "others": words.others(disputes[0]) if disputes else "",
        "as_of": case.evidence.as_of,
    }


def _files(case: Case) -> list[CaseFile]:
    """The owner's file first, even an empty one; then everybody with evidence."""
    desk, owner = (
        CaseFiles(case.portfolio, case.evidence, case.policy),
        int(case.portfolio.clients.owner_idx[0]),
    )
    others = [file for file in desk.of_client(0) if file.manager_idx != owner]
    return [*([] if owner == NOBODY else [desk.of(0, owner)]), *others]


def _state(case: Case) -> Any:
    return next(state for state in state_words(Translator("en")) if state == case.evidence.state[0])


def _side(
    case: Case, words: DisputeWords, tr: Translator, file: CaseFile, found: Dossier, *, shown: bool
) -> Document:
    """What one manager can show."""
    managers, values = case.portfolio.managers, asdict(file)
    position = values.pop("manager_idx")
    return {
        "manager_id": managers.manager_id[position],
        "name": words.name(file),
        "owns": position == int(case.portfolio.clients.owner_idx[0]),
        **values,
        "line": words.side(file),
        "logged": len(found.touches),
        "totals": {kind.name.lower(): asdict(total) for kind, total in found.totals.items()},
        "touches": list(touch_documents(tr, (asdict(touch) for touch in found.touches))) if shown else None,
    }


def touch_documents(tr: Translator, touches: Iterable[Document]) -> Iterable[Document]:
    """Touches with the words for their kinds, and for why they don't count."""
    kinds = {kind.name.lower(): word for kind, word in kind_words(tr).items()}
    reasons = discard_words(tr)
    for touch in touches:
        kind = touch["kind"] if isinstance(touch["kind"], str) else touch["kind"].name.lower()
        why = touch["discarded"]
        yield touch | {"kind": kind, "kind_word": kinds[kind], "why_not": reasons[why] if why else ""}
