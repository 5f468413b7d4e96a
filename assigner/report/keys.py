"""How to read the report: what every figure, column and colour means, for the page and the workbook."""

from __future__ import annotations

from dataclasses import dataclass

from assigner.evidence.model import State
from assigner.i18n import Translator
from assigner.policy.model import EvidencePolicy
from assigner.report.words import state_words

POINTS = ("transaction", "meeting", "proposal", "call", "email")


@dataclass(frozen=True, slots=True)
class Key:
    """A word of the report and what it means."""

    word: str
    meaning: str


def all_keys(tr: Translator, policy: EvidencePolicy) -> dict[str, tuple[Key, ...]]:
    """The keys by section of the page."""
    return {
        "figures": _figures(tr),
        "balance": _balance(tr),
        "managers": _managers(tr),
        "flow": _flow(tr),
        "books": _books(tr, policy),
        "capacity": _capacity(tr),
        "segments": _segments(tr),
        "disputes": _disputes(tr, policy),
    }


def _figures(tr: Translator) -> tuple[Key, ...]:
    return (
        Key(
            tr.gettext("Largest distance from a fair share"),
            tr.gettext(
                "By how much the book farthest from its fair share is above or below it. "
                "0% would be exactly equal conditions for all."
            ),
        ),
        Key(
            tr.gettext("Proven clients kept"),
            tr.gettext(
                "Clients that a manager who stays has really worked and sold to; the plan must leave them."
            ),
        ),
        Key(
            tr.gettext("Revenue at risk"),
            tr.gettext(
                "An estimate of the yearly revenue that changes of managers may cost, "
                "not of what will be lost for certain."
            ),
        ),
        Key(
            tr.gettext("Commission at stake"),
            tr.gettext("The managers' commission a year that hangs on clients that change hands."),
        ),
    )


def _balance(tr: Translator) -> tuple[Key, ...]:
    return (
        Key(
            tr.gettext("Fair share"),
            tr.gettext(
                "The part of the potential that falls to a manager by working time, time since the start "
                "and the segments served. 100% is exactly that."
            ),
        ),
        Key(
            tr.gettext("Score"),
            tr.gettext("The score adds up imbalance, the pain of moves and the lack of fit; less is better."),
        ),
        Key(
            tr.gettext("Hatched area"),
            tr.gettext("Scores that no plan can reach: this is proved by calculation, not estimated."),
        ),
    )


def _managers(tr: Translator) -> tuple[Key, ...]:
    return (
        Key(
            tr.gettext("Full share"),
            tr.gettext("100% is a full working week after ramp-up; part-time work and newcomers have less."),
        ),
        Key(tr.gettext("Gives"), tr.gettext("Clients that go to colleagues.")),
        Key(tr.gettext("Receives"), tr.gettext("Clients that come from colleagues or had nobody.")),
        Key(
            tr.gettext("Proven kept"),
            tr.gettext("How many of the manager's proven clients stay; a leaver's all go to colleagues."),
        ),
        Key(
            tr.gettext("Of fair share"),
            tr.gettext("Potential of the book over the fair share, today and in the plan."),
        ),
        Key(
            tr.gettext("Commission"),
            tr.gettext("Commission is the manager's rate times the revenue of the book, a year."),
        ),
    )


def _flow(tr: Translator) -> tuple[Key, ...]:
    return (
        Key(
            tr.gettext("Row and column"),
            tr.gettext(
                "A row says to whom a manager gives clients, a column from whom one gets them; "
                "the darker, the more."
            ),
        ),
    )


def _books(tr: Translator, policy: EvidencePolicy) -> tuple[Key, ...]:
    words = state_words(tr)
    return (
        Key(
            words[State.PROVEN],
            tr.ngettext(
                "There was a sale to the client in the last {n} day, and the manager is in touch now.",
                "There was a sale to the client in the last {n} days, and the manager is in touch now.",
                policy.proven_days,
            ),
        ),
        Key(words[State.ACTIVE], tr.gettext("The manager is in touch, but has not sold anything yet.")),
        Key(words[State.DORMANT], tr.gettext("There was a sale, but there is no contact now.")),
        Key(
            words[State.CLAIMED],
            tr.gettext("The client bears the manager's name without any trace of work: a “dead soul”."),
        ),
        Key(
            tr.gettext("newly received"),
            tr.gettext("Clients that come to this manager by the plan, whatever their state was."),
        ),
    )


def _capacity(tr: Translator) -> tuple[Key, ...]:
    return (
        Key(
            tr.gettext("really worked"),
            tr.gettext("Potential of clients that are proven or active with their manager."),
        ),
        Key(
            tr.gettext("held, not worked"),
            tr.gettext("Potential of clients that have an owner, but are dormant or claimed only."),
        ),
        Key(tr.gettext("free"), tr.gettext("Potential of clients that nobody owns.")),
        Key(
            tr.gettext("newly received"),
            tr.gettext("Potential that goes to a manager who has not worked these clients yet."),
        ),
        Key(
            tr.gettext("−12 +5"),
            tr.gettext("In this segment the manager gives away 12 clients and receives 5."),
        ),
    )


def _segments(tr: Translator) -> tuple[Key, ...]:
    return (
        Key(
            tr.gettext("Number in a field"),
            tr.gettext(
                "Load as per cent of the attainable target: 100 is exactly the fair share. "
                "The tolerance is wider where one large client alone outweighs it."
            ),
        ),
        Key(tr.gettext("Empty field"), tr.gettext("A segment that the manager may not serve.")),
    )


def _disputes(tr: Translator, policy: EvidencePolicy) -> tuple[Key, ...]:
    return (
        Key(
            tr.gettext("Points"),
            tr.gettext(
                "What the logged work weighs: a transaction {transaction}, a meeting {meeting}, "
                "a proposal {proposal}, a call {call}, an e-mail {email}. Points fade with time.",
                **{kind: _points(tr, getattr(policy.points, kind)) for kind in POINTS},
            ),
        ),
        Key(
            tr.gettext("does not count"),
            tr.gettext("The touch is logged but can't be believed; the reason stands beside it."),
        ),
        Key(
            tr.gettext("Recommended"),
            tr.gettext("For whom the evidence speaks. It binds nobody: the head of sales decides."),
        ),
    )


def _points(tr: Translator, points: float) -> str:
    return tr.number(points, 0 if points == round(points) else 2 if points * 10 % 1 else 1)
