"""Who comes: newcomers joined to the team of a base, with every problem in what was asked."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from assigner.errors import InputError, Issue, Severity
from assigner.i18n import Translator
from scenarios.base import Base
from scenarios.edits import apply_edits, parse_edits
from scenarios.onboarding.model import Newcomer


@dataclass(frozen=True, slots=True)
class Wanted:
    """One newcomer as he was asked for; without `start` he begins on the day after the base."""

    manager_id: str
    name: str = ""
    start: date | None = None
    share: float = 1.0
    eligible: dict[str, tuple[str, ...]] = field(default_factory=dict)
    returns: bool = False


def newcomers_joined(
    base: Base, wanted: tuple[Wanted, ...], tr: Translator
) -> tuple[Base, tuple[Newcomer, ...]]:
    """The base with the newcomers in its team, and who they are. Raises InputError with every problem."""
    issues: list[Issue] = []
    joined: list[Newcomer] = []
    for one in wanted:
        start = one.start or base.as_of
        try:
            _refuse_past(base, one, start, tr)
            base, _ = apply_edits(base, parse_edits([_edit(one, start)], tr=tr), tr)
        except InputError as error:
            issues += error.issues
        else:
            joined.append(Newcomer(one.manager_id, _name(base, one), start, one.share, one.returns))
    if issues:
        raise InputError(issues)
    return base, tuple(joined)


def _edit(one: Wanted, start: date) -> dict[str, object]:
    """The edit of the what-ifs that brings the newcomer into the team; who returns has no ramp."""
    shared = {"manager": one.manager_id, "share": one.share}
    if one.returns:
        return {"kind": "return_from_leave", **shared}
    lists = {name: list(values) for name, values in one.eligible.items()}
    hired = {"kind": "hire", "name": one.name, "start_date": start.isoformat(), "eligible": lists}
    return hired | shared


def _name(base: Base, one: Wanted) -> str:
    ids = [str(name) for name in base.portfolio.managers.manager_id]
    return str(base.portfolio.managers.name[ids.index(one.manager_id)])


def _refuse_past(base: Base, one: Wanted, start: date, tr: Translator) -> None:
    if start >= base.as_of:
        return
    message = tr.gettext("the start lies before the day of the base, {day}", day=base.as_of.isoformat())
    remedy = tr.gettext("give a later day; who has started already belongs into the managers table")
    raise InputError(
        [Issue(Severity.ERROR, "onboard_start", message, remedy, value=f"{one.manager_id} {start}")]
    )
