"""Disputes in plain sentences: who has how much, what is recommended, and what would change it."""

from __future__ import annotations

from assigner.evidence import CaseFile, Dispute, Recommendation, Standing, Tip
from assigner.i18n import Translator
from assigner.portfolio import Kind, StrArray

SAME = 1.1
"""A lead below this many times is about the same."""
MANY = 10
"""From this many times on the figure says nothing more."""


class DisputeWords:
    """Sentences about disputes in one language; `names` are the managers' names, by position."""

    def __init__(self, tr: Translator, names: StrArray) -> None:
        self._tr = tr
        self._names = names

    def verdict(self, dispute: Dispute) -> str:
        """Margin and recommendation: "Ann 7.3 points, Bob 2.1: 3.5 times as much; recommended: Ann."."""
        return self._tr.gettext(
            "{margin}; {verdict}.", margin=self.margin(dispute), verdict=self.recommendation(dispute)
        )

    def margin(self, dispute: Dispute) -> str:
        """The points of both sides, the larger first, and by how much they differ."""
        ahead, behind = sorted((dispute.owner, dispute.rival), key=lambda file: -file.points)
        told = {
            "ahead": self.name(ahead),
            "points": self._points(ahead),
            "behind": self.name(behind),
            "fewer": self._points(behind),
        }
        if behind.points > 0:
            return self._tr.gettext(
                "{ahead} {points} points, {behind} {fewer}: {times}",
                times=self._times(ahead.points / behind.points),
                **told,
            )
        if ahead.points > 0:
            return self._tr.gettext("{ahead} {points} points, {behind} none", **told)
        return self._tr.gettext("neither {ahead} nor {behind} has any points", **told)

    def recommendation(self, dispute: Dispute) -> str:
        """Whom the evidence recommends, and on what it rests besides the points."""
        favoured = dispute.recommended
        proven = [side for side in (dispute.owner, dispute.rival) if side.proven]
        only = self.name(proven[0]) if len(proven) == 1 else ""
        if favoured is None and only:
            return self._tr.gettext("but only {name} is proven: the head decides", name=only)
        if favoured is None:
            return self._tr.gettext("too close to call: the head decides")
        if only:
            return self._tr.gettext("only {name} is proven; recommended: {name}", name=only)
        return self._tr.gettext("recommended: {name}", name=self.name(favoured))

    def side(self, file: CaseFile) -> str:
        """Everything one side can show, in one line."""
        tr = self._tr
        parts = [self._side_points(file), self._touches(file)]
        if file.last_touch is not None:
            parts.append(tr.gettext("the last on {day}", day=tr.date(file.last_touch)))
        if file.last_transaction is not None:
            parts.append(tr.gettext("last transaction on {day}", day=tr.date(file.last_transaction)))
        parts.append(tr.gettext("is proven") if file.proven else tr.gettext("not proven"))
        return ", ".join([*parts, *([] if file.stays else [tr.gettext("does not stay")])])

    def others(self, dispute: Dispute) -> str:
        """Everybody else with evidence, "" for none: "Also with evidence: Carl 1.9, Dora 0.4."."""
        if not dispute.others:
            return ""
        sides = ", ".join(self._other(file) for file in dispute.others)
        return self._tr.gettext("Also with evidence: {sides}.", sides=sides)

    def _other(self, file: CaseFile) -> str:
        values = {"name": self.name(file), "points": self._points(file)}
        if file.stays:
            return self._tr.gettext("{name} {points}", **values)
        return self._tr.gettext("{name} {points} (does not stay)", **values)

    def tip(self, tip: Tip) -> str:
        """What would change the recommendation: "2 more credible meetings by Bob would ..."."""
        name, sale = str(self._names[tip.manager_idx]), tip.kind is Kind.TRANSACTION
        if tip.then is Recommendation.HEAD:
            return self._to_the_head(tip.number, name, sale)
        return self._to_the_other(tip.number, name, sale)

    def _to_the_head(self, number: int, name: str, sale: bool) -> str:
        """Touches of a side that take the recommendation away from the other one."""
        if sale:
            return self._tr.ngettext(
                "{n} more transaction by {name} would leave it to the head.",
                "{n} more transactions by {name} would leave it to the head.",
                number,
                name=name,
            )
        return self._tr.ngettext(
            "{n} more credible meeting by {name} would leave it to the head.",
            "{n} more credible meetings by {name} would leave it to the head.",
            number,
            name=name,
        )

    def _to_the_other(self, number: int, name: str, sale: bool) -> str:
        """Touches of a side that get it recommended."""
        if sale:
            return self._tr.ngettext(
                "{n} more transaction by {name} would tip it in favour of {name}.",
                "{n} more transactions by {name} would tip it in favour of {name}.",
                number,
                name=name,
            )
        return self._tr.ngettext(
            "{n} more credible meeting by {name} would tip it in favour of {name}.",
            "{n} more credible meetings by {name} would tip it in favour of {name}.",
            number,
            name=name,
        )

    def name(self, file: CaseFile) -> str:
        """The name of a side."""
        return str(self._names[file.manager_idx])

    def _side_points(self, file: CaseFile) -> str:
        name = self.name(file)
        if not file.points:
            return self._tr.gettext("{name}: no points", name=name)
        return self._tr.gettext("{name}: {points} points", name=name, points=self._points(file))

    def _touches(self, file: CaseFile) -> str:
        if not file.num_touches:
            return self._tr.gettext("no touches that count")
        return self._tr.ngettext("{n} touch that counts", "{n} touches that count", file.num_touches)

    def _points(self, file: CaseFile) -> str:
        return self._tr.number(file.points, 1)

    def _times(self, lead: float) -> str:
        """How far ahead one side is, the lead being 1 or more."""
        if round(lead, 1) < SAME:
            return self._tr.gettext("about the same")
        if lead >= MANY:
            return self._tr.gettext("more than ten times as much")
        return self._tr.gettext("{times} times as much", times=self._tr.number(lead, 1))


def standing_word(tr: Translator, standing: Standing) -> str:
    """What a client with evidence of several managers is."""
    words = {
        Standing.DISPUTED: tr.gettext("a dispute"),
        Standing.EXCLUDED: tr.gettext("no dispute: excluded"),
        Standing.FREE: tr.gettext("no dispute: nobody owns it"),
        Standing.OWNER_LEAVES: tr.gettext("no dispute: the owner does not stay"),
        Standing.NO_RIVAL: tr.gettext("no dispute: nobody else who worked it stays"),
        Standing.WEAK_RIVALS: tr.gettext("no dispute: the others have too little evidence"),
    }
    return words[standing]
