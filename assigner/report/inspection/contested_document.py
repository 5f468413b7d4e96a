"""The part of inspect.json about clients that several managers work, and the files of the disputed ones."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from assigner.evidence import CaseFile, Dispute, Dossier, dossiers, sides_of, standings
from assigner.report.inspection.view import InspectionView

Document = dict[str, Any]


def contested_documents(view: InspectionView) -> list[Document]:
    """Every client with evidence of several managers, and what it is if not disputed."""
    found, clients = view.found, view.clients
    base = found.portfolio, found.evidence, found.policy
    columns = zip(
        found.contested.tolist(),
        standings(*base, found.contested),
        sides_of(*base, found.contested.tolist()),
        strict=True,
    )
    return [
        {
            "client_id": clients.client_id[i],
            "owner_id": view.manager_id(int(clients.owner_idx[i])),
            "standing": standing,
            "sides": [_side(view, side) for side in sides],
        }
        for i, standing, sides in columns
    ]


def dispute_documents(view: InspectionView) -> list[Document]:
    """Every dispute with the files and all touches of both sides."""
    found = view.found
    pairs = [(d.client_idx, side.manager_idx) for d in found.disputes for side in (d.owner, d.rival)]
    files = iter(dossiers(found.portfolio, found.evidence, found.policy, pairs))
    return [_dispute(view, dispute, next(files), next(files)) for dispute in found.disputes]


def _dispute(view: InspectionView, dispute: Dispute, owner: Dossier, rival: Dossier) -> Document:
    return {
        "client_id": view.clients.client_id[dispute.client_idx],
        "owner": _side(view, dispute.owner) | {"touches": _touches(owner)},
        "rival": _side(view, dispute.rival) | {"touches": _touches(rival)},
        "others": [_side(view, side) for side in dispute.others],
        "margin": dispute.margin,
        "recommendation": dispute.recommendation,
        "lock_lifted": dispute.lock_lifted,
    }


def _side(view: InspectionView, side: CaseFile) -> Document:
    values = asdict(side)
    return {"manager_id": view.manager_id(values.pop("manager_idx")), **values}


def _touches(dossier: Dossier) -> list[Document]:
    return [asdict(touch) | {"kind": touch.kind.name.lower()} for touch in dossier.touches]
