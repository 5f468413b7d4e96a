"""Decisions by name into positions, with everything that is wrong with them at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np

from assigner.engine import Case
from assigner.errors import InputError, Issue, Severity
from assigner.i18n import Translator
from assigner.portfolio import NOBODY, IntArray, Rule, RuleKind
from scenarios.base import base_of, base_sha256
from scenarios.decisions.ground import Ground
from scenarios.decisions.model import Decision, Earlier, Ruling


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision with positions; `manager` is where the client goes, or where it must not.

    `n` is its place among the decisions, `named` the id that it gave: a client's, or one of its cards'.
    """

    n: int
    client: int
    verdict: Ruling
    manager: int
    reason: str
    named: str


@dataclass(slots=True)
class Complaints:
    """What is wrong with decisions, one issue after the other."""

    issues: list[Issue] = field(default_factory=list)

    def add(self, n: int, column: str, value: str, message: str, remedy: str) -> None:
        """Note what is wrong with decision number n."""
        place = f"decisions.{n}.{column}"
        self.issues.append(Issue(Severity.ERROR, "decision", message, remedy, column=place, value=value))

    def done(self) -> None:
        """Raise InputError where anything was noted, in the order of the decisions."""
        if self.issues:
            raise InputError(sorted(self.issues, key=lambda issue: int(issue.column.split(".")[1])))


def read_decisions(
    case: Case, earlier: Earlier, decisions: Sequence[Decision], tr: Translator
) -> tuple[Decided, ...]:
    """The decisions with positions, in their order. Raises InputError with all that is wrong with them."""
    refuse_stale(case, earlier, tr)
    ground, wrong = Ground.of(case, tr), Complaints()
    read = [_read(ground, earlier, n, one, wrong, tr) for n, one in enumerate(decisions)]
    found = tuple(one for one in read if one is not None)
    _refuse_contradictions(ground, found, wrong, tr)
    wrong.done()
    return found


def refuse_stale(case: Case, earlier: Earlier, tr: Translator) -> None:
    """Raise InputError where the earlier answer belongs to another base."""
    held, team = earlier.assignment, case.portfolio.num_managers
    fits = len(held) == case.portfolio.num_clients and bool(((held >= NOBODY) & (held < team)).all())
    if fits and earlier.base_sha256 == base_sha256(base_of(case)):
        return
    raise InputError(
        [
            Issue(
                Severity.ERROR,
                "decision",
                tr.gettext("the decisions are about a proposal of another base"),
                tr.gettext("ask for a proposal of today's base and decide on that one"),
                column="base_sha256",
                value=earlier.base_sha256,
            )
        ]
    )


def rules_of(decided: Iterable[Decided]) -> tuple[Rule, ...]:
    """Pins and bans that say the same as rejections, pins and bans; accepted moves are no rules."""
    kinds = {Ruling.REJECT: RuleKind.PIN, Ruling.PIN: RuleKind.PIN, Ruling.BAN: RuleKind.BAN}
    return tuple(
        Rule(kinds[one.verdict], one.client, one.manager, one.reason)
        for one in decided
        if one.verdict in kinds
    )


def accepted(decided: Iterable[Decided]) -> dict[int, Decided]:
    """Accepted moves by client."""
    return {one.client: one for one in decided if one.verdict is Ruling.ACCEPT}


def _read(
    ground: Ground, earlier: Earlier, n: int, one: Decision, wrong: Complaints, tr: Translator
) -> Decided | None:
    client = _client(ground, n, one, wrong, tr)
    named = _manager(ground, n, one, wrong, tr)
    if client == NOBODY or named is None:
        return None
    manager = _meant(ground, earlier.assignment, client, one.verdict, named)
    before = len(wrong.issues)
    for field_name, value, message, remedy in ground.objections(one, client, manager, named, tr):
        wrong.add(n, field_name, value, message, remedy)
    if len(wrong.issues) > before:
        return None
    return Decided(n, client, one.verdict, manager, one.reason, one.client_id)


