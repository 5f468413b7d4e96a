"""Disputes with both files side by side, in words: for the inspection and for the proposal."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assigner.evidence import CaseFile, Dispute, Dossier, LoggedTouch, dossiers, tips
from assigner.i18n import Translator
from assigner.report.dispute_words import DisputeWords
from assigner.report.view import BaseView
from assigner.report.words import discard_words, kind_words


@dataclass(frozen=True, slots=True)
class TouchRow:
    """One logged touch of a side: when, what, with whom, and what it is worth or why it does not count."""

    day: str
    kind: str
    said: str  # what was talked about, or with whom
    contact: str
    amount: float
    points: float
    discarded: str  # "" where it counts


@dataclass(frozen=True, slots=True)
class SideView:
    """One side of a dispute: a sentence, the newest touches, and how many more there are."""

    name: str
    line: str
    touches: tuple[TouchRow, ...]
    num_left_out: int


@dataclass(frozen=True, slots=True)
class DisputeView:
    """One disputed client with everything the head of sales needs to decide."""

    client_id: str
    client: str
    potential: float
    revenue: float
    verdict: str
    others: str
    tips: tuple[str, ...]
    lock_lifted: bool
    owner: SideView
    rival: SideView


def by_value(view: BaseView, disputes: Iterable[Dispute]) -> list[Dispute]:
    """The disputes, the largest potential first."""
    potential = view.portfolio.clients.potential
    return sorted(disputes, key=lambda dispute: -float(potential[dispute.client_idx]))


def dispute_views(
    tr: Translator, view: BaseView, disputes: Sequence[Dispute], most_touches: int | None = None
) -> list[DisputeView]:
    """These disputes in words, with at most so many touches of each side, the newest first."""
    pairs = [(d.client_idx, side.manager_idx) for d in disputes for side in (d.owner, d.rival)]
    files = iter(dossiers(view.portfolio, view.evidence, view.policy, pairs))
    desk = _Desk(tr, view, most_touches)
    return [desk.view(dispute, next(files), next(files)) for dispute in disputes]


class _Desk:
    """Puts disputes into words."""

    def __init__(self, tr: Translator, view: BaseView, most: int | None) -> None:
        self._tr, self._view, self._most = tr, view, most
        self._words = DisputeWords(tr, view.manager_names)
        self._reasons, self._kinds = discard_words(tr), kind_words(tr)

    def view(self, dispute: Dispute, owner: Dossier, rival: Dossier) -> DisputeView:
        clients, i = self._view.portfolio.clients, dispute.client_idx
        policy = self._view.policy.evidence
        return DisputeView(
            client_id=str(clients.client_id[i]),
            client=str(clients.name[i]),
            potential=float(clients.potential[i]),
            revenue=float(clients.revenue_12m[i]),
            verdict=self._words.verdict(dispute),
            others=self._words.others(dispute),
            tips=tuple(self._words.tip(tip) for tip in tips(dispute, policy)),
            lock_lifted=dispute.lock_lifted,
            owner=self._side(dispute.owner, owner),
            rival=self._side(dispute.rival, rival),
        )

    def _side(self, file: CaseFile, dossier: Dossier) -> SideView:
        shown = dossier.touches[: self._most]
        return SideView(
            name=self._words.name(file),
            line=self._words.side(file),
            touches=tuple(self._touch(touch) for touch in shown),
            num_left_out=len(dossier.touches) - len(shown),
        )

    def _touch(self, touch: LoggedTouch) -> TouchRow:
        return TouchRow(
            day=self._tr.date(touch.day),
            kind=self._kinds[touch.kind],
            said=touch.summary,
            contact=touch.contact,
            amount=touch.amount,
            points=touch.points,
            discarded="" if touch.discarded is None else self._reasons[touch.discarded],
        )
