"""Possible duplicates, ready to be listed: both cards, their owners, how sure it is and why."""

from __future__ import annotations

from dataclasses import dataclass

from assigner.duplicates.model import Pair
from assigner.i18n import Translator
from assigner.portfolio import Clients
from assigner.report.hygiene import owner_names
from assigner.report.inspection.view import InspectionView
from assigner.report.inspection.words import match_words


@dataclass(frozen=True, slots=True)
class PairRow:
    """Two cards that may be one client."""

    a_id: str
    a_name: str
    a_owner: str
    b_id: str
    b_name: str
    b_owner: str
    potential: float  # of the client that the cards would make
    score: float
    reasons: str
    exact: bool

    @property
    def two_owners(self) -> bool:
        """Whether two managers hold it."""
        return bool(self.a_owner and self.b_owner and self.a_owner != self.b_owner)


def pair_rows(tr: Translator, view: InspectionView, most: int | None = None) -> list[PairRow]:
    """The pairs in their order, the surest first; at most `most`."""
    found = view.found.duplicates
    shown = list(found)[:most]
    owners = [owner_names(view, side[: len(shown)]) for side in (found.a_idx, found.b_idx)]
    return [_row(tr, view, pair, (a, b)) for pair, a, b in zip(shown, *owners, strict=True)]


def _row(tr: Translator, view: InspectionView, pair: Pair, owners: tuple[str, str]) -> PairRow:
    clients = view.clients
    a, b = pair.a_idx, pair.b_idx
    return PairRow(
        a_id=str(clients.client_id[a]),
        a_name=str(clients.name[a]),
        a_owner=owners[0],
        b_id=str(clients.client_id[b]),
        b_name=str(clients.name[b]),
        b_owner=owners[1],
        potential=joint_potential(clients, a, b),
        score=pair.score,
        reasons=match_words(tr, pair.reasons, pair.name_similarity),
        exact=pair.exact,
    )


def joint_potential(clients: Clients, a: int, b: int) -> float:
    """What merging would leave: the larger potential, the sum where revenue stands for it (model §1)."""
    both = clients.potential[[a, b]]
    return float(both.sum() if clients.potential_source == "revenue" else both.max())


def denied_sentence(tr: Translator, view: InspectionView) -> str:
    """How many pairs are not listed since somebody said no; "" where there are none."""
    count = len(view.portfolio.distinct)
    if not count:
        return ""
    return tr.ngettext(
        "{n} pair of cards is not listed again: somebody said that they are two clients.",
        "{n} pairs of cards are not listed again: somebody said that they are two clients.",
        count,
    )