def _client(ground: Ground, n: int, one: Decision, wrong: Complaints, tr: Translator) -> int:
    client = ground.client_at.get(one.client_id, NOBODY)
    if client == NOBODY:
        message, remedy = tr.gettext("there is no such client"), tr.gettext("write an id of the tables")
        wrong.add(n, "client_id", one.client_id, message, remedy)
    return client


def _manager(ground: Ground, n: int, one: Decision, wrong: Complaints, tr: Translator) -> int | None:
    """Position of the manager named, NOBODY where none is and none need be; None after a complaint."""
    needed = one.verdict in (Ruling.PIN, Ruling.BAN)
    if not one.manager_id:
        if needed:
            message = tr.gettext("it is not said which manager is meant")
            wrong.add(n, "manager_id", "", message, tr.gettext("write an id of the tables"))
        return None if needed else NOBODY
    if one.verdict is Ruling.REJECT:
        message = tr.gettext("who rejects a move leaves the client with its owner: no manager can be named")
        wrong.add(
            n,
            "manager_id",
            one.manager_id,
            message,
            tr.gettext("leave it out, or say `pin` or `ban` instead"),
        )
        return None
    if one.manager_id not in ground.manager_at:
        message, remedy = tr.gettext("there is no such manager"), tr.gettext("write an id of the tables")
        wrong.add(n, "manager_id", one.manager_id, message, remedy)
        return None
    return ground.manager_at[one.manager_id]


def _meant(ground: Ground, assignment: IntArray, client: int, verdict: Ruling, named: int) -> int:
    """The manager that a decision is about, NOBODY where there is none."""
    if verdict is Ruling.ACCEPT:
        return int(assignment[client])
    return int(ground.owner[client]) if verdict is Ruling.REJECT else named


def _refuse_contradictions(
    ground: Ground, found: tuple[Decided, ...], wrong: Complaints, tr: Translator
) -> None:
    """Decisions about one client that can't all hold; `ground` knows the pins that stand already."""
    by_client: dict[int, list[Decided]] = defaultdict(list)
    for one in found:
        by_client[one.client].append(one)
    for client, several in by_client.items():
        goes = [one for one in several if one.verdict is not Ruling.BAN]
        bans = [one for one in several if one.verdict is Ruling.BAN]
        for one in goes[1:]:
            if one.manager != goes[0].manager:
                _clash(ground, goes[0], one, wrong, tr)
        for one in bans:
            same = [other for other in goes if other.manager == one.manager]
            if same:
                _clash(ground, same[0], one, wrong, tr)
        _refuse_bans(ground, client, goes, bans, wrong, tr)


def _clash(ground: Ground, first: Decided, second: Decided, wrong: Complaints, tr: Translator) -> None:
    message = tr.gettext(
        "this contradicts decision {n} ({verdict}, {name})",
        n=first.n + 1,
        verdict=str(first.verdict),
        name=ground.manager_name(first.manager),
    )
    value = ground.client_id(second.client)
    wrong.add(second.n, "verdict", value, message, tr.gettext("withdraw one of the two"))


def _refuse_bans(
    ground: Ground, client: int, goes: list[Decided], bans: list[Decided], wrong: Complaints, tr: Translator
) -> None:
    """Bans of somebody whom a pin of the base names, and bans that leave nobody."""
    if not bans:
        return
    pinned, value = int(ground.pinned[client]), ground.client_id(client)
    for one in bans:
        if one.manager == pinned and not any(other.verdict is not Ruling.ACCEPT for other in goes):
            message = tr.gettext("a rule of the base pins the client to this manager")
            remedy = tr.gettext("decide `pin` to somebody else, or take that rule away")
            wrong.add(one.n, "manager_id", ground.manager_name(one.manager), message, remedy)
    left = ground.may_have(client)
    left[np.array([one.manager for one in bans])] = False
    if not left.any():
        message = tr.gettext("the bans leave nobody who may have the client")
        wrong.add(bans[-1].n, "client_id", value, message, tr.gettext("withdraw a ban, or widen a list"))
