"""Clients that several managers worked, disputed or not."""

from __future__ import annotations

from dataclasses import dataclass

from assigner.evidence import sides_of, standings
from assigner.evidence.contested import Standing
from assigner.i18n import Translator
from assigner.report.dispute_words import DisputeWords, standing_word
from assigner.report.hygiene import owner_names
from assigner.report.inspection.view import InspectionView


@dataclass(frozen=True, slots=True)
class ContestedRow:
    """A client with evidence of several managers, and what it is."""

    client_id: str
    client: str
    potential: float
    owner: str
    standing: Standing
    word: str
    sides: str  # names with points


def contested_rows(tr: Translator, view: InspectionView) -> list[ContestedRow]:
    """All clients with evidence of several managers, the largest potential first."""
    found, clients = view.found, view.clients
    base = found.portfolio, found.evidence, found.policy
    words = DisputeWords(tr, view.manager_names)
    columns = zip(
        found.contested.tolist(),
        owner_names(view, found.contested),
        standings(*base, found.contested),
        sides_of(*base, found.contested.tolist()),
        strict=True,
    )
    rows = [
        ContestedRow(
            client_id=str(clients.client_id[i]),
            client=str(clients.name[i]),
            potential=float(clients.potential[i]),
            owner=owner,
            standing=standing,
            word=standing_word(tr, standing),
            sides=", ".join(f"{words.name(side)} {tr.number(side.points, 1)}" for side in sides),
        )
        for i, owner, standing, sides in columns
    ]
    return sorted(rows, key=lambda row: -row.potential)
