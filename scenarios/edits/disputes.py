"""Decisions of the head of sales on disputed clients."""

from __future__ import annotations

from typing import Literal

import numpy as np
from pydantic import BaseModel, ConfigDict, Field

from assigner.evidence import Dispute, Recommendation, list_disputes
from assigner.i18n import Translator
from assigner.portfolio import NOBODY
from scenarios.base import Base, base_of
from scenarios.edits.base import EditBase
from scenarios.edits.changing import with_pins
from scenarios.edits.finding import Finder
from scenarios.edits.refs import Ref
from scenarios.edits.ruling import refuse_barred
from scenarios.edits.standing import may_have, pins
from scenarios.edits.words import Words


class Decision(BaseModel):
    """One disputed client and who gets it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    client: Ref = Field(description="the disputed client")
    manager: Ref = Field(description="one of the managers with evidence there, or the owner")


class DecideDisputes(EditBase):
    """Disputed clients are decided: each is pinned to one of its sides."""

    kind: Literal["decide_dispute"] = "decide_dispute"
    decisions: tuple[Decision, ...] = Field((), description="client and manager of each decision")
    recommended: bool = Field(
        False,
        description="true: all other disputes as the evidence recommends; what it leaves to the head stays",
    )
    reason: str = Field("", description="why; shown beside the rule")

    def apply(self, base: Base, tr: Translator) -> Base:
        """The decided clients pinned. Refuses clients without a dispute and managers who are no side."""
        find = Finder(base, tr)
        if not self.decisions and not self.recommended:
            message = tr.gettext("nothing is decided")
            find.refuse("decisions", "", message, tr.gettext("give `decisions`, or `recommended: true`"))
        case = base.case()
        disputes = {one.client_idx: one for one in list_disputes(case.portfolio, case.evidence, base.policy)}
        decided = self._decided(find, disputes)
        find.done()
        if self.recommended:
            decided = _recommended(base_of(case), disputes) | decided
        clients = np.array(sorted(decided), dtype=np.int32)
        managers = np.array([decided[one] for one in clients.tolist()], dtype=np.int32)
        return with_pins(base, clients, managers, self.reason)

    def sentence(self, before: Base, after: Base, tr: Translator) -> str:
        """How many are decided, how many of them against the owner, and how many disputes are left."""
        case, pinned = before.case(), pins(after)
        disputed = case.evidence.disputed
        decided = disputed & (pinned != NOBODY) & (pinned != pins(before))
        moved = decided & (pinned != case.portfolio.clients.owner_idx)
        return tr.gettext(
            "Disputes decided: {clients}; against the owner: {moved}; still open: {open}.",
            clients=Words(before, tr).book(decided),
            moved=tr.number(int(np.count_nonzero(moved))),
            open=tr.number(int(np.count_nonzero(disputed & (pinned == NOBODY)))),
        )

    def _decided(self, find: Finder, disputes: dict[int, Dispute]) -> dict[int, int]:
        """Manager by client, as the edit names them."""
        decided: dict[int, int] = {}
        for n, one in enumerate(self.decisions):
            client = find.client(f"decisions.{n}.client", one.client)
            manager = find.manager(f"decisions.{n}.manager", one.manager)
            if NOBODY in (client, manager):
                continue
            if client in decided:
                message = find.tr.gettext("it is named twice")
                find.refuse(f"decisions.{n}.client", one.client, message, find.tr.gettext("name it once"))
            decided[client] = manager
            self._refuse_no_side(find, n, disputes.get(client), manager)
            refuse_barred(find, f"decisions.{n}.client", np.array([client]), manager)
        return decided

    def _refuse_no_side(self, find: Finder, n: int, dispute: Dispute | None, manager: int) -> None:
        one = self.decisions[n]
        if dispute is None:
            message = find.tr.gettext("the client is not disputed")
            remedy = find.tr.gettext("use the edit `pin` to give it to somebody all the same")
            find.refuse(f"decisions.{n}.client", one.client, message, remedy)
            return
        sides = [dispute.owner, dispute.rival, *dispute.others]
        staying = [side.manager_idx for side in sides if side.stays]
        if manager not in staying:
            message = find.tr.gettext("the manager is no side of the dispute")
            names = Words(find.base, find.tr).managers(staying)
            remedy = find.tr.gettext("sides: {names}; for anybody else use the edit `pin`", names=names)
            find.refuse(f"decisions.{n}.manager", one.manager, message, remedy)


def _recommended(base: Base, disputes: dict[int, Dispute]) -> dict[int, int]:
    """Manager by client where the evidence speaks for one side who may have it, and no pin says another."""
    pinned, found = pins(base), {}
    for client, dispute in disputes.items():
        side = dispute.recommended
        if side is None or pinned[client] != NOBODY:
            continue
        if dispute.recommendation is Recommendation.OWNER or may_have(base, side.manager_idx)[client]:
            found[client] = side.manager_idx
    return found
