"""The balance of the managers before and after, as one table."""

from __future__ import annotations

import numpy as np
from rich.text import Text

from assigner.cli.screen import Screen, plain
from assigner.i18n import Translator
from assigner.portfolio import NOBODY, IntArray
from assigner.proposal import Proposal
from assigner.report.words import short_number

MAX_MANAGERS = 24
"""Rows of the table; of a larger team those with the largest and the smallest books today."""

FAR, NEAR = 0.2, 0.1
"""Distances from a fair share that are shown in red and in yellow."""


WORTH_TELLING = 0.01
"""A book of clients that must stay is told when it exceeds a fair share by this much."""


def tell_balance(screen: Screen, proposal: Proposal) -> None:
    """One row per manager: share of the target, clients, moves and commission, today -> in the plan."""
    tr = screen.tr
    order = _order(proposal)
    shown = order
    if len(order) > MAX_MANAGERS:
        shown = np.concatenate([order[: MAX_MANAGERS // 2], order[-MAX_MANAGERS // 2 :]])
    rows = _Rows(tr, proposal)
    screen.section(tr.gettext("Balance: today -> plan (100% is a fair share of the potential)"))
    heads = [
        tr.gettext("Manager"),
        tr.gettext("Share"),
        tr.gettext("Clients"),
        tr.gettext("Out, in"),
        tr.gettext("Commission"),
    ]
    screen.table(heads, [rows.row(j) for j in shown.tolist()])
    _tell_full_books(screen, proposal)
    hidden = len(order) - len(shown)
    if hidden:
        screen.line(
            tr.ngettext(
                "{n} more manager stands in the report.", "{n} more managers stand in the report.", hidden
            )
        )


def _tell_full_books(screen: Screen, proposal: Proposal) -> None:
    """Who can't come down to a fair share, since the clients that must stay are more than that."""
    tr, cells, names = screen.tr, proposal.verdict.after.cells, proposal.portfolio.managers.name
    total = (cells.goal == "potential/total") & (cells.attainable > cells.target * (1 + WORTH_TELLING))
    for k in np.flatnonzero(total).tolist():
        screen.line(
            tr.gettext(
                "{name} can't go below {share}: the clients that must stay make that much.",
                name=names[cells.manager_idx[k]],
                share=tr.percent(cells.attainable[k] / cells.target[k]),
            )
        )


def _order(proposal: Proposal) -> IntArray:
    """Who stays first, the fullest book on top."""
    before, weight = proposal.verdict.before.managers, proposal.verdict.after.managers.weight
    target = np.where(before.target > 0, before.target, np.inf)
    return np.lexsort((-before.load / target, weight <= 0)).astype(np.int32)


class _Rows:
    """Makes the rows of the table."""

    def __init__(self, tr: Translator, proposal: Proposal) -> None:
        clients, count = proposal.portfolio.clients, proposal.portfolio.num_managers
        owner, holder = clients.owner_idx, proposal.assignment
        changed = ~clients.excluded & (owner != holder)
        self._tr, self._proposal = tr, proposal
        team = proposal.portfolio.managers
        names, times = np.unique(team.name.astype(str), return_counts=True)
        self._doubled = set(names[times > 1].tolist())
        self._out = np.bincount(owner[changed & (owner != NOBODY)], minlength=count)
        self._in = np.bincount(holder[changed & (holder != NOBODY)], minlength=count)

    def row(self, j: int) -> list[str | Text]:
        """The cells of one manager."""
        tr = self._tr
        before, after = self._proposal.verdict.before.managers, self._proposal.verdict.after.managers
        return [
            self._name(j),
            self._shares(j),
            f"{tr.number(int(before.clients[j]))} -> {tr.number(int(after.clients[j]))}",
            self._moves(j),
            self._money(before.commission[j], after.commission[j]),
        ]

    def _name(self, j: int) -> str:
        """The name, with the id where two managers share it."""
        team = self._proposal.portfolio.managers
        name, own_id = str(team.name[j]), str(team.manager_id[j])
        return f"{name} ({own_id})" if name in self._doubled else name

    def _moves(self, j: int) -> str:
        out, came = int(self._out[j]), int(self._in[j])
        parts = [f"-{self._tr.number(out)}" if out else "", f"+{self._tr.number(came)}" if came else ""]
        return " ".join(part for part in parts if part) or "-"

    def _money(self, today: float, plan: float) -> str:
        return f"{short_number(self._tr, round(today))} -> {short_number(self._tr, round(plan))}"

    def _shares(self, j: int) -> Text:
        after, before = self._proposal.verdict.after.managers, self._proposal.verdict.before.managers
        if after.weight[j] <= 0:
            return Text(self._tr.gettext("leaves"), "dim")
        if after.target[j] <= 0:
            return Text("-")
        today, plan = before.load[j] / after.target[j], after.load[j] / after.target[j]
        return Text.assemble(self._share(today), " -> ", self._share(plan))

    def _share(self, ratio: float) -> tuple[str, str]:
        distance = abs(ratio - 1)
        colour = "red" if distance > FAR else "yellow" if distance > NEAR else "green"
        return plain(self._tr.percent(ratio)), colour
