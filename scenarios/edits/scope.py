"""Between whom clients may change hands at all."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from assigner.i18n import Translator
from scenarios.base import Base
from scenarios.edits.base import EditBase
from scenarios.edits.finding import Finder
from scenarios.edits.policy_change import changed_policy
from scenarios.edits.refs import Ref
from scenarios.edits.standing import book
from scenarios.edits.words import Words


class Scope(EditBase):
    """Clients change hands only away from some managers, or only towards some."""

    kind: Literal["scope"] = "scope"
    givers: tuple[Ref, ...] | None = Field(
        None, description="whose clients may change hands; blank: as it is"
    )
    receivers: tuple[Ref, ...] | None = Field(None, description="who may receive clients; blank: as it is")
    lift: bool = Field(False, description="true: everybody may give and receive")

    def apply(self, base: Base, tr: Translator) -> Base:
        """The base with the rule switched on, or off. Refuses unknown managers."""
        find = Finder(base, tr)
        lists = {"givers": self.givers, "receivers": self.receivers}
        ids = base.portfolio.managers.manager_id
        given = {
            f"rules.scope.{name}": [str(ids[at]) for at in find.managers(name, refs)]
            for name, refs in lists.items()
            if refs is not None
        }
        if bool(given) == self.lift:
            message = tr.gettext("it is not clear who may give and receive")
            find.refuse("givers", "", message, tr.gettext("give `givers` or `receivers`, or `lift: true`"))
        find.done()
        return changed_policy(base, {"rules.scope.enabled": not self.lift} | given, tr)

    def sentence(self, before: Base, after: Base, tr: Translator) -> str:
        """Who may give how much, and who may receive."""
        rule, words = after.policy.rules.scope, Words(after, tr)
        everybody = tr.gettext("everybody")
        place = {str(key): at for at, key in enumerate(after.portfolio.managers.manager_id)}
        givers = (
            list(place.values()) if rule.givers is None or self.lift else [place[key] for key in rule.givers]
        )
        takers = None if rule.receivers is None or self.lift else [place[key] for key in rule.receivers]
        return tr.gettext(
            "Clients of {givers} may change hands ({clients}), towards {receivers}.",
            givers=everybody if len(givers) == len(place) else words.managers(givers) or "-",
            clients=words.book(book(after, givers)),
            receivers=everybody if takers is None else words.managers(takers) or "-",
        )
